"""The floor of a page: Streamlit with the very charts of the page it stands beside, made beforehand, and nothing else.

`EMPTY_PAGE_FIGURES` names a JSON file of lists of figures by choice; without it there is no chart. Served by the same code
as the product, with the same settings.
"""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def figures() -> dict[str, list[go.Figure]]:
    """The figures by choice, made once for all visitors."""
    kept = json.loads(Path(os.environ["EMPTY_PAGE_FIGURES"]).read_text(encoding="utf-8"))
    return {choice: [go.Figure(one["data"], one["layout"], _validate=False) for one in kept[choice]] for choice in kept}


def blank() -> None:
    """A page without charts, to come from."""
    st.write("Blank")


def nothing() -> None:
    """A second page of the section, so that the menu is as the product's."""


def charts() -> None:
    """One choice, and the charts that follow it."""
    with st.sidebar:
        choice = st.selectbox("Grade", list(figures()))
    for number, figure in enumerate(figures()[choice]):
        st.plotly_chart(figure, theme=None, config={"displayModeBar": False}, key=f"chart_{number}")


st.set_page_config(page_title="Empty", layout="wide")
pages = {
    "": [st.Page(blank, title="Blank", default=True)],
    "Attendance times": [st.Page(charts, title="Charts"), st.Page(nothing, title="Nothing")],
}
st.navigation(pages, position="top").run()
