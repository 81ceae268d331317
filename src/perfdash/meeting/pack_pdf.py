"""A pack as a PDF: its HTML file, printed by the Chromium of this machine; no other program draws the same charts."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from perfdash.errors import NoBrowser
from perfdash.meeting.pack_html import pack_html
from perfdash.meeting.pack_words import Pack

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
_PATIENCE = 120  # seconds
# Nothing of the reader's own browser is touched, no address is looked up, and nothing stands at the edge of the paper.
_FLAGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
    "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", "--virtual-time-budget=30000",
    "--window-size=1100,800",
)  # fmt: skip


def find_browser() -> str:
    """Where Chromium is.

    Raises:
        NoBrowser: there is none.
    """
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowser(
            "A PDF is printed by Chromium, and none was found; install it (apt-get install chromium), or take --format html "
            "and print that from any browser."
        )
    return found


def pack_pdf(pack: Pack) -> bytes:
    """The content of a PDF: A4 across, a screen a page.

    Raises:
        NoBrowser: there is no Chromium, or it did not print.
    """
    browser = find_browser()
    with TemporaryDirectory(prefix="perfdash-pack-") as folder:
        page, printed = Path(folder, "pack.html"), Path(folder, "pack.pdf")
        page.write_text(pack_html(pack), encoding="utf-8")
        _print(browser, page, printed, Path(folder, "profile"))
        return printed.read_bytes()


def _print(browser: str, page: Path, printed: Path, profile: Path) -> None:
    # A container's only user is often root, for whom Chromium has no sandbox; it opens nothing but our own file.
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [
        browser,
        *_FLAGS,
        *alone,
        f"--user-data-dir={profile}",
        f"--print-to-pdf={printed}",
        f"{page.as_uri()}#paper",
    ]
    with suppress(OSError, subprocess.TimeoutExpired):  # what was printed by then, or nothing, decides
        subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    if not printed.is_file():
        raise NoBrowser(
            f"{browser} is here but did not print the pack; try --format html and print that from a browser."
        )
