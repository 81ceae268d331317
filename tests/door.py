"""The front door as tests use it: the real command line, real profiles and real files."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from perfdash import cli

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Ran:
    """One command that has ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one plain sentence of a refusal: one line, no traceback, exit 1."""
        assert self.code == 1, f"exit {self.code}: {self.out}{self.err}"
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].endswith("."), self.err
        assert "Traceback" not in self.err
        assert "Error" not in self.err
        return lines[0]


def perfdash(*arguments: object) -> Ran:
    """Runs the command line in this process, exactly as its console script does."""
    out, err, before = StringIO(), StringIO(), sys.argv
    sys.argv = ["perfdash", *map(str, arguments)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            cli.main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    finally:
        sys.argv = before
    return Ran(code, out.getvalue(), err.getvalue())


def command(*arguments: object) -> list[str]:
    """The command line for a process of its own."""
    return [sys.executable, "-c", "from perfdash.cli import main; main()", *map(str, arguments)]


def perfdash_process(*arguments: object, root: Path = ROOT) -> Ran:
    """Runs the command line in a process of its own, with the code and the data under `root`."""
    environment = os.environ | {"PYTHONPATH": str(root / "src")}
    ended = subprocess.run(command(*arguments), capture_output=True, text=True, env=environment, check=False)
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """A plain comma-separated file; no cell may need quotes."""
    lines = [",".join(header), *(",".join("" if cell is None else str(cell) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


PLAIN = """
name = "plain"
title = "A plain extract for tests"
force = "{force}"
{top}
[file]
{file}
[times]
{times}
[key]
{key}
[columns]
{columns}
{values}
"""
PLAIN_COLUMNS = 'call_answered_at = "Call"\narrived_at = "Arrived"\nfinal_grade = "Grade"'


def write_profile(
    path: Path,
    *,
    force: str = "staffordshire",
    top: str = "",
    file: str = "",
    times: str = 'formats = ["%Y-%m-%d %H:%M:%S"]',
    key: str = 'incident = ["Ref"]',
    columns: str = PLAIN_COLUMNS,
    values: str = "",
) -> Path:
    """A profile for files with the columns Ref, Call, Arrived and Grade, unless said otherwise."""
    text = PLAIN.format(force=force, top=top, file=file, times=times, key=key, columns=columns, values=values)
    path.write_text(text, encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes, but for the empty lock file and the emptied work folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def published(store: Path) -> dict[str, bytes]:
    """What readers depend on: the pointer, the published files and the Parquet record."""
    return {name: content for name, content in tree(store).items() if not name.startswith("originals")}
