"""Serves the pages: one process, warm before the first visitor, scripts compressed, garbage off the reader's time."""

import asyncio
import errno
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from streamlit import config, file_util
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import bootstrap

from perfdash.errors import CannotServe
from perfdash.ui import garbage
from perfdash.ui.compressed_files import CompressedFiles
from perfdash.ui.warm_start import visit_every_page

_WAITING = 2048  # connections that may queue
_PATIENCE = 3  # seconds for answers under way when the server is told to stop


def serve(script: Path, port: int, host: str = "localhost", ready: Callable[[], object] = lambda: None) -> None:
    """Serves the script until it is told to stop (Ctrl-C, SIGTERM); `ready` is called once, before the first visitor.

    Raises:
        CannotServe: the address is not this machine's, or its port is in use.
    """
    sockets = listening(host, port)
    # A first visitor who follows a deep link would otherwise get the bare page script, without our frame:
    # Streamlit takes a pages/ folder for its old layout until st.navigation has run once.
    PagesManager.uses_pages_directory = False
    files = Middleware(CompressedFiles, folder=Path(file_util.get_static_dir()))
    app = st.App(script, lifespan=partial(_life, ready), middleware=[files])
    bootstrap.load_config_options({"server.port": port})
    signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn stops by it and raises it again: a stop is no failure
    with suppress(KeyboardInterrupt):
        uvicorn.Server(_settings(app)).run(sockets)


@asynccontextmanager
async def _life(ready: Callable[[], object], app: st.App) -> AsyncIterator[None]:
    """What stands around the visits: they are answered only after the first half, by a warm server."""
    await visit_every_page()
    garbage.settle()
    collecting = asyncio.create_task(garbage.collect_when_idle())
    ready()
    yield
    collecting.cancel()
    st.cache_data.clear()
    st.cache_resource.clear()
    garbage.unsettle()


def _settings(app: st.App) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_PATIENCE,
        ws="websockets-sansio",
        ws_max_size=int(config.get_option("server.maxMessageSize")) * 1_000_000,
        ssl_certfile=config.get_option("server.sslCertFile"),
        ssl_keyfile=config.get_option("server.sslKeyFile"),
    )


def listening(host: str, port: int) -> list[socket.socket]:
    """One waiting socket for each address of the host, without Nagle's delay.

    Raises:
        CannotServe: the address is not this machine's, or its port is in use.
    """
    try:
        places = {place[4][:2]: place[0] for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        return [_bound(family, (str(name), int(number))) for (name, number), family in places.items()]
    except OSError as error:
        what = "its port is in use" if error.errno == errno.EADDRINUSE else (error.strerror or str(error))
        raise CannotServe(
            f"The pages cannot be served at {host}:{port}: {what}; choose another with --port."
        ) from error


def _bound(family: int, place: tuple[str, int]) -> socket.socket:
    # The protocol is named: asyncio leaves Nagle's delay on where a socket was made without it.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    bound.bind(place)
    bound.listen(_WAITING)  # from now on: whoever comes during the warm start waits instead of being turned away
    return bound
