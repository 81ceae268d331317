"""A page as its tests open and read it: run without a browser, as from a link."""

from collections.abc import Mapping

from streamlit.testing.v1 import AppTest

from door import ROOT


def followed(page: str, query: Mapping[str, str]) -> AppTest:
    """The page after its first run, on the store that PERFDASH_STORE names."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params.update(query)
    at.switch_page(page)
    return at.run()


def markup(at: AppTest) -> str:
    """The page's own HTML."""
    return "\n".join(element.proto.body for element in at.get("html"))
