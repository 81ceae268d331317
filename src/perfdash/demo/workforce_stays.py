"""Stay interviews from the day they began: who became eligible and why, what came of it, and who held them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from perfdash.demo import workforce_cells as cells
from perfdash.demo import workforce_shape as ws
from perfdash.demo.draws import choose
from perfdash.demo.workforce_effects import EARLY_PEAK, STAY_INTERVIEWS_BEGIN
from perfdash.demo.workforce_people import PERSON, People
from perfdash.demo.workforce_shape import MONTH, NEVER, YEAR, Worker, day_of

Rows = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]

BEGIN = day_of(STAY_INTERVIEWS_BEGIN)
REPLIES = ("Yes", "No", "No reply")
ACCEPTED = 0


@dataclass(frozen=True)
class Trigger:
    """What makes somebody eligible: its code, the share invited, the shares of the replies, and how many arise a year where
    that is not decided by service or pension."""

    code: str
    share_invited: float
    replies: tuple[float, float, float]
    per_year: int = 0


TRIGGERS = (
    Trigger("NEWJOIN", 0.93, (0.66, 0.12, 0.22)),
    Trigger("RETIRE12", 0.95, (0.38, 0.24, 0.38)),
    Trigger("CONSIDERING", 0.97, (0.74, 0.14, 0.12), per_year=55),
    Trigger("MGRREF", 0.90, (0.70, 0.18, 0.12), per_year=30),
    Trigger("SELFREF", 0.99, (0.95, 0.03, 0.02), per_year=22),
)
NEW_JOINER, RETIRING = 0, 1
SHARE_HELD = 0.88  # of those accepted; the others are put off or forgotten
MEAN_ACTIONS, MOST_ACTIONS = 1.6, 5
DAYS_TO_ACT, SHARE_DONE = 120, 0.8

# The pool of interviewers: six trained for the first day, one more every six weeks; two have stopped since.
N_FIRST, N_INTERVIEWERS, WEEKS_BETWEEN = 6, 19, 6
STOPPED = (250, 430)  # days after the beginning


def _eligible(rng: np.random.Generator, posts: People, trigger: int) -> People:
    """The posts of those for whom a trigger arose while they held it; `term` becomes the day."""
    paid = posts[posts["worker"] < Worker.SPECIAL].copy()
    joined = np.maximum(paid["joined"], paid["service"])
    if trigger == NEW_JOINER:
        # Who had served for longer when the scheme began was asked in its first weeks.
        on, is_due = joined + 6 * MONTH, joined + EARLY_PEAK.eased_months[1] * MONTH > BEGIN
    elif trigger == RETIRING:
        on, is_due = paid["pensionable"] - YEAR, paid["pensionable"] > BEGIN
    else:
        on = rng.integers(BEGIN, ws.EXTRACTED, len(paid)).astype(np.float64)
        is_due = rng.random(len(paid)) < _chance(paid, TRIGGERS[trigger].per_year)
    on = np.maximum(np.rint(on), BEGIN)
    is_due &= (paid["started"] <= on) & (on <= np.minimum(paid["ended"], ws.EXTRACTED))
    paid["term"][is_due] = on[is_due]
    return _once(paid[is_due])


def _chance(posts: People, per_year: int) -> float:
    """The chance a post, so that about that many arise a year: a day drawn at random must fall into the post as well."""
    days = np.minimum(posts["ended"], ws.EXTRACTED) - np.maximum(posts["started"], BEGIN)
    return per_year / YEAR * (ws.EXTRACTED - BEGIN) ** 2 / float(np.clip(days, 0, None).sum())


def _once(posts: People) -> People:
    """One post a person, the longest hours first."""
    posts = posts[np.lexsort((-posts["fte"], posts["number"]))]
    return posts[np.unique(posts["number"], return_index=True)[1]]


def interviewers(rng: np.random.Generator, posts: People) -> People:
    """The pool: sergeants, inspectors and staff in post throughout; `started` and `ended` become their days in the pool."""
    may = (posts["ended"] == NEVER) & (posts["started"] < BEGIN - YEAR) & (posts["fte"] == 1)
    police = posts[may & (posts["worker"] == Worker.OFFICER) & np.isin(posts["rank"], (1, 2))]
    staff = posts[may & (posts["worker"] == Worker.STAFF) & (posts["rank"] >= 2)]
    n_police = N_INTERVIEWERS // 2
    pool = np.concatenate(
        [rng.choice(police, n_police, replace=False), rng.choice(staff, N_INTERVIEWERS - n_police, replace=False)]
    )
    pool = rng.permutation(pool)
    later = np.maximum(np.arange(N_INTERVIEWERS) - N_FIRST + 1, 0)
    pool["started"], pool["ended"] = BEGIN + 7 * WEEKS_BETWEEN * later, NEVER
    pool["ended"][: len(STOPPED)] = BEGIN + np.array(STOPPED)
    return np.asarray(pool, dtype=PERSON)


def interviewer_columns(pool: People) -> dict[str, pa.Array]:
    """The list of interviewers."""
    return {
        "Entry": cells.numbered("I", np.arange(1, len(pool) + 1)),
        "Employee No": cells.employees(pool["number"]),
        "Category": cells.who(pool)["Category"],
        "Trained": cells.dates(pool["started"]),
        "Stood Down": cells.dates(pool["ended"]),
        "Run Date": cells.dates(np.full(len(pool), ws.EXTRACTED)),
    }


def stay_columns(rng: np.random.Generator, posts: People, pool: People) -> dict[str, pa.Array]:
    """The stay interviews file: one row a person made eligible, by the day of it."""
    parts = [_eligible(rng, posts, trigger) for trigger in range(len(TRIGGERS))]
    trigger = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    people = np.concatenate(parts)
    order = np.lexsort((people["number"], people["term"]))
    people, trigger = people[order], trigger[order]
    invited, reply, held = _course(rng, people, trigger, _last_days(people, posts))
    return {
        "Record": cells.numbered("S", np.arange(1, len(people) + 1)),
        **cells.who(people),
        "Trigger": cells.codes([kind.code for kind in TRIGGERS], trigger),
        "Due From": cells.dates(people["term"]),
        "Invited": cells.dates(invited),
        "Reply": cells.codes(REPLIES, reply),
        "Held": cells.dates(held),
        **_outcome(rng, people, held, pool),
        "Run Date": cells.dates(np.full(len(people), ws.EXTRACTED)),
    }


def _course(rng: np.random.Generator, people: People, trigger: Rows, last: Rows) -> tuple[Rows, Rows, Rows]:
    """The day of the invitation, the reply and the day of the interview, each as far as it was known and still in the force."""
    n, until = len(people), np.minimum(last, ws.EXTRACTED)
    invited = people["term"] + rng.integers(2, 25, n)
    is_invited = (rng.random(n) < np.array([kind.share_invited for kind in TRIGGERS])[trigger]) & (invited <= until)
    reply = choose(rng, np.array([kind.replies for kind in TRIGGERS]), trigger)
    is_known = is_invited & (invited + 10 <= ws.EXTRACTED)
    held = invited + rng.integers(5, 45, n)
    is_held = is_known & (reply == ACCEPTED) & (rng.random(n) < SHARE_HELD) & (held <= until)
    return np.where(is_invited, invited, NEVER), np.where(is_known, reply, -1), np.where(is_held, held, NEVER)


def _last_days(people: People, posts: People) -> Rows:
    """The last day of each person's present stay in the force, whatever posts they hold in it."""
    stays, row = np.unique(_stay(posts), return_inverse=True)
    last = np.zeros(len(stays), dtype=np.int64)
    np.maximum.at(last, row, posts["ended"])
    return np.asarray(last[np.searchsorted(stays, _stay(people))])


def _stay(people: People) -> Rows:
    """A number of its own for each person and day of joining."""
    return np.asarray(people["number"].astype(np.int64) * 1_000_000 + people["joined"])


def _outcome(rng: np.random.Generator, people: People, held: Rows, pool: People) -> dict[str, pa.Array]:
    """Who held each interview, and the actions agreed and done."""
    n, is_held = len(people), held < NEVER
    may = (pool["started"] <= held[:, None]) & (held[:, None] <= pool["ended"])
    may &= pool["number"] != people["number"][:, None]
    by = pool["number"][(may * rng.random((n, len(pool)))).argmax(axis=1)]
    agreed = np.minimum(rng.poisson(MEAN_ACTIONS, n), MOST_ACTIONS)
    passed = np.where(is_held, ws.EXTRACTED - held, 0)
    done = rng.binomial(agreed, np.clip(passed / DAYS_TO_ACT, 0, 1) * SHARE_DONE)
    return {
        "Interviewer": cells.employees(by, is_held),
        "Actions": cells.amounts(agreed, is_held),
        "Actions Done": cells.amounts(done, is_held),
    }
