"""What replaces Streamlit's collection after every run: garbage off the reader's time, yet bounded (docs/decisions.md).

Everything that lives as long as the server is put out of the collector's sight once; then a full collection looks at what
sessions made since and takes milliseconds. Python's own collections stay on, rarer; a full one comes when nobody waits.
"""

import asyncio
import gc
import threading

_THRESHOLDS = (10_000, 10, 10)  # Python's own are made for less than what one run of a page allocates
_PYTHONS = gc.get_threshold()
_PAUSE = 10  # seconds between full collections
_BUSY = 6  # how many pauses a full collection may be put off while pages run


def settle() -> None:
    """To be called once, when the server is warm."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def unsettle() -> None:
    """Lets everything be collected again, so that what the server held is put away in order when it stops."""
    gc.set_threshold(*_PYTHONS)
    gc.unfreeze()
    gc.collect()


async def collect_when_idle() -> None:
    """Collects in full, every so often, at a moment when no page runs; for as long as the server does."""
    put_off = 0
    while True:
        await asyncio.sleep(_PAUSE)
        put_off = put_off + 1 if _is_busy() and put_off < _BUSY else 0
        if not put_off:
            gc.collect()


def _is_busy() -> bool:
    return any(thread.name.startswith("ScriptRunner") for thread in threading.enumerate())
