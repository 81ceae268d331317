"""A meeting, a screen and what was seen on it, for the tests of this folder; and processes that write at once."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from door import ROOT
from perfdash.meeting.meetings import Kind, Meeting, create
from perfdash.meeting.screens import Number, Screen
from perfdash.meeting.shown import Shown, shown

FORCE = "staffordshire"
TODAY = datetime.now(UTC).astimezone().date()
TOMORROW, YESTERDAY = TODAY + timedelta(1), TODAY - timedelta(1)
BUILD = "2026-12-02.4"


def public_meeting(path: Path, on: date = date(2026, 12, 3), force: str = FORCE) -> Meeting:
    return create(path, force, on, Kind.PUBLIC, "", "commissioner")


def screen(key: str = "attendance_by_month", grade: str = "1", **more: object) -> Screen:
    said = {
        "title": "85.9 % of grade 1 incidents were attended within standard in October 2026: no clear change; will miss",
        "formal": "Share within standard",
        "source": "Demonstration extracts",
        "link": f"attendance?grade={grade}&to=2026-10",
        "numbers": (Number("Grade 1", "85.9", "%"),),
    }
    return Screen(key, **(said | more))  # type: ignore[arg-type]


def seen(meeting: Meeting, *measures: str) -> Shown:
    return shown(meeting, screen(), BUILD, measures or ("attendance_within_standard",))


# The libraries are loaded once, then ten processes part at the same moment: so they meet, and it takes seconds.
_FORK = """
children = []
for number in range({n}):
    child = os.fork()
    if not child:
        try:
            run(str(number))
            sys.stdout.flush()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    children.append(child)
sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""


def at_once(script: str, n: int, *arguments: object) -> list[str]:
    """The lines that `n` processes printed that ran the script's `run(who)` at once, told apart by `who`."""
    started = process("import os, sys, traceback\n" + script + _FORK.format(n=n), *arguments)
    said = started.communicate()[0].splitlines()
    assert started.returncode == 0
    return said


def process(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A process that runs a script, with these tests' helpers at hand."""
    folders = (ROOT / "src", ROOT / "tests", Path(__file__).parent)
    # Buffered, so that a line is written whole however many write at once.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, folders)), "PYTHONUNBUFFERED": ""}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
