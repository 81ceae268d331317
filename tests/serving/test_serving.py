"""The server as browsers and people meet it: what it sends, whom it answers, how it starts, fails and stops."""

import asyncio
import gc
import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from benchmarks.servers import Served, perfdash_on, served
from benchmarks.soak import soak
from benchmarks.visitor import Visitor
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from door import ROOT, command, perfdash_process
from perfdash.ui import garbage
from perfdash.ui.server import listening

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@dataclass(frozen=True)
class Got:
    """An answer as it came, nothing unpacked."""

    status: int
    headers: Message
    body: bytes


def get(server: Served, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Got:
    place = urlsplit(server.address)
    connection = HTTPConnection("127.0.0.1", place.port or 80, timeout=30)
    connection.request(method, path, headers=headers or {"Accept-Encoding": "identity"})
    answer = connection.getresponse()
    got = Got(answer.status, answer.headers, answer.read())
    connection.close()
    return got


@pytest.fixture(scope="module")
def script(server: Served) -> str:
    """The path of the largest script, the charts'."""
    import streamlit

    folder = Path(streamlit.__file__).parent / "static"
    largest = max(folder.rglob("*.js"), key=lambda path: path.stat().st_size)
    return f"/{largest.relative_to(folder).as_posix()}"


# Compressed files ----------------------------------------------------------------------------------------------------


def test_a_script_is_sent_compressed_and_is_the_same_script(server: Served, script: str) -> None:
    plain, small = get(server, script), get(server, script, GZIP)
    assert small.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Content-Encoding"] is None
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 3
    assert small.headers["Content-Length"] == str(len(small.body))
    assert "javascript" in small.headers["Content-Type"]


def test_both_forms_are_told_apart_by_caches(server: Served, script: str) -> None:
    plain, small = get(server, script), get(server, script, GZIP)
    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != small.headers["ETag"]
    assert "immutable" in small.headers["Cache-Control"]


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br", "gzip;q=x", ""])
def test_who_does_not_take_gzip_gets_the_plain_file(server: Served, script: str, accepted: str) -> None:
    assert get(server, script, {"Accept-Encoding": accepted}).headers["Content-Encoding"] is None


@pytest.mark.parametrize("accepted", ["gzip", "*", "deflate, GZIP;q=0.5", "br;q=1.0, gzip;q=0.8, *;q=0.1"])
def test_who_takes_gzip_gets_it(server: Served, script: str, accepted: str) -> None:
    assert get(server, script, {"Accept-Encoding": accepted}).headers["Content-Encoding"] == "gzip"


def test_a_known_file_is_not_sent_again(server: Served, script: str) -> None:
    tag = get(server, script, GZIP).headers["ETag"]
    for asked in (tag, f'"other", {tag}', f"W/{tag}"):
        again = get(server, script, GZIP | {"If-None-Match": asked})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag


def test_a_part_of_a_file_and_its_head_are_as_they_should_be(server: Served, script: str) -> None:
    part = get(server, script, GZIP | {"Range": "bytes=0-99"})
    assert (part.status, len(part.body), part.headers["Content-Encoding"]) == (206, 100, None)
    head, whole = get(server, script, GZIP, "HEAD"), get(server, script, GZIP)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))


def test_the_page_itself_is_asked_for_again_each_time(server: Served) -> None:
    page = get(server, "/", GZIP)
    assert page.headers["Cache-Control"] == "no-cache"
    assert b'<div id="root">' in gzip.decompress(page.body)


@pytest.mark.parametrize(
    "path", ["/static/../../config.py", "/static/%2e%2e/%2e%2e/config.py", "//static/js", "/..%2f..%2fetc/passwd"]
)
def test_no_path_leads_out_of_the_folder(server: Served, path: str) -> None:
    got = get(server, path, GZIP)
    assert got.status in (400, 404) or b'<div id="root">' in (
        gzip.decompress(got.body) if got.headers["Content-Encoding"] else got.body
    )


# Visits --------------------------------------------------------------------------------------------------------------


