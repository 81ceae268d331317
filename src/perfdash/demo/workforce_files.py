"""The workforce's files, in the manner of a personnel system: posts held, exit interviews, stay interviews, interviewers.

Dates have their day first. An employee is a plain number, which the door replaces by a keyed hash; there is no column for
a name, a date of birth, an address or anything in a person's own words.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from perfdash.demo import workforce_cells as cells
from perfdash.demo import workforce_shape as ws
from perfdash.demo.extract import word_cells
from perfdash.demo.workforce import generator, posts_held
from perfdash.demo.workforce_exits import exit_columns
from perfdash.demo.workforce_leaving import CODES
from perfdash.demo.workforce_people import People
from perfdash.demo.workforce_stays import interviewer_columns, interviewers, stay_columns

# The profile that reads each file, and what the file is called.
FILES = {
    "demo_employments": "personnel-posts.csv",
    "demo_exit_interviews": "exit-interviews.csv",
    "demo_stay_interviews": "stay-interviews.csv",
    "demo_interviewers": "stay-interviewers.csv",
}


def write_workforce_extracts(
    folder: Path, *, seed: int = 1, progress: Callable[[float], None] | None = None
) -> dict[str, Path]:
    """Write the four extracts into `folder`, made if need be, and return their paths by the profile that reads them.

    They cover ten years to the day of the other extracts, whatever the number of years of those. `progress` is told the
    share done. The same seed gives the same bytes with the pinned libraries.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = progress or (lambda share: None)
    posts = posts_held(seed)
    told(0.9)
    pool = interviewers(generator(seed, 1), posts)
    tables = (
        post_columns(posts),
        exit_columns(generator(seed, 2), posts),
        stay_columns(generator(seed, 3), posts, pool),
        interviewer_columns(pool),
    )
    paths = {
        profile: cells.write(folder / name, columns)
        for (profile, name), columns in zip(FILES.items(), tables, strict=True)
    }
    told(1.0)
    return paths


def post_columns(posts: People) -> dict[str, pa.Array]:
    """The posts file: one row a post held."""
    n = len(posts)
    return {
        "Assignment No": cells.numbered("A", np.arange(1, n + 1)),
        **cells.who(posts),
        "Job Role": _job_roles(posts),
        "FTE": cells.amounts(posts["fte"], ~np.isnan(posts["fte"]), digits=2),
        "Start": cells.dates(posts["started"]),
        "End": cells.dates(posts["ended"]),
        "Joined As": cells.codes(ws.JOINERS, posts["joiner"]),
        "Leaving Reason": cells.codes(CODES, posts["leaver"]),
        "Service Date": cells.dates(posts["service"]),
        "Pension Date": cells.dates(posts["pensionable"]),
        "Supervisor": word_cells(("N", "Y"), _supervises(posts)),
        "Run Date": cells.dates(np.full(n, ws.EXTRACTED)),
    }


def _job_roles(posts: People) -> pa.Array:
    """The role; volunteers have none."""
    return cells.codes(ws.ROLES, np.where(posts["worker"] == ws.Worker.VOLUNTEER, -1, posts["role"]))


def _supervises(posts: People) -> cells.Flags:
    """Whether the rank or grade has people to supervise; −1, no rank, has none."""
    most = max(len(kind.ranks) for kind in ws.KINDS) + 1
    table = np.zeros((len(ws.KINDS), most), dtype=np.bool_)
    for row, kind in zip(table, ws.KINDS, strict=True):
        row[: len(kind.ranks)] = [rank.supervises for rank in kind.ranks]
    return np.asarray(table[posts["worker"], posts["rank"]])
