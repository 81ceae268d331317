"""Servers in processes of their own, as the benchmarks need them: started, awaited, watched, stopped."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
EMPTY_PAGE = ROOT / "benchmarks" / "empty_page" / "app.py"
_PATIENCE = 180  # seconds until a server must answer


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    address: str
    pid: int

    def megabytes(self) -> float:
        """The memory it holds now (resident set)."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@contextmanager
def served(python: str, store: Path, settings: Mapping[str, str] | None = None, health: str = "/") -> Iterator[Served]:
    """Runs Python code in a process of its own, with the name `port` set to a free one, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PERFDASH_STORE": str(store)} | dict(settings or {})
    process = subprocess.Popen([sys.executable, "-c", f"port = {port}\n{python}"], cwd=ROOT, env=environment)
    try:
        address = f"http://localhost:{port}"
        _await(process, address + health)
        yield Served(address, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def perfdash_on(store: Path) -> str:
    """The code that serves the product on a store."""
    words = ["perfdash", "serve", "--store", str(store), "--port"]
    return f"import sys; from perfdash.cli import main; sys.argv = {words!r} + [str(port)]; main()"


def empty_page() -> str:
    """The code that serves the empty page, by the product's own server."""
    return f"from pathlib import Path; from perfdash.ui.server import serve; serve(Path({str(EMPTY_PAGE)!r}), port)"


def _await(process: "subprocess.Popen[bytes]", address: str) -> None:
    for _ in range(10 * _PATIENCE):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The server at {address} does not answer.")
