"""Pages run two at a time; whoever comes meanwhile stands in line.

Python does one thing at a time. Many pages at once share it in slices, and what they spend on taking turns grows with
their number; in a line nobody is served later, most are served sooner, and the work is less (docs/decisions.md).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2  # one that waits for the database leaves Python to the other
_PATIENCE = 2.0  # seconds; then a page runs all the same: a long export must not keep everybody waiting
_turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def in_turn(patience: float = _PATIENCE) -> Iterator[None]:
    """Holds one of the places in front; after `patience` seconds in line the block runs without one."""
    has_place = _turns.acquire(timeout=patience)
    try:
        yield
    finally:
        if has_place:
            _turns.release()
