"""The page "Who leaves": what it says of one selection, worked out whole before any of it is drawn, and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan

import pandas as pd

from perfdash.analysis.disclosure import Audience
from perfdash.figures.cards import Card
from perfdash.figures.curve_facets import people, type_name
from perfdash.figures.sentences import variation_words
from perfdash.figures.small_multiples import multiples_sentence, small_multiples
from perfdash.figures.words import count, percent
from perfdash.figures.year_dots import year_dots, year_dots_alt
from perfdash.measures.people import PeopleAnswer, people_process
from perfdash.measures.people_selection import PeopleSelection
from perfdash.store.read import ForceHeld
from perfdash.ui import people_cards as cards
from perfdash.ui import people_reads
from perfdash.ui.kept import Version, kept
from perfdash.ui.people_panels import Drawn, NotDrawn, Shown, for_download, only_hidden
from perfdash.ui.people_reads import NotAnswered
from perfdash.ui.people_rows import Told, force_of, told, type_of, who, whole_years
from perfdash.ui.retention_charts import by_group, by_month, month_table, rate_table, rolling
from perfdash.ui.retention_cohorts import curves, early

KINDS = ("employments",)
ONE_TYPE = {
    "months": "Month by month",
    "leaver_type": "How they leave",
    "service_band": "Length of service",
    "rank": "Rank",
    "command": "Command",
    "early": "First two years",
    "curves": "How long they stay",
}
ALL_TYPES = {"months": "Month by month", "curves": "How long they stay"}
PUBLIC = {"years": "Year by year", "early": "First two years"}
IN_PUBLIC = (
    "In public: whole years, one worker type beside the other, small numbers hidden and the rest rounded to 5; months, ranks, "
    "commands and ways of leaving are for the Commissioner and the chief officers"
)


@dataclass(frozen=True)
class RetentionView:
    """What the page says of a selection, whichever chart is chosen."""

    selection: PeopleSelection
    reader: Audience
    held: ForceHeld
    types: tuple[str, ...]
    headline: str
    formal: str
    cards: tuple[Card, ...]

    @property
    def views(self) -> dict[str, str]:
        """What can be looked at; nothing where no employments are held."""
        if not self.types:
            return {}
        if self.reader is Audience.PUBLIC:
            return PUBLIC
        return ONE_TYPE if type_of(self.selection) else ALL_TYPES

    @property
    def type_labels(self) -> dict[str, str]:
        """The worker types that the public may look at one by one; nothing where a type is chosen in the sidebar."""
        return {name: type_name(name) for name in self.types} if self.reader is Audience.PUBLIC else {}

    def shown(self, view: str, worker_type: str = "") -> tuple[Shown, ...]:
        """The charts of one view."""
        return _shown(self.selection, self.reader, view, worker_type)


@kept(200, shared=True)
def retention_view(current: Version, selection: PeopleSelection, reader: Audience) -> RetentionView:
    """What the page says of a selection, as this audience may see it."""
    force = force_of(selection)
    has_employments = "employments" in people_reads.kinds_of(force)
    types = people_reads.choices_of(force, reader, "worker_type") if has_employments else ()
    first = cards.first_type(selection, reader)
    found = told("leaver_rate", selection, reader, first)
    headline, formal = _headline(selection, reader, found, first, types)
    return RetentionView(
        selection,
        reader,
        people_reads.force_held(force, KINDS),
        types,
        headline,
        formal,
        _cards(selection, reader, first, types),
    )


def _headline(
    selection: PeopleSelection, reader: Audience, found: Told | NotAnswered, first: str, types: tuple[str, ...]
) -> tuple[str, str]:
    if isinstance(found, NotAnswered):
        return "Who leaves cannot be told yet", found.why
    if not type_of(selection) and not first:
        return _every_type(selection, reader, types), found.found.definition
    name = who(selection) if not first else people(first)
    share, left = found.number(found.found.statistic), f"of {name} left in {found.when}"
    if isnan(share):
        return f"How many {left} is hidden: small number", found.found.definition
    said = f"{percent(share)} {left}{', transfers to other forces counted' if selection.transfers else ''}"
    process = None if first else cards.process_of(selection, reader)
    judged = f"; month by month: {variation_words(process)}" if process else ""
    formal = found.found.definition if reader is Audience.OFFICIAL else f"{found.found.definition} · {IN_PUBLIC}"
    return f"{said}{judged}", formal


def _every_type(selection: PeopleSelection, reader: Audience, types: tuple[str, ...]) -> str:
    rates = {kind: told("leaver_rate", selection.having(worker_type=kind), reader) for kind in types}
    said = [f"{percent(one.number('value'))} of {people(kind)}" for kind, one in rates.items() if isinstance(one, Told)]
    when = next((one.when for one in rates.values() if isinstance(one, Told)), "twelve months")
    return f"{', '.join(said)} left in {when}"


def _cards(selection: PeopleSelection, reader: Audience, first: str, types: tuple[str, ...]) -> tuple[Card, ...]:
    if not types:
        return ()
    if reader is Audience.PUBLIC:
        return tuple(
            make(selection, reader, first)
            for make in (cards.leaver_rate_card, cards.resignation_card, cards.supervisor_card, cards.early_card)
        )
    if not type_of(selection):
        return tuple(cards.leaver_rate_card(selection.having(worker_type=kind), reader, "") for kind in types)
    makers = (
        cards.leaver_rate_card,
        cards.leavers_card,
        cards.resignation_card,
        cards.early_card,
        cards.supervisor_card,
    )
    return tuple(make(selection, reader, "") for make in makers)


@kept(300, shared=True)
def _shown(
    current: Version, selection: PeopleSelection, reader: Audience, view: str, worker_type: str
) -> tuple[Shown, ...]:
    types = people_reads.choices_of(force_of(selection), reader, "worker_type")
    made: dict[str, Callable[[], tuple[Shown, ...]]] = {
        "months": lambda: (
            (by_month(selection, reader), rolling(selection, reader))
            if type_of(selection)
            else (_facets(selection, reader, types),)
        ),
        "early": lambda: (early(selection, reader, worker_type),),
        "curves": lambda: (curves(selection, reader, (type_of(selection),) if type_of(selection) else types),),
        "years": lambda: (by_year(selection, reader, worker_type),),
    }
    return made[view]() if view in made else (by_group(selection, reader, view),)


def _facets(selection: PeopleSelection, reader: Audience, types: tuple[str, ...]) -> Shown:
    """Every worker type as a process of its own: each on its own scale, since they are not compared."""
    found = {
        kind: people_reads.answer("leavers", selection.having(worker_type=kind), reader, "month") for kind in types
    }
    answered = {kind: one for kind, one in found.items() if isinstance(one, PeopleAnswer)}
    judged = {type_name(kind): process for kind, one in answered.items() if (process := people_process(one))}
    left_out = [people(kind) for kind in types if type_name(kind) not in judged]
    if not answered:
        return NotDrawn(
            "Leavers month by month", next(one.why for one in found.values() if isinstance(one, NotAnswered))
        )
    table = pd.concat([month_table(one.rows).assign(Who=type_name(kind)) for kind, one in answered.items()])
    rows = pd.concat([for_download(one).assign(worker_type=kind) for kind, one in answered.items()])
    why = (
        f"Not drawn: {', '.join(left_out)}, of whom some months are hidden to protect small numbers."
        if left_out
        else ""
    )
    title = multiples_sentence(judged, "worker type") if judged else "No worker type can be judged month by month"
    formal = f"Leavers a month, each worker type on a scale of its own, whole months only · {' · '.join(selection.caption())}"
    figure = small_multiples(judged, "count", columns=min(len(judged), 3), one_scale=False) if judged else None
    drawn = Drawn("leavers_by_type", title, formal, figure, title, table, rows)
    return NotDrawn(title, why, drawn) if why else drawn


def by_year(selection: PeopleSelection, reader: Audience, worker_type: str) -> Shown:
    """The leaver rate of whole years, of one worker type: what the public is shown instead of months."""
    title = f"{type_name(worker_type)} who left, year by year"
    found = people_reads.answer("leaver_rate", selection, reader, "year", "worker_type")
    if isinstance(found, NotAnswered):
        return NotDrawn(title, found.why)
    rows = whole_years(found.rows[found.rows["worker_type"] == worker_type], selection)
    if rows.empty:
        return NotDrawn(title, "Not drawn: no whole year from April to March is held.")
    rows = only_hidden(rows, "leaver_rate")
    names = {"leaver_rate": "share", "leaver_rate_low": "low", "leaver_rate_high": "high"}
    dots = rows[["year", "hidden", *names]].rename(columns=names).assign(group=type_name(worker_type), is_part=False)
    newest = rows.sort_values("year").iloc[-1]
    whose = f"{people(worker_type)} left in {newest['year']}"
    said = f"{percent(newest['leaver_rate'])} of {whose}, of {count(newest['n_at_start'])} at its start"
    if isnan(newest["leaver_rate"]):
        said = f"How many {whose} is hidden: small number"
    table = rate_table(rows, rows["year"].astype(str).tolist(), "Year, April to March")
    figure, alt = year_dots(dots, places=1), year_dots_alt(dots, said, places=1)
    return Drawn("leaver_rate_by_year", said, found.definition, figure, alt, table, for_download(found))
