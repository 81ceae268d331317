"""A first visitor inside the process: runs every page once, so that no person waits for imports and first questions."""

import asyncio
import logging

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, get_instance

_PATIENCE = 120  # seconds for all pages together; a store that needs longer is served all the same


class _Visitor:
    """Takes what the server sends to a browser: the list of pages, and the end of a run."""

    client_context = None

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.ended = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """One message of the server."""
        if msg.WhichOneof("type") == "navigation":
            self.pages = [page.page_script_hash for page in msg.navigation.app_pages]
        elif msg.WhichOneof("type") == "script_finished":
            self.ended.set()


async def visit_every_page() -> int:
    """Runs each page of the navigation once with its default choices; how many. Must run in the server's event loop."""
    runtime, visitor = get_instance(), _Visitor()
    session = runtime.connect_session(visitor, {})
    try:
        async with asyncio.timeout(_PATIENCE):
            await _visit(runtime, session, visitor, "")
            for page in visitor.pages:
                await _visit(runtime, session, visitor, page)
    except TimeoutError:
        logging.getLogger(__name__).warning("The warm start took over %d seconds; serving all the same.", _PATIENCE)
    finally:
        runtime.close_session(session)
    return len(visitor.pages)


async def _visit(runtime: Runtime, session: str, visitor: _Visitor, page: str) -> None:
    visitor.ended.clear()
    asked = BackMsg()
    asked.rerun_script.page_script_hash = page
    runtime.handle_backmsg(session, asked)
    await visitor.ended.wait()
