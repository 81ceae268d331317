"""The least that shows the next chart at a key: two buttons and one chart of figures that were made beforehand."""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def figures() -> list[go.Figure]:
    """The same figures as those of the meeting, made once."""
    kept = json.loads(Path(os.environ["PRESENT_FLOOR_FIGURES"]).read_text(encoding="utf-8"))
    return [go.Figure(figure, _validate=False) for figure in kept]


def go_to(place: int) -> None:
    """Remembers which figure is next."""
    st.session_state["place"] = min(max(place, 0), len(figures()) - 1)


st.set_page_config(layout="wide")
place = st.session_state.get("place", 0)
st.button("Previous", shortcut="Left", on_click=go_to, args=[place - 1])
st.button("Next", shortcut="Right", on_click=go_to, args=[place + 1])
st.plotly_chart(figures()[place], theme=None, config={"displayModeBar": False})
