"""What the page on definitions shows, put together from the lens, its sentences and its words."""

from dataclasses import dataclass

import pandas as pd

from perfdash.figures import definitions as figures
from perfdash.figures.sentences import in_places
from perfdash.figures.words import percent
from perfdash.measures.definitions import Combination, Definitions, lens_selection
from perfdash.measures.register import measure
from perfdash.measures.selection import Selection
from perfdash.measures.variants import DIMENSIONS, NAMES
from perfdash.measures.words import definition
from perfdash.reference import attendance as reference
from perfdash.store.read import ForceHeld
from perfdash.ui import reads

NO_GRADE = "Choose one grade to see what other definitions would give: each grade has its own standard and its own cap"
_MOVERS = {dimension.key: dimension.mover for dimension in DIMENSIONS}


@dataclass(frozen=True)
class DefinitionView:
    """The lens over one selection: `selection` is the reader's as far as the lens can follow it."""

    selection: Selection
    held: ForceHeld
    found: Definitions
    set_aside: str

    @property
    def headline(self) -> str:
        """One sentence on how far the definitions lie apart."""
        (grade,) = self.selection.chosen("grade")
        name = reference.grade_name(self.held.force, grade).partition(" (")[0].lower()
        lpts = [reference.lpt_name(self.held.force, lpt) for lpt in self.selection.chosen("lpt")]
        where = in_places(lpts, " and ".join(self.selection.chosen("rurality")))
        return figures.spread(self.found.rows, _MOVERS, f"{name} incidents{where}")

    @property
    def formal(self) -> str:
        """The chosen definition, which the others are held against."""
        return f"The chosen definition: {definition(measure('attendance_within_standard'), self.selection)}"

    @property
    def is_given(self) -> bool:
        """Whether any definition gives a share."""
        return bool((self.found.rows["why_not"] == "").any())

    @property
    def title(self) -> str:
        """How far the choices could move the share together."""
        least, most = self.found.least, self.found.most
        chosen = self.found.rows.loc[self.found.rows["is_chosen"], "share_within"].iloc[0]
        if least is None or most is None or pd.isna(chosen):
            return "No share by the chosen definition"
        return figures.combined(float(chosen), least.share_within, most.share_within)

    @property
    def alt(self) -> str:
        """The chart in words."""
        return figures.definitions_alt(self.found.rows, NAMES, self.headline)

    @property
    def combinations(self) -> str:
        """Which choices give the least and the most, and of how many incidents."""
        parts = [("The least", self.found.least), ("The most", self.found.most)]
        return " ".join(f"{name}: {_combination_words(combination)}." for name, combination in parts if combination)


def has_one_grade(selection: Selection) -> bool:
    """Whether the lens can answer."""
    return len(selection.chosen("grade")) == 1


def definition_view(selection: Selection, held: ForceHeld) -> DefinitionView:
    """Reads the lens for a selection that names one grade."""
    asked = lens_selection(selection)
    return DefinitionView(asked, held, reads.definitions(asked), _set_aside(selection, asked))


def _set_aside(selection: Selection, asked: Selection) -> str:
    """What of the reader's selection the lens does not follow, and why."""
    dropped = []
    if selection.clock != asked.clock:
        dropped.append(f"the clock {reference.clocks()[selection.clock].name}")
    if selection.chosen("status"):
        dropped.append(f"the status {', '.join(selection.chosen('status'))}")
    if not dropped:
        return ""
    return f"Set aside here: {' and '.join(dropped)}. Clock and status are part of what is compared."


def _combination_words(combination: Combination) -> str:
    how = "; ".join(combination.words) or "the chosen definition itself"
    return f"{percent(combination.share_within)} of {combination.n_judged:,} ({how})"


def explained(rows: pd.DataFrame) -> str:
    """What each dimension asks and what its choices do here, as Markdown that can be read aloud."""
    lines = [
        f"- **{dimension.name}.** {dimension.asks} {_marked(rows[rows['dimension'] == dimension.key])}"
        for dimension in DIMENSIONS
    ]
    return "\n".join(lines)


def _marked(rows: pd.DataFrame) -> str:
    (chosen,) = rows[rows["is_chosen"]].to_dict("records")
    # Where the chosen definition gives nothing, its reason stands in the headline and is not said again for each.
    others = rows[(rows["why_not"] == "") | (rows["why_not"] != chosen["why_not"])]
    instead = figures.moved(others[~others["is_chosen"]])
    return f"Chosen: {chosen['words']}.{f' Instead, {instead}.' if instead else ''}"


def definition_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a definition, in words."""
    return pd.DataFrame(
        {
            "Asks for": rows["dimension"].map(NAMES),
            "Definition": rows["words"],
            "Chosen": ["chosen" if is_chosen else "" for is_chosen in rows["is_chosen"]],
            "Judged (n)": rows["n_judged"],
            "Within": rows["n_within"],
            "Within standard": rows["share_within"].map(percent),
            "95 % low": rows["share_within_low"].map(percent),
            "95 % high": rows["share_within_high"].map(percent),
            "Points from the chosen": [
                figures.points(value) if pd.notna(value) else "–" for value in rows["difference_points"]
            ],
            "Not given because": rows["why_not"],
        }
    )
