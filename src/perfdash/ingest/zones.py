"""Local wall-clock time to UTC and back as SQL, with the missing and the repeated hour decided explicitly.

DuckDB resolves both hours without an error (docs/decisions.md), and its own conversion is ten times slower,
so the zone's changes are written out as a binary tree of comparisons. Offsets are whole microseconds.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from perfdash.errors import BadProfile

# Instants outside these years are refused anyway (ingest/instants.py); fewer changes make a quicker plan.
FIRST_YEAR, LAST_YEAR = 1990, datetime.now(UTC).year + 2


@cache
def offset_changes(zone: str) -> tuple[tuple[datetime, timedelta, timedelta], ...]:
    """(UTC instant, offset before, offset after) of every change of the zone's clock, in order.

    Raises:
        BadProfile: there is no such zone.
    """
    place = _place(zone)
    day, end = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    changes = []
    while day < end:
        after = day + timedelta(days=1)
        if _offset(place, day) != _offset(place, after):
            changes.append((_when_it_changed(place, day), _offset(place, day), _offset(place, after)))
        day = after
    return tuple(changes)


def _place(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadProfile(f"There is no time zone '{zone}'; write it as in Europe/London.") from error


def _offset(place: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(place).utcoffset() or timedelta(0)


def _when_it_changed(place: ZoneInfo, day: datetime) -> datetime:
    before, minute = _offset(place, day), 0
    while _offset(place, day + timedelta(minutes=minute)) == before:
        minute += 1
    return day + timedelta(minutes=minute)


def local_offset_sql(local: str, zone: str, repeated_hour: str) -> str:
    """SQL for the offset of a local TIMESTAMP; NULL in the missing hour, and in a repeated one that is refused."""
    pieces: list[tuple[datetime | None, str]] = [(None, _microseconds(_first_offset(zone)))]
    for _, lower, upper, before, after in _odd_hours(zone):
        # Clocks forward: the hour between does not exist. Clocks back: it happens twice.
        odd = "NULL" if after > before else _repeated(before, after, repeated_hour)
        pieces += [(lower, odd), (upper, _microseconds(after))]
    return _tree(local, pieces)


def odd_hour_sql(local: str, zone: str) -> str:
    """SQL for why a local TIMESTAMP has no single instant: 'missing', 'repeated' or NULL."""
    pieces: list[tuple[datetime | None, str]] = [(None, "NULL")]
    for _, lower, upper, before, after in _odd_hours(zone):
        pieces += [(lower, "'missing'" if after > before else "'repeated'"), (upper, "NULL")]
    return _tree(local, pieces)


def utc_offset_sql(utc: str, zone: str) -> str:
    """SQL for the offset of a UTC TIMESTAMP: always exactly one."""
    pieces: list[tuple[datetime | None, str]] = [(None, _microseconds(_first_offset(zone)))]
    pieces += [(instant.replace(tzinfo=None), _microseconds(after)) for instant, _, after in offset_changes(zone)]
    return _tree(utc, pieces)


def _first_offset(zone: str) -> timedelta:
    return _offset(_place(zone), datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))


def _odd_hours(zone: str) -> list[tuple[datetime, datetime, datetime, timedelta, timedelta]]:
    hours = []
    for instant, before, after in offset_changes(zone):
        ends = sorted(((instant + before).replace(tzinfo=None), (instant + after).replace(tzinfo=None)))
        hours.append((instant, ends[0], ends[1], before, after))
    return hours


def _repeated(before: timedelta, after: timedelta, choice: str) -> str:
    return {"first": _microseconds(before), "second": _microseconds(after)}.get(choice, "NULL")


def _microseconds(offset: timedelta) -> str:
    return str(int(offset.total_seconds()) * 1_000_000)


def _tree(column: str, pieces: list[tuple[datetime | None, str]]) -> str:
    if len(pieces) == 1:
        return pieces[0][1]
    middle = len(pieces) // 2
    below, above = _tree(column, pieces[:middle]), _tree(column, pieces[middle:])
    return f"CASE WHEN {column} < TIMESTAMP '{pieces[middle][0]}' THEN {below} ELSE {above} END"
