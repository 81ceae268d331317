"""The files: command-and-control extracts of the demonstration force, one a calendar quarter."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from perfdash.demo import draws, extract, faults, shape
from perfdash.demo.calls import draw_calls
from perfdash.demo.clocks import DAYS_PER_YEAR, Quarter, quarters
from perfdash.demo.timings import draw_instants

# Each export begins with the last rows of the one before: suppliers cut by the minute, and the minutes
# overlap.
OVERLAP = 3
MOST_PER_YEAR = 20_000_000


def write_extracts(
    folder: Path,
    *,
    years: int = 4,
    incidents_per_year: int = 250_000,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> list[Path]:
    """Write the extracts into `folder`, made if need be, and return their paths in order of time.

    They cover 1 November `years` before 2026 to 17 November 2026, with `incidents_per_year` rows per 365.25
    days, repeat calls included. `progress` is told the share done, 0–1, after each file. The same arguments
    give the same bytes with the pinned libraries; only one quarter is in memory at a time.

    Raises:
        ValueError: `years` is not 1–20, or `incidents_per_year` is not 1,000–20,000,000.
    """
    if not 1 <= years <= 20 or not 1_000 <= incidents_per_year <= MOST_PER_YEAR:
        raise ValueError(f"The demonstration covers 1–20 years of 1,000–{MOST_PER_YEAR:,} incidents.")
    folder.mkdir(parents=True, exist_ok=True)
    paths, last_rows = [], None
    parts = quarters(years)
    for number, quarter in enumerate(parts, start=1):
        rows = quarter_table(quarter, incidents_per_year, seed)
        paths.append(folder / quarter.file_name)
        _write(paths[-1], rows if last_rows is None else pa.concat_tables([last_rows, rows]))
        last_rows = rows.slice(rows.num_rows - OVERLAP)
        if progress is not None:
            progress(number / len(parts))
    return paths


def quarter_table(quarter: Quarter, incidents_per_year: int, seed: int) -> pa.Table:
    """The rows of one quarter, in the order the calls came in, every cell text or null."""
    rng = draws.generator(seed, quarter)
    calls = draw_calls(rng, quarter, n_rows(quarter, incidents_per_year))
    instants = draw_instants(rng, calls)
    fate = faults.draw_fates(rng, calls)
    recorded = faults.record(rng, calls, instants, fate)
    return extract.to_table(rng, calls, recorded, faults.results(rng, recorded, fate))


def n_rows(quarter: Quarter, incidents_per_year: int) -> int:
    """How many rows the quarter has: its days weighted by month, so that whole years add up."""
    months = np.array([(quarter.first_day + timedelta(day)).month for day in range(quarter.n_days)])
    return round(incidents_per_year / DAYS_PER_YEAR * float(shape.MONTH_WEIGHTS[months - 1].sum()))


def _write(path: Path, rows: pa.Table) -> None:
    # No cell holds a comma or a quotation mark, so none is quoted, as in the exports this imitates.
    options = csv.WriteOptions(quoting_style="none", quoting_header="none", batch_size=16_384)
    csv.write_csv(rows, path, options)
