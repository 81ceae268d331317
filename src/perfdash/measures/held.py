"""Which columns of the contract a force's extracts fill, so that a chart can say what it is missing."""

import duckdb


def columns_held(connection: duckdb.DuckDBPyConnection, force: str) -> dict[str, int]:
    """For every column of the contract the number of source rows that fill it; empty for a force that is not held."""
    found = connection.execute("SELECT * EXCLUDE (force) FROM columns_held WHERE force = $force", {"force": force})
    names = [str(column[0]) for column in found.description or []]
    row = found.fetchone()
    return dict(zip(names, map(int, row), strict=True)) if row else {}
