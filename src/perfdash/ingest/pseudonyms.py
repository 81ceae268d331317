"""Replaces the identifiers of people by a keyed hash (HMAC-SHA-256, RFC 2104); the key lives outside the store.

Whoever has the store alone cannot tell who a row is about, nor test a guess. The same key gives the same person the
same hash in every extract, which is how an employment finds its exit interview.
"""

import hmac
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb

from perfdash.errors import KeyProblem
from perfdash.store.places import Store, sync_file

_HEX = 32  # 128 bits of the hash: no two of a force's people will ever share them


def key_path() -> Path:
    """The file of the key: PERFDASH_KEY, else perfdash/key in the user's own settings."""
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Path(os.environ.get("PERFDASH_KEY") or settings / "perfdash" / "key")


def read_key(store: Store) -> bytes:
    """The key, made on first use.

    Raises:
        KeyProblem: its file lies inside the store, or can be neither read nor made, or is too short to be a key.
    """
    path = key_path()
    if path.resolve().is_relative_to(store.path.resolve()):
        raise KeyProblem(f"The key {path} lies inside the store it protects: move it elsewhere and set PERFDASH_KEY.")
    try:
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyProblem(
            f"The key {path} can be neither read nor made; set PERFDASH_KEY to a file that can."
        ) from error
    if len(key) < _HEX:
        raise KeyProblem(f"The key {path} is shorter than {_HEX} characters; put the old one back, or delete it.")
    return key.encode()


def _make(path: Path) -> None:
    # Written beside its place and linked there whole: of two processes that come first, both read the same key.
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_HEX) + "\n")
    sync_file(part)
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()


def any_key() -> bytes:
    """A key for one look at a file, when nothing is kept."""
    return secrets.token_bytes(_HEX)


def fingerprint(key: bytes) -> str:
    """What tells one key from another without giving it away."""
    return hmac.digest(key, b"fingerprint", "sha256").hex()[:16]


def check_same_key(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Refuses a key that is not the one the store's people were hashed with: they would all be counted twice.

    Raises:
        KeyProblem: it is another.
    """
    known = {row[0] for row in connection.execute("SELECT DISTINCT key_fingerprint FROM ledger").fetchall()} - {""}
    if known and fingerprint(key) not in known:
        raise KeyProblem(
            f"The key {key_path()} is not the one this store's people were hashed with: put the old key back, "
            "or load everything again into a new store."
        )


def teach_pseudonym(connection: duckdb.DuckDBPyConnection, key: bytes, force: str) -> None:
    """Gives the connection the function `pseudonym(kind, text)`; `kind` keeps a person's number apart from a record's."""

    def pseudonym(kind: str, text: str) -> str:
        told = "\x1f".join((force, kind, text.strip().upper()))
        return hmac.digest(key, told.encode(), "sha256").hex()[:_HEX]

    function: Callable[[str, str], str] = pseudonym
    connection.create_function("pseudonym", function, ["VARCHAR", "VARCHAR"], "VARCHAR")
