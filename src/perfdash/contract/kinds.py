"""The kinds of record that come through the one door: for each its columns, what dates it and where it lands.

The ingest room and the landing read this table and know no kind by name, so a new kind is a contract, a row here and
its marts. The tables that incidents and calls land in are written out in `store/sql/tables.sql`, every other is made
from its contract.
"""

from dataclasses import dataclass

from perfdash.contract import calls, employments, exit_interviews, incidents, stay_interviews, strength, wellbeing
from perfdash.contract.columns import Column, ContractColumn


@dataclass(frozen=True)
class RecordKind:
    """One kind of record.

    `noun` is what one record is. `from_the_key` are the columns that the profile's key fills. `dating` are the instants
    or dates of which the first that is known dates a record; `may_be_undated` says that none need be. `in_order` are
    pairs that a record may not hold the wrong way round, each with the reason it is refused for. `table` is where
    accepted rows land. `is_folded` says that several rows may be one record, and that a record may name another as its
    parent: such rows keep the record's key beside their own. `is_about_people` says that identifiers are hashed and
    that neither originals nor refused values are kept; `is_health` that an extract with a column for a score, a
    diagnosis or free text is refused whole.
    """

    name: str
    noun: str
    columns: tuple[ContractColumn, ...]
    from_the_key: tuple[str, ...]
    dating: tuple[str, ...]
    table: str
    is_folded: bool = False
    in_order: tuple[tuple[str, str, str], ...] = ()
    may_be_undated: bool = False
    is_about_people: bool = False
    is_health: bool = False

    @property
    def filled(self) -> tuple[ContractColumn, ...]:
        """The columns that a profile may name."""
        return tuple(column for column in self.columns if column.name not in self.from_the_key)

    @property
    def landed(self) -> tuple[str, ...]:
        """The names of the columns that a row of it is stored in: each it may fill, and how exact each date is."""
        return tuple(
            name
            for column in self.filled
            for name in (column.name, *([column.exactness] if column.holds is Column.DATE else ()))
        )

    def holding(self, *shapes: Column) -> tuple[str, ...]:
        """The names of its columns of those shapes, in the order of the contract."""
        return tuple(column.name for column in self.columns if column.holds in shapes)

    @property
    def instants(self) -> tuple[str, ...]:
        """The names of its instants, in the order of the contract."""
        return self.holding(Column.INSTANT)

    @property
    def grades(self) -> tuple[str, ...]:
        """The names of its grades, which share one value map."""
        return self.holding(Column.GRADE)

    def column(self, name: str) -> ContractColumn | None:
        """The column of that name that a profile may fill, if there is one."""
        return next((column for column in self.filled if column.name == name), None)

    @property
    def one(self) -> str:
        """'an incident', 'a call'."""
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"


def _of_people(
    name: str, noun: str, columns: tuple[ContractColumn, ...], dating: tuple[str, ...], **more: object
) -> RecordKind:
    """A kind of record about people, whose first column is its reference and whose table is named for its noun."""
    table = f"{noun.replace(' ', '_')}_rows"
    return RecordKind(name, noun, columns, (columns[0].name,), dating, table, is_about_people=True, **more)  # type: ignore[arg-type]


INCIDENTS = RecordKind(
    name="incidents",
    noun="incident",
    columns=incidents.COLUMNS,
    from_the_key=("incident_reference", "resource_reference"),
    dating=incidents.DATING_INSTANTS,
    table="incident_rows",
    is_folded=True,
)
CALLS = RecordKind(
    name="calls",
    noun="call",
    columns=calls.COLUMNS,
    from_the_key=("call_reference",),
    dating=calls.DATING_INSTANTS,
    table="call_rows",
)
EMPLOYMENTS = _of_people(
    "employments", "employment", employments.COLUMNS, employments.DATING, in_order=employments.IN_ORDER
)
EXIT_INTERVIEWS = _of_people(
    "exit-interviews",
    "exit interview",
    exit_interviews.COLUMNS,
    exit_interviews.DATING,
    in_order=exit_interviews.IN_ORDER,
    may_be_undated=True,
)
STAY_INTERVIEWS = _of_people(
    "stay-interviews",
    "stay interview",
    stay_interviews.COLUMNS,
    stay_interviews.DATING,
    in_order=stay_interviews.IN_ORDER,
)
INTERVIEWERS = _of_people(
    "interviewers",
    "interviewer",
    stay_interviews.INTERVIEWER_COLUMNS,
    stay_interviews.INTERVIEWER_DATING,
    in_order=stay_interviews.INTERVIEWER_IN_ORDER,
)
STRENGTH = RecordKind(
    name="strength",
    noun="strength figure",
    columns=strength.COLUMNS,
    from_the_key=("strength_reference",),
    dating=strength.DATING,
    table="strength_rows",
)
CONTACTS = _of_people(
    "programme-contacts",
    "programme contact",
    wellbeing.CONTACTS,
    ("due_on",),
    in_order=wellbeing.CONTACTS_IN_ORDER,
    is_health=True,
)
EXPOSURES = _of_people("exposures", "exposure", wellbeing.EXPOSURES, ("occurred_at",), is_health=True)
REFERRALS = _of_people(
    "referrals",
    "referral",
    wellbeing.REFERRALS,
    ("referred_on",),
    in_order=wellbeing.REFERRALS_IN_ORDER,
    is_health=True,
)
ABSENCES = _of_people(
    "absences",
    "absence",
    wellbeing.ABSENCES,
    ("started_on",),
    in_order=(("started_on", "ended_on", "ends before it starts"),),
    is_health=True,
)
TRAINING = _of_people("training", "training completion", wellbeing.TRAINING, ("completed_on",), is_health=True)
ASSESSMENTS = _of_people(
    "assessments",
    "assessment",
    wellbeing.ASSESSMENTS,
    ("offered_on",),
    in_order=wellbeing.ASSESSMENTS_IN_ORDER,
    is_health=True,
)
SESSIONS = RecordKind(
    name="sessions",
    noun="session",
    columns=wellbeing.SESSIONS,
    from_the_key=("session_reference",),
    dating=("held_on",),
    table="session_rows",
    is_health=True,
)
KINDS = {
    kind.name: kind
    for kind in (
        INCIDENTS,
        CALLS,
        EMPLOYMENTS,
        EXIT_INTERVIEWS,
        STAY_INTERVIEWS,
        INTERVIEWERS,
        STRENGTH,
        CONTACTS,
        EXPOSURES,
        REFERRALS,
        ABSENCES,
        TRAINING,
        ASSESSMENTS,
        SESSIONS,
    )
}