def test_a_first_visitor_may_come_by_a_deep_link(small_store: Path) -> None:
    """Nobody but the warm start has been there, and the page has its frame: its controls and no error."""
    with (
        served(perfdash_on(small_store), small_store, health="/_stcore/health") as fresh,
        Visitor(fresh.address) as visitor,
    ):
        assert b'<div id="root">' in get(fresh, "/attendance?grade=2").body
        rerun = visitor.arrive("attendance", "force=demonstration&grade=2")
        assert rerun.errors == ()
        assert visitor.choices["Grade"].chosen == "Grade 2 (priority)"


def test_the_server_says_that_it_is_well(server: Served) -> None:
    assert get(server, "/_stcore/health").body == b"ok"


def test_another_site_cannot_speak_for_a_reader(server: Served) -> None:
    url = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    origin, spoken = Origin("http://elsewhere.example"), [Subprotocol("streamlit")]
    with pytest.raises(InvalidStatus), connect(url, origin=origin, subprotocols=spoken):
        pass


def test_several_readers_at_once_meet_no_error_and_memory_stays_bounded(server: Served) -> None:
    soaked, memory = soak(server, sessions=5, seconds=12)
    assert soaked.errors == []
    assert len(soaked.seconds) > 5
    assert memory[-1] - memory[0] < 200


def test_small_messages_are_not_held_back() -> None:
    """Nagle's delay is off on what is accepted: reruns without a pause would step at 48 ms."""

    async def accepted() -> int:
        delays: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            delays.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        waiting = listening("127.0.0.1", 0)[0]
        async with await asyncio.start_server(met, sock=waiting):
            _, writer = await asyncio.open_connection(*waiting.getsockname())
            no_delay = await delays
            writer.close()
            await writer.wait_closed()
        return no_delay

    with ThreadPoolExecutor(1) as another:  # the browser tests of this process hold a loop in the main thread
        assert another.submit(lambda: asyncio.run(accepted())).result() == 1


# Start and stop ------------------------------------------------------------------------------------------------------


def test_a_taken_port_is_one_plain_sentence(server: Served, small_store: Path) -> None:
    port = urlsplit(server.address).port
    sentence = perfdash_process("serve", "--store", small_store, "--port", port).sentence
    assert f"localhost:{port}" in sentence
    assert "port is in use" in sentence


def test_a_host_that_is_not_ours_is_one_plain_sentence(small_store: Path) -> None:
    assert "203.0.113.1" in perfdash_process("serve", "--store", small_store, "--host", "203.0.113.1").sentence


def test_nobody_else_is_answered_unless_asked_for() -> None:
    for waiting in listening("localhost", 0):
        assert waiting.getsockname()[0] in ("127.0.0.1", "::1")
        waiting.close()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_to_and_leaves_nothing_on_the_screen(small_store: Path, stop: signal.Signals) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        command("serve", "--store", small_store, "--port", port),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    address = f"http://localhost:{port}"
    await_health(process, address)
    with Visitor(address) as visitor:
        visitor.arrive("attendance")
        process.send_signal(stop)
        said = process.communicate(timeout=30)[0].decode()
    assert process.returncode == 0
    assert said == f"The pages stand at http://localhost:{port}; Ctrl-C stops.\n"


def test_streamlit_run_serves_the_same_pages(small_store: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env=os.environ | {"PERFDASH_STORE": str(small_store)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_health(process, f"http://localhost:{port}")
        with Visitor(f"http://localhost:{port}") as visitor:
            assert visitor.arrive("attendance").errors == ()
    finally:
        process.terminate()
        process.wait(30)


def await_health(process: "subprocess.Popen[bytes]", address: str) -> None:
    for _ in range(600):
        assert process.poll() is None
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


# Garbage -------------------------------------------------------------------------------------------------------------


def test_what_lives_for_ever_is_out_of_the_collectors_sight_until_the_end() -> None:
    before = gc.get_threshold()
    garbage.settle()
    try:
        assert gc.get_freeze_count() > 10_000
        assert gc.isenabled()
    finally:
        garbage.unsettle()
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == before


def test_no_other_site_may_embed_the_pages_and_steer_them(server: Served) -> None:
    told = json.loads(get(server, "/_stcore/host-config").body)
    assert told["allowedOrigins"] == []
    assert not told["enableCustomParentMessages"]
