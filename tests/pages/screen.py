"""A page as its tests open and read it: run without a browser, as from a link."""

from collections.abc import Mapping

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Expander

from door import ROOT
from perfdash.ui.choices import MORE


def followed(page: str, query: Mapping[str, str]) -> AppTest:
    """The page after its first run, on the store that PERFDASH_STORE names."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params.update(query)
    at.switch_page(page)
    return at.run()


def markup(at: AppTest) -> str:
    """The page's own HTML."""
    return "\n".join(element.proto.body for element in at.get("html"))


def table(at: AppTest, number: int = 0) -> pd.DataFrame:
    """The table below a chart of the page, opened as by a press; while it is closed there is none."""
    closed = _folds(at)[number]
    assert not closed.dataframe
    at.session_state[closed.proto.id.split("-", 2)[2]] = True
    (opened,) = _folds(at.run())[number].dataframe
    return pd.DataFrame(opened.value)


def more(at: AppTest) -> AppTest:
    """The page with its rarer choices unfolded, as by a press."""
    at.session_state[MORE] = True
    return at.run()


def _folds(at: AppTest) -> list[Expander]:
    return [fold for fold in at.expander if fold.label == "Table, source and download"]
