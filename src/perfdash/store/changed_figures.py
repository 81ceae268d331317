"""The list of high-stress roles inside the store, and which past figures moved when it changed ("changed figures").

The list that the last build used stays in the store. Where today's is another, the same records are counted by both, so
that what has moved moved because of the list and of nothing else.
"""

from pathlib import Path

import duckdb

from perfdash.contract.kinds import ABSENCES, CONTACTS, EMPLOYMENTS, EXPOSURES, REFERRALS
from perfdash.reference import wellbeing as reference

# What a build afresh takes over from the published store before it.
KEPT = ("high_stress_rows", "high_stress_list", "changed_figures")
_ROWS = "(force VARCHAR, role VARCHAR, role_group VARCHAR, from_on DATE, to_on DATE)"
_CHANGED = (
    "(force VARCHAR, measure VARCHAR, period DATE, n_before BIGINT, n_after BIGINT, why VARCHAR, "
    "digest_before VARCHAR, digest_after VARCHAR, changed_on DATE)"
)
_COUNTED = {
    "screening_offered": (
        "SELECT counted.force, counted.month, count(*) AS n FROM staged_contacts AS counted "
        "JOIN {rows} AS listing ON listing.force = counted.force AND listing.role = counted.role_key "
        "AND counted.due_on BETWEEN listing.from_on AND listing.to_on WHERE counted.programme = 'annual screening' "
        "AND counted.organisation = 'police' AND counted.due_on <= counted.data_to AND counted.month IS NOT NULL GROUP BY ALL"
    ),
    "reached_beyond_screening": (
        "SELECT days.force, days.month, count(DISTINCT counted.person) AS n FROM role_days AS days "
        "JOIN role_posts AS counted ON counted.force = days.force AND counted.started_on <= days.day "
        "AND counted.held_before > days.day JOIN {rows} AS listing ON listing.force = counted.force "
        "AND listing.role = counted.role_key AND days.day BETWEEN listing.from_on AND listing.to_on GROUP BY ALL"
    ),
}


def carry_over(connection: duckdb.DuckDBPyConnection, published: Path) -> None:
    """Copies what must outlive a build afresh from the published store; nothing of a store that has none of it."""
    path = str(published).replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS published (READ_ONLY)")
    held = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'published'").fetchall()
    for name in KEPT:
        if (name,) in held:
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM published.{name}")
    connection.execute("DETACH published")


def build_high_stress_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Writes today's list of every force held as `high_stress_rows`; the last build's stays as `previous_roles`."""
    connection.execute(f"CREATE TABLE IF NOT EXISTS high_stress_rows {_ROWS}")
    connection.execute("CREATE OR REPLACE TEMP TABLE previous_roles AS FROM high_stress_rows")
    connection.execute(f"CREATE OR REPLACE TABLE high_stress_rows {_ROWS}")
    held = " UNION ".join(
        f"SELECT force FROM {kind.table}" for kind in (EMPLOYMENTS, CONTACTS, EXPOSURES, REFERRALS, ABSENCES)
    )
    forces = connection.execute(held).fetchall()
    rows = [
        [force, row.role, row.role_group, row.from_on, row.to_on]
        for (force,) in forces
        for row in reference.listed_roles(str(force))
    ]
    if rows:
        connection.executemany("INSERT INTO high_stress_rows VALUES (?, ?, ?, ?, ?)", rows)


def build_changed_figures(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds to `changed_figures` every month that the change of the list moved, and notes which list this build used."""
    connection.execute("CREATE TABLE IF NOT EXISTS high_stress_list (digest VARCHAR, used_on DATE)")
    connection.execute(f"CREATE TABLE IF NOT EXISTS changed_figures {_CHANGED}")
    before, after = used_digest(connection), reference.list_digest()
    if before == after:
        return
    if before:
        for force, why in _moved(connection).items():
            _compare(connection, {"force": force, "why": why, "before": before, "after": after})
    connection.execute(
        "CREATE OR REPLACE TABLE high_stress_list AS SELECT ?::VARCHAR AS digest, current_date AS used_on", [after]
    )


def used_digest(connection: duckdb.DuckDBPyConnection) -> str:
    """The digest of the list that the store was built with; empty where no build has noted one."""
    row = connection.execute("SELECT digest FROM high_stress_list").fetchone()
    return str(row[0]) if row else ""


def _moved(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What is another in each force's list, in words; of forces that were held before."""
    columns = "force, role, role_group, from_on, to_on"
    words = f"SELECT {columns} FROM {{0}} EXCEPT SELECT {columns} FROM {{1}} ORDER BY ALL"
    found: dict[str, list[str]] = {}
    for what, tables in (
        ("added", ("high_stress_rows", "previous_roles")),
        ("taken off", ("previous_roles", "high_stress_rows")),
    ):
        rows = connection.execute(words.format(*tables)).fetchall()
        for force, role, group, from_on, to_on in rows:
            until = "" if to_on.year == 9999 else f" until {to_on}"
            found.setdefault(str(force), []).append(f"{what}: {role} ({group}) from {from_on}{until}")
    known = {str(row[0]) for row in connection.execute("SELECT DISTINCT force FROM previous_roles").fetchall()}
    return {
        force: "The list of high-stress roles changed; " + "; ".join(parts)
        for force, parts in found.items()
        if force in known
    }


def _compare(connection: duckdb.DuckDBPyConnection, change: dict[str, str]) -> None:
    for key, sql in _COUNTED.items():
        old, new = (sql.format(rows=rows) for rows in ("previous_roles", "high_stress_rows"))
        connection.execute(
            "INSERT INTO changed_figures SELECT $force, $measure, month, coalesce(older.n, 0), coalesce(newer.n, 0), $why, "
            f"$before, $after, current_date FROM ({old}) AS older FULL JOIN ({new}) AS newer USING (force, month) "
            "WHERE force = $force AND coalesce(older.n, 0) <> coalesce(newer.n, 0) ORDER BY month",
            change | {"measure": key},
        )
