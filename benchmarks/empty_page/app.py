"""The floor of a page: Streamlit with as many plain Plotly charts as the page it stands beside, and nothing else.

`EMPTY_PAGE_CHARTS` says how many. Served by the same code as the product, with the same settings.
"""

import os

import numpy as np
import plotly.graph_objects as go
import streamlit as st

MONTHS = np.arange("2022-11", "2026-11", dtype="datetime64[M]").astype("datetime64[ns]")


def blank() -> None:
    """A page without charts, to come from."""
    st.write("Blank")


def nothing() -> None:
    """A second page of the section, so that the menu is as the product's."""


def charts() -> None:
    """One choice, and the charts that follow it."""
    with st.sidebar:
        seed = st.selectbox("Grade", range(1, 100))
    values = np.random.default_rng(seed).normal(85, 3, (int(os.environ.get("EMPTY_PAGE_CHARTS", "2")), len(MONTHS)))
    for number, series in enumerate(values):
        figure = go.Figure(go.Scatter(x=MONTHS, y=series, mode="lines+markers"), layout={"height": 380})
        st.plotly_chart(figure, theme=None, config={"displayModeBar": False}, key=f"chart_{number}")


st.set_page_config(page_title="Empty", layout="wide")
pages = {
    "": [st.Page(blank, title="Blank", default=True)],
    "Attendance times": [st.Page(charts, title="Charts"), st.Page(nothing, title="Nothing")],
}
st.navigation(pages, position="top").run()
