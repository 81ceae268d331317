"""`make screenshots`: builds a demonstration store, serves it and takes the README's pictures into docs/images."""

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
PAGES = {
    "attendance": "attendance?grade=1",
    "present": "attendance?grade=1&present=1&screen=3",
}
PERFDASH = Path(sys.executable).with_name("perfdash")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(address: str, seconds: float = 30) -> None:
    """Returns when the server answers; raises TimeoutError when it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"nothing answers at {address}")


def take(address: str) -> None:
    """One picture a page, 1920 × 1080."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_page(viewport={"width": 1920, "height": 1080})
        for name, path in PAGES.items():
            tab.goto(f"{address}/{path}")
            tab.wait_for_selector(".pd-stamp:visible, .pd-stands:visible")
            tab.wait_for_timeout(1500)
            tab.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


def main() -> None:
    """Store, server, pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="perfdash-pictures-") as store:
        subprocess.run([PERFDASH, "demo", "--store", store], check=True, stdout=subprocess.DEVNULL)
        port = free_port()
        server = subprocess.Popen([PERFDASH, "serve", "--store", store, "--port", str(port)], stdout=subprocess.DEVNULL)
        try:
            wait_until_served(f"http://localhost:{port}")
            take(f"http://localhost:{port}")
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
