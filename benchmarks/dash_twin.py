"""The attendance page in Dash: the same questions, statistics, cards and charts, in another frame.

Everything but the frame is the product's own, its kept answers included, so that a comparison is one of frameworks and of
our use of them. `?from=2023-01` in the address narrows the period, as on the page.
"""

import logging
from typing import Any
from urllib.parse import parse_qsl

from dash import Dash, Input, Output, State, dcc, html

from perfdash.figures.style import CONFIG
from perfdash.measures.selection import Selection
from perfdash.reference.attendance import grade_name
from perfdash.ui.attendance_answers import attendance_answer
from perfdash.ui.choices import default_selection, grades_of

# Dash has no component for a text of HTML; this puts the top of the page in as fast as a browser can.
_PUT_IN = "text => {document.getElementById('top').innerHTML = text; return window.dash_clientside.no_update}"

_CONFIG: Any = CONFIG
_STYLE = ".pd-cards {display: flex; gap: 1.5rem} .pd-cards > * {flex: 1}"


def answer(selection: Selection) -> tuple[str, Any, str, Any]:
    """What the page shows of a selection: finding, warning and cards, chart by month, sentence, funnel."""
    found = attendance_answer(selection)
    by_month = found.by_month("within")
    return found.top, by_month and by_month.figure, found.funnel.title, found.funnel.figure


def site() -> Dash:
    """The site: a choice of grade, and what follows from it."""
    default = default_selection()
    force = default.chosen("force")[0]
    grades = [{"label": grade_name(force, grade), "value": grade} for grade in grades_of(default)]
    app = Dash(title="Twin", update_title="")
    app.index_string = app.index_string.replace("{%css%}", f"{{%css%}}<style>{_STYLE}</style>")
    aside = html.Div(["Grade", dcc.Dropdown(grades, "1", id="grade", clearable=False)], style={"width": "17rem"})
    by_month = html.Div(dcc.Graph(id="by_month", config=_CONFIG), style={"flex": 2})
    funnel = html.Div([html.H2(id="coverage"), dcc.Graph(id="funnel", config=_CONFIG)], style={"flex": 1})
    top = [html.Div(id="top"), dcc.Store(id="html")]
    page = html.Div([*top, html.Div([by_month, funnel], style={"display": "flex"})], style={"flex": 1})
    app.layout = html.Div([dcc.Location(id="url"), aside, page], style={"display": "flex", "gap": "2rem"})
    names = [("html", "data"), ("by_month", "figure"), ("coverage", "children"), ("funnel", "figure")]

    @app.callback([Output(*name) for name in names], Input("grade", "value"), State("url", "search"))
    def chosen(grade: str, search: str) -> tuple[Any, ...]:
        asked = dict(parse_qsl((search or "").removeprefix("?")))
        return answer(Selection.from_query(asked | {"force": force, "grade": grade}))

    put_in: Any = app.clientside_callback
    put_in(_PUT_IN, Output("top", "title"), Input("html", "data"), prevent_initial_call=True)
    return app


def serve(port: int) -> None:
    """Serves the twin; each grade is asked once before, as the product's server is warm too."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = site()
    first = default_selection()
    for grade in grades_of(first):
        answer(first.having(grade=grade))
    app.run(port=port, host="127.0.0.1", debug=False)
