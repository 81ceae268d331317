"""Where a store keeps its things, and which published file is current."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from perfdash.errors import StoreMissing

DEFAULT = Path(__file__).parents[3] / "data" / "store"


@dataclass(frozen=True)
class Store:
    """A store directory: originals and record are kept for ever, published files are rebuilt at will."""

    path: Path

    @property
    def originals(self) -> Path:
        return self.path / "originals"

    @property
    def record(self) -> Path:
        return self.path / "record"

    @property
    def published(self) -> Path:
        return self.path / "published"

    @property
    def work(self) -> Path:
        return self.path / "work"

    @property
    def log(self) -> Path:
        """What people write: apart from the published files, so that it survives every rebuild."""
        return self.path / "log.sqlite"

    @property
    def pointer(self) -> Path:
        return self.published / "current.json"

    def current(self) -> Path:
        """The published file that readers open.

        Raises:
            StoreMissing: nothing was ever published here.
        """
        try:
            name = json.loads(self.pointer.read_text(encoding="utf-8"))["file"]
        except FileNotFoundError as error:
            raise StoreMissing(
                f"There is no store in {self.path}; run 'perfdash demo' for the demonstration force, "
                "or 'perfdash load incidents FILE --profile NAME'."
            ) from error
        return self.published / str(name)


def find_store(path: str | os.PathLike[str] | None = None) -> Store:
    """The store at the path, else at PERFDASH_STORE, else in data/store."""
    return Store(Path(path or os.environ.get("PERFDASH_STORE") or DEFAULT))


def sync_folder(folder: Path) -> None:
    """Makes renames in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Makes a file's content survive a power cut."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
