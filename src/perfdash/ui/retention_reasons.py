"""The page "Why they leave": what people say as they go, beside how many were never asked and how many did not answer."""

from collections.abc import Callable
from dataclasses import dataclass

from perfdash.analysis.disclosure import Audience
from perfdash.figures.cards import Card
from perfdash.figures.interview_sentences import reasons_sentence
from perfdash.figures.reason_dots import GROUPS
from perfdash.measures.people_selection import PeopleSelection
from perfdash.store.read import ForceHeld
from perfdash.ui import people_reads
from perfdash.ui import people_talk_cards as cards
from perfdash.ui import retention_reason_charts as charts
from perfdash.ui.kept import Version, kept
from perfdash.ui.people_panels import Shown
from perfdash.ui.people_reads import Answer, NotAnswered
from perfdash.ui.people_rows import force_of, type_of, where, who

KINDS = ("exit-interviews",)
VIEWS = {"groups": "Over the years", "reasons": "Reason by reason", "command": "By command", "answers": "Who answered"}
PUBLIC = {name: VIEWS[name] for name in ("groups", "reasons", "answers")}
TOGETHER = (
    "In public: whole years, all worker types together, whole percents, at least 10 people behind every figure; worker types and "
    "commands are for the Commissioner and the chief officers"
)


@dataclass(frozen=True)
class ReasonsView:
    """What the page says of a selection, whichever chart is chosen."""

    selection: PeopleSelection
    reader: Audience
    held: ForceHeld
    headline: str
    formal: str
    cards: tuple[Card, ...]
    notes: tuple[str, ...]

    @property
    def views(self) -> dict[str, str]:
        """What can be looked at; nothing where no exit interviews are held."""
        if "exit-interviews" not in people_reads.kinds_of(force_of(self.selection)):
            return {}
        return PUBLIC if self.reader is Audience.PUBLIC else VIEWS

    def shown(self, view: str, group: str = GROUPS[0]) -> tuple[Shown, ...]:
        """The charts of one view; `group` is the group of reasons that commands are compared by."""
        return _shown(self.selection, self.reader, view, group)


@kept(200, shared=True)
def reasons_view(current: Version, selection: PeopleSelection, reader: Audience) -> ReasonsView:
    """What the page says of a selection, as this audience may see it."""
    groups, offers = (people_reads.answer(key, selection, reader, *by) for key, by in (
        ("leaving_reasons", ("year", "reason_group")), ("exit_interviews_offered", ("year",)),
    ))  # fmt: skip
    headline, formal = _headline(selection, reader, groups, offers)
    notes = () if isinstance(offers, NotAnswered) else offers.notes
    has_any = not isinstance(offers, NotAnswered)
    makers = (cards.offered_card, cards.completed_card, cards.days_card, cards.reasons_card)
    made = tuple(make(selection, reader, "") for make in makers) if has_any else ()
    held = people_reads.force_held(force_of(selection), KINDS)
    return ReasonsView(selection, reader, held, headline, formal, made, notes)


def _headline(selection: PeopleSelection, reader: Audience, groups: Answer, offers: Answer) -> tuple[str, str]:
    if isinstance(groups, NotAnswered) or isinstance(offers, NotAnswered):
        why = groups.why if isinstance(groups, NotAnswered) else offers.why if isinstance(offers, NotAnswered) else ""
        return "Why people leave cannot be told yet", why
    year = charts.newest_year(groups.rows, selection)
    of_year = groups.rows[(groups.rows["year"] == year) & (groups.rows["reason_group"] == GROUPS[0])]
    answered = charts.responses(offers.rows[offers.rows["year"] == year])
    share = float(of_year["share_naming"].iloc[0]) if len(of_year) else float("nan")
    when = f"{'In the year ' if '/' in year else ''}{year[:1].upper()}{year[1:]}" if year else "No year"
    said = reasons_sentence(GROUPS[0], share, answered)
    together = TOGETHER if reader is Audience.PUBLIC else ""
    formal = " · ".join(part for part in (f"{_who(selection)}{groups.definition}", together) if part)
    return f"{when}: {said[:1].lower()}{said[1:]}", formal


def _who(selection: PeopleSelection) -> str:
    return f"{who(selection)[:1].upper()}{who(selection)[1:]} · " if type_of(selection) and where(selection) else ""


@kept(300, shared=True)
def _shown(current: Version, selection: PeopleSelection, reader: Audience, view: str, group: str) -> tuple[Shown, ...]:
    made: dict[str, Callable[[], tuple[Shown, ...]]] = {
        "groups": lambda: (charts.by_year(selection, reader), charts.answers(selection, reader)),
        "reasons": lambda: (charts.one_by_one(selection, reader),),
        "command": lambda: (charts.by_command(selection, reader, group),),
        "answers": lambda: (charts.answers(selection, reader),),
    }
    return made[view]()
