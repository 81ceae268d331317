"""How the text of an instant becomes UTC, as SQL over one column of text, and why it sometimes cannot."""

from datetime import UTC, datetime

from perfdash.ingest.profile import Times
from perfdash.ingest.zones import local_offset_sql, odd_hour_sql, utc_offset_sql

ISO = "iso"
_ISO_DATE = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?)?"
_OFFSET = r"(Z|[+-]\d{2}(:?\d{2})?)$"
_TIME_WITH_OFFSET = r"\d{2}:\d{2}(:\d{2}([.,]\d+)?)? ?" + _OFFSET

FIRST_YEAR = 1990  # an extract dated before this is a typing error, and so is one beyond next year

LONGEST_DURATION = 1e9  # seconds or minutes: some decades, and far from the end of what an instant can hold

NOT_A_TIME = "not a time in the stated formats"
TWO_TIMES = "reads as two different times"
MISSING_HOUR = "in the hour that the clock change skipped"
REPEATED_HOUR = "in the hour that the clock change repeated"
STRAY_OFFSET = "carries an offset that the formats do not read"
ODD_YEAR = f"outside the years {FIRST_YEAR} to next year"


def zone_macros(times: Times) -> list[str]:
    """Statements that teach a connection this zone's clock: offsets in whole microseconds."""
    return [
        f"CREATE OR REPLACE TEMP MACRO local_offset(t) AS ({local_offset_sql('t', times.zone, times.repeated_hour)})",
        f"CREATE OR REPLACE TEMP MACRO odd_hour(t) AS ({odd_hour_sql('t', times.zone)})",
        f"CREATE OR REPLACE TEMP MACRO utc_offset(t) AS ({utc_offset_sql('t', times.zone)})",
    ]


def local_sql(text: str, formats: tuple[str, ...]) -> str:
    """SQL for the wall-clock TIMESTAMP in the text, by every stated format without an offset."""
    plain = [pattern for pattern in formats if pattern != ISO and "%z" not in pattern]
    readings = [f"try_strptime({text}, {pattern!r})" for pattern in plain]
    if ISO in formats:
        readings.append(f"CASE WHEN regexp_full_match({text}, '{_ISO_DATE[1:]}') THEN {_cast(text, 'TIMESTAMP')} END")
    return _first(readings, "TIMESTAMP")


def zoned_sql(text: str, formats: tuple[str, ...]) -> str:
    """SQL for the TIMESTAMPTZ in a text that carries its own offset; NULL where no format expects one."""
    zoned = [pattern for pattern in formats if "%z" in pattern]
    readings = [f"try_strptime(regexp_replace({text}, 'Z$', '+00:00'), {zoned!r})"] if zoned else []
    if ISO in formats:
        readings.append(
            f"CASE WHEN regexp_matches({text}, '{_ISO_DATE}') AND regexp_matches({text}, '{_TIME_WITH_OFFSET}') "
            f"THEN {_cast(text, 'TIMESTAMPTZ')} END"
        )
    return _first(readings, "TIMESTAMPTZ")


def _first(readings: list[str], kind: str) -> str:
    if len(readings) > 1:
        return f"coalesce({', '.join(readings)})"
    return readings[0] if readings else f"NULL::{kind}"


def _cast(text: str, kind: str) -> str:
    return f"try_cast(replace({text}, ',', '.') AS {kind})"


def instant_sql(local: str, zoned: str) -> str:
    """SQL for the instant: the text's own offset where it has one, else the zone's."""
    return f"coalesce({zoned}, make_timestamptz(epoch_us({local}) - local_offset({local})))"


def duration_sql(after: str, text: str, seconds_each: int) -> str:
    """SQL for an instant that many seconds or minutes after another; NULL where either is missing."""
    number = f"try_cast({text} AS DOUBLE)"
    moved = f"make_timestamptz(epoch_us({after}) + CAST(round({number} * {seconds_each}e6) AS BIGINT))"
    return f"CASE WHEN abs({number}) < {LONGEST_DURATION} THEN {moved} END"


def ambiguous_sql(text: str, formats: tuple[str, ...]) -> str:
    """SQL that is true where two of the stated formats read the text as different times: 03/04/2025."""
    plain = [pattern for pattern in formats if pattern != ISO and "%z" not in pattern]
    if len(plain) < 2:
        return "false"
    readings = ", ".join(f"try_strptime({text}, {pattern!r})" for pattern in plain)
    return f"len(list_distinct([{readings}])) > 1"


def is_faulty_sql(text: str, instant: str, formats: tuple[str, ...]) -> str:
    """SQL that is true where the text is not one plausible instant; false where it is, or is blank."""
    unsure = f" OR {ambiguous_sql(text, formats)}" if ambiguous_sql(text, formats) != "false" else ""
    return f"{text} IS NOT NULL AND ({instant} IS NULL OR {_odd_year(instant)}{unsure})"


def reason_sql(text: str, formats: tuple[str, ...]) -> str:
    """SQL for why a faulty text is not an instant. Asked of refused rows alone: it is too slow for every row."""
    local, zoned = local_sql(text, formats), zoned_sql(text, formats)
    return (
        f"CASE WHEN {ambiguous_sql(text, formats)} THEN '{TWO_TIMES}' "
        f"WHEN {_odd_year(instant_sql(local, zoned))} THEN '{ODD_YEAR}' "
        f"WHEN odd_hour({local}) = 'missing' THEN '{MISSING_HOUR}' "
        f"WHEN odd_hour({local}) = 'repeated' THEN '{REPEATED_HOUR}' "
        f"WHEN regexp_matches({text}, ':\\d{{2}}.*{_OFFSET}') THEN '{STRAY_OFFSET}' ELSE '{NOT_A_TIME}' END"
    )


def _odd_year(instant: str) -> str:
    last_year = datetime.now(UTC).year + 1
    first, last = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    bounds = f"{int(first.timestamp()) * 1_000_000} AND {int(last.timestamp()) * 1_000_000}"
    return f"epoch_us({instant}) NOT BETWEEN {bounds}"
