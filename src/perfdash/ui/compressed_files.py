"""Streamlit's own scripts and styles, compressed once when the server starts. Streamlit sends them as they are."""

import asyncio
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TEXT = {".js", ".css", ".html", ".json", ".svg", ".txt"}  # what gains by it; fonts and pictures are compressed already
_SMALLEST = 1_000  # bytes: below it a packet is sent either way
_LEVEL = 9  # all of it takes 0.6 s, once; Brotli would take a new package and minutes (docs/decisions.md)
_FOR_EVER = "public, immutable, max-age=31536000"  # names hold a hash of the content
_ASK_AGAIN = "no-cache"  # index.html and manifest.json keep their names when their content changes


@dataclass(frozen=True)
class CompressedFile:
    """One file as it is sent: compressed body, its tag, its type and how long it may be kept."""

    body: bytes
    tag: str
    media_type: str
    cached: str

    def headers(self) -> dict[str, str]:
        """The headers that a fresh copy and 'you have it already' share."""
        return {"ETag": self.tag, "Cache-Control": self.cached, "Vary": "Accept-Encoding"}


def compressed_files(folder: Path) -> dict[str, CompressedFile]:
    """Every text file below a folder, by the path it is asked for; `/` is its index.html."""
    found = {f"/{path.relative_to(folder).as_posix()}": _compressed(path) for path in _texts(folder)}
    if "/index.html" in found:
        found["/"] = found["/index.html"]
    return found


def _texts(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in _TEXT and path.stat().st_size >= _SMALLEST:
            yield path


def _compressed(path: Path) -> CompressedFile:
    body = gzip.compress(path.read_bytes(), _LEVEL, mtime=0)
    keeps_name = path.suffix == ".html" or path.name == "manifest.json"
    media_type = guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".js":
        media_type = "text/javascript"  # a system's own table may say otherwise, and a module is then refused
    return CompressedFile(
        body, f'"{sha256(body).hexdigest()[:20]}-gzip"', media_type, _ASK_AGAIN if keeps_name else _FOR_EVER
    )


class CompressedFiles:
    """ASGI middleware before Streamlit: answers for files held compressed, leaves every other request as it is.

    Only a path that is in the table is answered, so no path can lead out of the folder. Whoever does not take gzip, or
    asks for a part of a file, is answered by Streamlit with the plain file.
    """

    def __init__(self, app: ASGIApp, folder: Path, preloads: tuple[str, ...] = ()) -> None:
        """`preloads` are scripts that the first page will want: announced with the page itself."""
        self._app = app
        self._files: dict[str, CompressedFile] = {}
        self._folder = folder
        self._links = ", ".join(f"<{path}>; rel=modulepreload; crossorigin" for path in preloads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self._files = await asyncio.to_thread(compressed_files, self._folder)
        file = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if file and scope["method"] in ("GET", "HEAD"):
            asked = Headers(scope=scope)
            if _takes_gzip(asked.get("accept-encoding", "")) and "range" not in asked:
                await self._response(file, asked)(scope, receive, send)
                return
            send = _varying(send)
        await self._app(scope, receive, send)

    def _response(self, file: CompressedFile, asked: Headers) -> Response:
        headers = file.headers()
        if self._links and file.media_type == "text/html":
            headers["Link"] = self._links
        if file.tag in {tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")}:
            return Response(status_code=304, headers=headers)
        return Response(file.body, headers=headers | {"Content-Encoding": "gzip"}, media_type=file.media_type)


def _takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3): named, or by `*`, and not with weight 0."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";q=")
        try:
            weights[name.strip()] = float(weight or 1)
        except ValueError:
            return False
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _varying(send: Send) -> Send:
    """The plain file must say too that there is another form of it, or a shared cache hands out the wrong one."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return sending
