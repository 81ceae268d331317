"""Makes the published store: from the current one and new loads, or afresh from the Parquet record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from perfdash.errors import StoreMissing
from perfdash.store.changed_figures import carry_over
from perfdash.store.land import LoadRecord, land, read_record, records
from perfdash.store.marts import build_marts
from perfdash.store.places import Store
from perfdash.store.publish import newest_first, next_version, writing
from perfdash.store.read import reading


@contextmanager
def preparing(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """The next version, with every kept load in it, ready for one more; publishes when the block ends well."""
    with next_version(store) as connection:
        catch_up(store, connection)
        yield connection
        build_marts(connection)


def unpublished(store: Store) -> bool:
    """Whether a kept load is missing from the published store, because its process died in between."""
    try:
        with reading(store) as connection:
            known = _known(connection)
    except StoreMissing:
        return bool(records(store))
    return any(read_record(folder).load_id not in known for folder in records(store))


def _known(connection: duckdb.DuckDBPyConnection) -> set[int]:
    return {int(row[0]) for row in connection.execute("SELECT load_id FROM ledger").fetchall()}


def catch_up(store: Store, connection: duckdb.DuckDBPyConnection) -> list[LoadRecord]:
    """Lands the kept loads that the ledger does not have: those whose process died before they were published."""
    known = _known(connection)
    return [land(connection, folder) for folder in records(store) if read_record(folder).load_id not in known]


def rebuild(store: Store, progress: Callable[[float], None] = lambda share: None) -> None:
    """Builds the store afresh from the Parquet record and today's reference data, and publishes it.

    Raises:
        StoreMissing: nothing was ever loaded.
        PerfdashError: the build failed; the last published store is untouched.
    """
    with writing(store):
        folders = records(store)
        if not folders:
            raise StoreMissing(f"Nothing was ever loaded into {store.path}; run 'perfdash load' or 'perfdash demo'.")
        with next_version(store, afresh=True) as connection:
            _carry_over(store, connection)
            for number, folder in enumerate(folders, 1):
                land(connection, folder)
                progress(number / (len(folders) + 1))
            build_marts(connection)
            progress(1.0)


def _carry_over(store: Store, connection: duckdb.DuckDBPyConnection) -> None:
    # From the newest version that can be read: a build afresh is what mends a damaged one.
    for published in newest_first(store):
        try:
            carry_over(connection, published)
            return
        except duckdb.IOException:
            continue
