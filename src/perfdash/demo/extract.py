"""Instants and codes as a supplier's text: one Arrow table a file, every cell text or blank."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from perfdash.demo import shape
from perfdash.demo.calls import Calls
from perfdash.demo.clocks import BLANK, local
from perfdash.demo.draws import whole
from perfdash.demo.faults import RESULTS, SHARE_RURALITY_BLANK
from perfdash.demo.timings import Instants

Seconds = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

INSTANT_HEADINGS = (
    "Call Answered",
    "Created",
    "Ready For Despatch",
    "First Despatched",
    "First En Route",
    "First On Scene",
    "Stood Down",
    "Closed",
)
# The door must have something to refuse: one row in 5,000 of each kind.
SHARE_BAD_DATE = 0.0002
SHARE_BAD_AREA = 0.0002
UNKNOWN_AREA = "STAFF-XXX"

# Text is put together from tables of ready-made bytes: formatting nine million instants one by one takes a
# minute.
TIMES = np.array([f" {s // 3_600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(shape.DAY)], dtype="S9")
_SERIALS = np.array([f"-{number:05}" for number in range(100_000)], dtype="S6")


def to_table(rng: np.random.Generator, calls: Calls, recorded: Instants, result: npt.NDArray[np.int8]) -> pa.Table:
    """The rows of one file, `(n, 18)`, as text; blank cells are null."""
    n = len(calls)
    numbers = incident_numbers(calls.local_days)
    areas = np.where(few(rng, n, SHARE_BAD_AREA), len(shape.LPTS), calls.lpt)
    is_known = rng.random(n) >= SHARE_RURALITY_BLANK
    instants = [instant_bytes(local(instant)) for instant in recorded.in_order()]
    _spoil(instants[1], few(rng, n, SHARE_BAD_DATE))
    columns = {"Incident No": text_cells(numbers)}
    for heading, text, instant in zip(INSTANT_HEADINGS, instants, recorded.in_order(), strict=True):
        columns[heading] = text_cells(text, instant != BLANK)
    columns |= {
        "Initial Grade": word_cells(shape.GRADES, calls.initial_grade),
        "Grade At Despatch": word_cells(shape.GRADES, calls.despatch_grade),
        "Final Grade": word_cells(shape.GRADES, calls.final_grade),
        "Area": word_cells([*(lpt.area_code for lpt in shape.LPTS), UNKNOWN_AREA], areas),
        "Urban Rural": word_cells(("U", "R"), calls.is_rural, is_known),
        "Source": word_cells(shape.SOURCES, calls.source),
        "DA Flag": word_cells(("N", "Y"), calls.is_domestic),
        "Result Code": word_cells(RESULTS, result),
        "Linked To": text_cells(numbers[calls.parent], calls.is_repeat),
    }
    return pa.table(columns)


def incident_numbers(local_days: Seconds) -> Bytes:
    """The day and the running number in it, as `20240301-00017`: `(n, 14)` bytes. Days ascend."""
    first_of_day = np.searchsorted(local_days, local_days)
    serial = np.arange(1, len(local_days) + 1) - first_of_day
    return beside(day_bytes(local_days, "%Y%m%d"), _SERIALS[serial])


def instant_bytes(wall: Seconds) -> Bytes:
    """Wall-clock seconds as `dd/mm/yyyy HH:MM:SS`: `(n, 19)` bytes. A `BLANK` becomes any text at all."""
    wall = np.where(wall == BLANK, wall.max(initial=0), wall)
    return beside(day_bytes(wall // shape.DAY, "%d/%m/%Y"), TIMES[wall % shape.DAY])


def day_bytes(days: Seconds, form: str) -> npt.NDArray[np.bytes_]:
    """Days since 1970 in a form of strftime, `(n,)` bytes."""
    first = int(days.min(initial=0 if not len(days) else int(days[0])))
    epoch = date(1970, 1, 1).toordinal()
    table = [date.fromordinal(epoch + first + day).strftime(form) for day in range(int(np.ptp(days)) + 1)]
    return np.array(table, dtype="S")[days - first]


def beside(*parts: npt.NDArray[np.bytes_]) -> Bytes:
    """Texts of fixed width side by side, `(n, width)` bytes."""
    as_bytes = [part.view(np.uint8).reshape(len(part), part.dtype.itemsize) for part in parts]
    return np.concatenate(as_bytes, axis=1)


def text_cells(cells: Bytes, is_valid: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """Bytes of one width as Arrow text, null where not valid."""
    n, width = cells.shape
    offsets = np.arange(0, (n + 1) * width, width, dtype=np.int32)
    bits = None if is_valid is None else pa.py_buffer(np.packbits(is_valid, bitorder="little").tobytes())
    return pa.StringArray.from_buffers(n, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(cells)), bits)


def word_cells(
    words: tuple[str, ...] | list[str],
    codes: npt.NDArray[np.integer] | npt.NDArray[np.bool_],
    is_valid: npt.NDArray[np.bool_] | None = None,
) -> pa.Array:
    """Codes as the words they stand for, null where not valid."""
    indices = pa.array(codes.astype(np.int32), mask=None if is_valid is None else ~is_valid)
    return pa.array(list(words)).take(indices)


def few(rng: np.random.Generator, n: int, share: float) -> npt.NDArray[np.bool_]:
    """True for that share of the rows, chosen at random, `(n,)`."""
    hit = np.zeros(n, dtype=np.bool_)
    hit[rng.choice(n, size=whole(rng, n * share), replace=False)] = True
    return hit


def _spoil(cells: Bytes, hit: npt.NDArray[np.bool_]) -> None:
    """Some dates become the 31st of February, as hand-made exports have it."""
    cells[hit, :5] = np.frombuffer(b"31/02", dtype=np.uint8)
