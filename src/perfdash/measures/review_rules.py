"""Why a time may be an error of the record: named rules, each a sentence for people and a condition over the mart.

A rule is a reason to look, never a verdict: an incident that one holds for may be right, and one that none holds for may
be wrong. Nothing is dropped or changed by them (docs/measures.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from perfdash.measures.selection import Selection
from perfdash.reference import attendance as reference

DAY, HOUR = 86_400, 3_600
LONGEST_JOURNEY = 2 * HOUR  # ours: across the whole of Staffordshire by road takes less
CLOSED_AT_ONCE = 300  # ours: seconds from arrival to closure in which little can be done


@dataclass(frozen=True)
class Rule:
    """One rule: its key, what it says to a reader, and its condition.

    In a condition, `{seconds}` is the wait by the chosen clock, `{start}` the instant that started it, `{zone}` the zone
    of the force's clock on the wall. A condition that cannot be worked out does not hold.
    """

    key: str
    sentence: str
    condition: str

    @property
    def name(self) -> str:
        """The key in words."""
        return self.key.replace("_", " ")


RULES = (
    Rule(
        "before_start",
        "It arrived before the clock started.",
        "{seconds} < 0",
    ),
    Rule(
        "before_despatch",
        "It arrived before it was despatched: the despatch may have been recorded late.",
        "arrived_at < despatched_at",
    ),
    Rule(
        "stamped_at_once",
        "Every stamp from the call to the arrival bears the same second: somebody was there already, or all were filled "
        "in by default.",
        "{seconds} = 0 AND arrived_at = despatched_at AND coalesce(ready_for_despatch_at, arrived_at) = arrived_at "
        "AND coalesce(en_route_at, arrived_at) = arrived_at",
    ),
    Rule(
        "stamped_by_default",
        "The arrival bears the very second that started the clock.",
        "{seconds} = 0 AND NOT coalesce(arrived_at = despatched_at, false)",
    ),
    Rule(
        "a_day_out",
        "One day more or less would make the time an ordinary one: the date may be wrong.",
        # Later only where a day is long for the grade: for grade 3 it is not.
        f"{{seconds}} + {DAY} BETWEEN 0 AND tail_seconds AND {{seconds}} < 0 "
        f"OR {{seconds}} - {DAY} BETWEEN 0 AND tail_seconds AND tail_seconds < {DAY}",
    ),
    Rule(
        "clock_change",
        "A stamp lies in the hour that the clock shows twice in October, and an hour would make the time an ordinary one.",
        "({repeated_start} OR {repeated_arrival}) "
        f"AND ({{seconds}} + {HOUR} BETWEEN 0 AND tail_seconds OR {{seconds}} - {HOUR} BETWEEN 0 AND tail_seconds)",
    ),
    Rule(
        "closed_before_arrival",
        "It was closed before anybody arrived.",
        "closed_at < arrived_at",
    ),
    Rule(
        "stood_down_before_arrival",
        "The last resource was stood down before the first arrived.",
        "stood_down_at < arrived_at",
    ),
    Rule(
        "arrived_at_the_end",
        "The arrival bears the very second of the stand-down or of the closure: they may have been entered together.",
        "{seconds} <> 0 AND (arrived_at = stood_down_at OR arrived_at = closed_at)",
    ),
    Rule(
        "closed_at_once",
        "It waited for more than a day and was closed within five minutes of the arrival.",
        f"{{seconds}} > {DAY} AND date_diff('second', arrived_at, closed_at) BETWEEN 0 AND {CLOSED_AT_ONCE}",
    ),
    Rule(
        "at_midnight",
        "The arrival stands at midnight to the second: a date may have been entered without a time.",
        "strftime(timezone({zone}, arrived_at), '%H:%M:%S') = '00:00:00'",
    ),
    Rule(
        "whole_hours",
        "The arrival is a whole number of hours after the start, to the second.",
        f"{{seconds}} >= {HOUR} AND {{seconds}} % {HOUR} = 0",
    ),
    Rule(
        "long_on_the_road",
        "More than two hours lie between setting off and arriving: on scene may have been pressed late.",
        f"date_diff('second', coalesce(en_route_at, despatched_at), arrived_at) > {LONGEST_JOURNEY}",
    ),
    Rule(
        "upgraded",
        "It began at a less urgent grade, so that its clock had been running before it was this urgent.",
        # As in the definitions: grades are compared where they are single digits, 1 the most urgent; words have no order.
        "{seconds} > 0 AND regexp_full_match(initial_grade::VARCHAR, '[0-9]') "
        "AND regexp_full_match(grade::VARCHAR, '[0-9]') AND initial_grade::VARCHAR > grade::VARCHAR",
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}


def holds_sql(rule: Rule, selection: Selection, zones: Mapping[str, str]) -> str:
    """SQL that is true where the rule holds and false where it does not or cannot be told."""
    start = f"coalesce({', '.join(reference.clocks()[selection.clock].starts)})"
    zone = _zone_sql(zones)
    words = {
        "seconds": f"{selection.clock}_seconds",
        "zone": zone,
        "repeated_start": _repeated_sql(start, zone),
        "repeated_arrival": _repeated_sql("arrived_at", zone),
    }
    return f"coalesce({rule.condition.format(**words)}, false)"


def reasons_sql(selection: Selection, zones: Mapping[str, str]) -> str:
    """SQL for the list of the keys of the rules that hold, in their order."""
    named = ", ".join(f"CASE WHEN {holds_sql(rule, selection, zones)} THEN '{rule.key}' END" for rule in RULES)
    return f"list_filter([{named}], lambda key: key IS NOT NULL)"


def _zone_sql(zones: Mapping[str, str]) -> str:
    quoted = {force.replace("'", "''"): zone.replace("'", "''") for force, zone in zones.items() if zone}
    cases = " ".join(f"WHEN '{force}' THEN '{zone}'" for force, zone in quoted.items())
    return f"CASE force::VARCHAR {cases} END" if cases else "NULL::VARCHAR"


def _repeated_sql(instant: str, zone: str) -> str:
    # The wall shows the same time an hour before or after.
    wall = [f"timezone({zone}, {instant} {shift})" for shift in ("", "- INTERVAL 1 HOUR", "+ INTERVAL 1 HOUR")]
    return f"coalesce({wall[0]} = {wall[1]} OR {wall[0]} = {wall[2]}, false)"
