"""A visitor without a browser: a real websocket session that speaks Streamlit's own messages."""

import json
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

_LARGEST = 200_000_000  # bytes of one message: the server's own limit


@dataclass(frozen=True)
class Rerun:
    """What one run of the page cost the visitor."""

    seconds: float
    received: int
    errors: tuple[str, ...]


@dataclass
class Choice:
    """A select box of the page as the server drew it."""

    id: str
    options: list[str]
    chosen: str = ""


@dataclass
class Visitor:
    """One open session. Choices are known by their labels once the page has run; figures are those of the last run."""

    address: str
    query: str = ""
    page: str = ""
    choices: dict[str, Choice] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    figures: list[Any] = field(default_factory=list)
    folds: dict[str, str] = field(default_factory=dict)  # those of the page by label, with the name they go by
    unfolded: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        url = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        spoken: Any = ["streamlit"]
        self._line = connect(url, subprotocols=spoken, max_size=_LARGEST, compression=None)
        self._socket = self._line.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.__exit__(kind, error, trace)

    def arrive(self, path: str, query: str = "") -> Rerun:
        """The first run of a page, by its path in the address bar, and of the front page to learn what pages there are."""
        if not self.pages:
            self._run()
        self.page, self.query = self.pages[path], query
        return self._run()

    def choose(self, label: str, option: str) -> Rerun:
        """Chooses an option of a select box and waits for the end of the run it causes."""
        self.choices[label].chosen = option
        return self._run()

    def unfold(self, label: str) -> Rerun:
        """Opens a fold of the page and waits for what it holds."""
        self.unfolded.add(self.folds[label])
        return self._run()

    def _run(self) -> Rerun:
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.page
        asked.rerun_script.query_string = self.query
        for choice in self.choices.values():
            if choice.chosen:
                asked.rerun_script.widget_states.widgets.add(id=choice.id, string_value=choice.chosen)
        for fold in self.unfolded:
            asked.rerun_script.widget_states.widgets.add(id=fold, bool_value=True)
        self.figures.clear()
        started = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        return self._received(started)

    def _received(self, started: float) -> Rerun:
        received = 0
        errors: list[str] = []
        while True:
            data = self._socket.recv(timeout=120)
            received += len(data)
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                return Rerun(time.perf_counter() - started, received, tuple(errors))
            errors += self._met(kind or "", message)

    def _met(self, kind: str, message: Any) -> list[str]:
        """Keeps what a browser would keep; the text of an error if that is what it was."""
        if kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "add_block":
            fold = message.delta.add_block.expandable
            if fold.id:
                self.folds[fold.label] = fold.id
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                return [str(element.exception.message)]
            if element.WhichOneof("type") == "selectbox":
                self._drawn(element.selectbox)
            if element.WhichOneof("type") == "plotly_chart":
                self.figures.append(json.loads(element.plotly_chart.spec))
        return []

    def _drawn(self, box: Any) -> None:
        known = self.choices.get(box.label)
        chosen = box.raw_value if box.set_value else (known.chosen if known else "")
        self.choices[box.label] = Choice(box.id, list(box.options), chosen)
