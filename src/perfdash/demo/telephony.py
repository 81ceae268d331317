"""The telephone system's export: 999 and 101 calls, one file a calendar quarter, in another supplier's manner.

Semicolons, times in UTC with a Z, waits in seconds with a decimal. It shares the rhythm of the day with the command-and-
control extracts and nothing else: a call here is not tied to an incident there, as in most forces it cannot be. Every
number is invented; what real forces publish lies beside it in docs/demonstration.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from perfdash.demo import draws, shape
from perfdash.demo.calls import call_times, weekend_night
from perfdash.demo.clocks import Quarter, local, quarters
from perfdash.demo.effects import CALL_EFFECTS
from perfdash.demo.extract import TIMES, beside, day_bytes, few, text_cells, word_cells
from perfdash.demo.incidents import OVERLAP, n_rows

Seconds = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
_SYSTEM = 1  # the generator's number of this system; command and control has none


@dataclass(frozen=True)
class Line:
    """One telephone line: calls per incident, and how long a caller waits (seconds).

    Every call rings (log-normal: `ring_median`, `ring_spread`); a share `share_queued` of them queues first, for
    `queue_mean` on average (exponential); and whoever has less patience than that (exponential, `patience_mean`) gives up.
    """

    key: str
    name: str
    per_incident: float
    ring_median: float
    ring_spread: float
    share_queued: float
    queue_mean: float
    patience_mean: float


LINES = (
    # Before the planted change 86 to 87 % within ten seconds, 90 to 91 % after it; a mean of seven to eight seconds.
    Line("999", "999 Emergency", 0.72, 3.5, 0.45, 0.168, 22, 450),
    # A recorded menu comes first, so nobody is through at once. One caller in eight gives up.
    Line("101", "101 Non-emergency", 1.20, 25, 0.60, 0.45, 190, 600),
)
UNKNOWN_SERVICE = "Test line"
# How much more or less often a call queues by the hour: handovers at 07:00 and 19:00, and the evening's peak.
QUEUE_HOURS = np.array(
    [
        *(0.80, 0.75, 0.70, 0.70, 0.70, 0.75, 0.90, 1.30, 1.05, 0.90, 0.88, 0.88),
        *(0.90, 0.92, 0.95, 1.05, 1.12, 1.15, 1.15, 1.30, 1.10, 1.00, 0.95, 0.90),
    ]
)
QUEUE_WEEKEND_NIGHT = 1.35
# Faults of the export: the end of a call lost; ended before it began, by clocks that differ; and what must be refused.
SHARE_END_MISSING = 0.004
SHARE_OUT_OF_SEQUENCE = 0.0005
SHARE_BAD_WAIT = 0.0002
SHARE_BAD_SERVICE = 0.0002
BAD_WAIT = "#####"


def write_call_extracts(
    folder: Path,
    *,
    years: int = 4,
    incidents_per_year: int = 250_000,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> list[Path]:
    """Write the telephone extracts into `folder`, made if need be, and return their paths in order of time.

    They cover the same days as the command-and-control extracts of the same arguments, with 0.72 emergency calls and 1.2
    others an incident. `progress` is told the share done after each file. The same arguments give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths, last_rows = [], None
    parts = quarters(years)
    options = csv.WriteOptions(delimiter=";", quoting_style="none", quoting_header="none", batch_size=16_384)
    for number, quarter in enumerate(parts, start=1):
        rows = call_table(quarter, incidents_per_year, seed)
        paths.append(folder / f"telephony-{quarter.year}Q{quarter.number}.csv")
        csv.write_csv(rows if last_rows is None else pa.concat_tables([last_rows, rows]), paths[-1], options)
        last_rows = rows.slice(rows.num_rows - OVERLAP)
        if progress is not None:
            progress(number / len(parts))
    return paths


