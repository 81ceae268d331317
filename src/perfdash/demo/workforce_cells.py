"""Days, codes and numbers of the workforce as the cells of an export, every one text or blank."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv

from perfdash.demo import shape
from perfdash.demo import workforce_shape as ws
from perfdash.demo.extract import day_bytes, text_cells, word_cells
from perfdash.demo.workforce_people import People

Rows = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]
_FIRST_NUMBER = 1_000  # of the employees


def numbered(letter: str, numbers: Rows, is_valid: Flags | None = None) -> pa.Array:
    """A letter and six digits, as `P012345`."""
    cells = np.char.add(letter, np.char.zfill(numbers.astype("U6"), 6)).astype("S7")
    return text_cells(cells.view(np.uint8).reshape(len(cells), 7), is_valid)


def employees(numbers: Rows, is_valid: Flags | None = None) -> pa.Array:
    """Employee numbers."""
    return numbered("P", numbers + _FIRST_NUMBER, is_valid)


def dates(days: Rows, form: str = "%d/%m/%Y") -> pa.Array:
    """Days since 1970 in a form of strftime; `NEVER` is blank."""
    is_known = days < ws.NEVER
    text = day_bytes(np.where(is_known, days, ws.EXTRACTED).astype(np.int64), form)
    return text_cells(text.view(np.uint8).reshape(len(days), text.dtype.itemsize), is_known)


def codes(words: Sequence[str], rows: Rows) -> pa.Array:
    """Codes as the words they stand for; −1 is blank."""
    return word_cells(list(words), np.maximum(rows, 0), rows >= 0)


def amounts(values: npt.NDArray[Any], is_valid: Flags, digits: int = 0) -> pa.Array:
    """Numbers with so many decimals, blank where not valid."""
    text = [f"{value:.{digits}f}" if valid else None for value, valid in zip(values, is_valid, strict=True)]
    return pa.array(text, pa.string())


def who(people: People) -> dict[str, pa.Array]:
    """What every file says of a person: number, category, grade, department and team."""
    return {
        "Employee No": employees(people["number"]),
        "Category": codes([kind.code for kind in ws.KINDS], people["worker"]),
        "Grade": _grades(people),
        "Department": codes(ws.COMMANDS, people["command"]),
        "Team": codes([lpt.area_code for lpt in shape.LPTS], people["lpt"]),
    }


def _grades(people: People) -> pa.Array:
    """The rank's code; ranks are numbered within each kind of worker."""
    words = [rank.code for kind in ws.KINDS for rank in kind.ranks]
    before = np.cumsum([0, *(len(kind.ranks) for kind in ws.KINDS)])[people["worker"]]
    return codes(words, np.where(people["rank"] >= 0, before + people["rank"], -1))


def same(word: str, n: int) -> pa.Array:
    """One word in every row."""
    return pa.array([word] * n, pa.string())


def write(path: Path, columns: dict[str, pa.Array]) -> Path:
    """Write a file as the exports it imitates: commas, and no quotation marks because no cell needs them."""
    csv.write_csv(pa.table(columns), path, csv.WriteOptions(quoting_style="none", quoting_header="none"))
    return path
