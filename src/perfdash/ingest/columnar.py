"""Parquet: every column cast to text by DuckDB, in the file's own order."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from perfdash.errors import BadExtract
from perfdash.ingest.extract import Extract, new_file
from perfdash.ingest.headers import check_header

_WHOLE = 1e15  # floats beyond this are no longer exact integers


def open_parquet(name: str, path: Path, work: Path) -> Extract:
    """Opens a Parquet file as text in the work directory.

    Raises:
        BadExtract: the file is damaged, has no rows, or names a column twice or not at all.
    """
    try:
        described = pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(name) from error
    header = tuple(described.schema.to_arrow_schema().names)
    if not header or not described.num_rows:
        raise BadExtract(f"{name} has no rows: ask for it again.")
    check_header(name, [header], 1, "schema row")
    text = new_file(work, ".csv")
    try:
        _write(path, text)
    except (duckdb.Error, UnicodeError) as error:
        raise _damaged(name) from error
    return Extract(name, text, ",", tuple(column.strip() for column in header), 1, 1, is_typed=True)


def _write(path: Path, text: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        rows = connection.from_parquet(str(path))
        cells = [_as_text(column, str(kind)) for column, kind in zip(rows.columns, rows.types, strict=True)]
        rows.project(", ".join(cells)).write_csv(str(text), header=True, sep=",")


def _as_text(column: str, kind: str) -> str:
    cell = '"' + column.replace('"', '""') + '"'
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"{cell} = trunc({cell}) AND abs({cell}) < {_WHOLE}"
        number = f"CASE WHEN {whole} THEN {cell}::BIGINT::VARCHAR ELSE {cell}::VARCHAR END"
        return f"CASE WHEN NOT isnan({cell}) THEN {number} END"
    if kind.startswith("DECIMAL"):
        return f"regexp_replace({cell}::VARCHAR, '\\.0+$', '')"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"{cell}::VARCHAR || ':00'"
    return f"{cell}::VARCHAR"


def _damaged(name: str) -> BadExtract:
    return BadExtract(f"{name} cannot be read as Parquet: it is damaged or cut short, so ask for it again.")