def call_table(quarter: Quarter, incidents_per_year: int, seed: int) -> pa.Table:
    """The calls of one quarter, in the order they came in, `(n, 5)`, every cell text or null."""
    rng = draws.generator(seed, quarter, _SYSTEM)
    counts = [round(n_rows(quarter, incidents_per_year) * line.per_incident) for line in LINES]
    presented = np.concatenate([call_times(rng, quarter, n) for n in counts])
    line = np.repeat(np.arange(len(LINES)), counts)
    waits = [_waits(rng, kind, presented[line == number]) for number, kind in enumerate(LINES)]
    wait, is_given_up = (np.concatenate(parts) for parts in zip(*waits, strict=True))
    order = np.argsort(presented, kind="stable")
    return _as_text(rng, presented[order], line[order], wait[order], is_given_up[order])


def _waits(rng: np.random.Generator, line: Line, presented: Seconds) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Seconds until each call of a line ended, and whether the caller had given up by then."""
    n = len(presented)
    ring = line.ring_median * np.exp(line.ring_spread * rng.standard_normal(n))
    is_queued = rng.random(n) < line.share_queued * _queueing(line, local(presented))
    wait = ring + is_queued * rng.exponential(line.queue_mean, n)
    patience = rng.exponential(line.patience_mean, n)
    return np.minimum(wait, patience), patience < wait


def _queueing(line: Line, wall: Seconds) -> Numbers:
    """What the hour, the week and the planted change multiply the share that queues by."""
    factor = QUEUE_HOURS[wall // shape.HOUR % 24] * np.where(weekend_night(wall), QUEUE_WEEKEND_NIGHT, 1.0)
    for effect in CALL_EFFECTS:
        first_day = (effect.date_from - date(1970, 1, 1)).days
        if effect.line == line.key:
            factor = np.where(wall // shape.DAY >= first_day, factor * effect.factor, factor)
    return np.asarray(factor)


def _as_text(
    rng: np.random.Generator, presented: Seconds, line: Seconds, wait: Numbers, is_given_up: npt.NDArray[np.bool_]
) -> pa.Table:
    n = len(presented)
    wait = np.where(few(rng, n, SHARE_OUT_OF_SEQUENCE), -1 - wait % 4, wait)
    is_known = ~few(rng, n, SHARE_END_MISSING)
    seconds = pc.cast(pa.array(np.round(wait, 1)), pa.string())
    seconds = pc.if_else(pa.array(few(rng, n, SHARE_BAD_WAIT)), BAD_WAIT, seconds)
    none = pa.scalar(None, pa.string())
    service = np.where(few(rng, n, SHARE_BAD_SERVICE), len(LINES), line)
    utc_days = presented // shape.DAY
    zulu = np.full(n, b"Z", dtype="S1")
    return pa.table(
        {
            "Call Id": text_cells(_call_numbers(local(presented) // shape.DAY)),
            "Service": word_cells([*(kind.name for kind in LINES), UNKNOWN_SERVICE], service),
            "Offered (UTC)": text_cells(beside(day_bytes(utc_days, "%Y-%m-%d"), TIMES[presented % shape.DAY], zulu)),
            "Answered After": pc.if_else(pa.array(is_known & ~is_given_up), seconds, none),
            "Abandoned After": pc.if_else(pa.array(is_known & is_given_up), seconds, none),
        }
    )


def _call_numbers(local_days: Seconds) -> npt.NDArray[np.uint8]:
    """T, the local day and the running number in it, as `T20240301000017`: `(n, 15)` bytes. Days ascend."""
    # By the local day, because files are cut there: by the UTC day two files would share the numbers of a summer evening.
    serial = np.arange(1, len(local_days) + 1) - np.searchsorted(local_days, local_days)
    digits = serial[:, None] // 10 ** np.arange(5, -1, -1) % 10 + ord("0")
    return np.concatenate([beside(day_bytes(local_days, "T%Y%m%d")), digits.astype(np.uint8)], axis=1)
