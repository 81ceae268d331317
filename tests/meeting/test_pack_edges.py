"""Figures with little or nothing in them, and those that no office program draws: a pack is made all the same."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from math import nan
from typing import Any

import pandas as pd
import pptx
import pytest
from pack_screens import (
    HIDDEN,
    NAMES,
    STANDARDS,
    curves,
    funnel_frame,
    made,
    multiples_screen,
    pack_of,
    process,
    reasons,
    week,
)

from perfdash.analysis.spc import xmr
from perfdash.figures.data_products import Product, products_chart
from perfdash.figures.due_dates import Due, due_dates
from perfdash.figures.funnel_bars import funnel_bars
from perfdash.figures.heat_map import heat_map
from perfdash.figures.hidden_values import nothing_to_draw
from perfdash.figures.process_chart import process_chart
from perfdash.figures.reason_dots import reason_dots
from perfdash.figures.retention_curves import retention_curves
from perfdash.figures.small_multiples import small_multiples
from perfdash.figures.stages import cascade
from perfdash.meeting.pack_axes import nice_step
from perfdash.meeting.pack_charts import drawings_of
from perfdash.meeting.pack_pptx import pack_pptx
from perfdash.meeting.pack_tables import cell_words, column_words, shown_rows

STAGES = pd.Series({"control_room_seconds": 75.0, "despatch_seconds": 41.0, "travel_seconds": 236.0})
TODAY = date(2026, 11, 23)


def judged(values: list[float], direction: str = "increase") -> Any:
    return xmr(pd.date_range("2023-01-01", periods=len(values), freq="MS"), values, improvement_direction=direction)


def without(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The rows with every value of these columns hidden."""
    return rows.assign(**dict.fromkeys(columns, nan), hidden=HIDDEN)


FIGURES: dict[str, tuple[Callable[[], Any], str]] = {
    "one month": (lambda: process_chart(judged([0.8]), "share", STANDARDS), "lines"),
    "three months": (lambda: process_chart(judged([0.8, 0.7, 0.9]), "share", STANDARDS), "lines"),
    "nothing moves": (lambda: process_chart(judged([0.8] * 20), "share"), "lines"),
    "neither better nor worse": (lambda: process_chart(judged([10.0] * 8 + [20.0] * 12, "neutral"), "count"), "lines"),
    "many hours": (lambda: process_chart(judged([90000.0, 93000.0] * 10, "decrease"), "seconds"), "lines"),
    "nothing": (nothing_to_draw, "rows"),
    "one period": (lambda: cascade(STAGES, "From call to arrival"), "bars"),
    "due dates": (lambda: due_dates([Due("R1", date(2026, 1, 1), None, "a", True)], TODAY), "rows"),
    "products": (lambda: products_chart([Product("a", date(2026, 1, 1), None, True, "late")], TODAY), "rows"),
    "all hidden, bars": (lambda: funnel_bars(without(funnel_frame(), "n", "base")), "bars"),
    "all hidden, dots": (lambda: reason_dots(without(reasons(), "share", "low", "high", "n")), "points"),
    "all hidden, curves": (lambda: retention_curves(without(curves(), "share_remaining", "low", "high")), "points"),
    "six facets": (
        lambda: retention_curves(
            curves(("officer", "staff", "PCSO", "volunteer", "special constable", "designated officer"))
        ),
        "rows",
    ),
    "no cell": (lambda: heat_map(week().assign(value=nan, is_few=True), "seconds"), "grid"),
    "two small ones": (lambda: small_multiples({"a": process(), "b": process()}, "share", columns=2), "lines"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_whatever_is_drawn_has_a_slide(name: str) -> None:
    figure, kind = FIGURES[name]
    screen = made("key", name, figure(), pd.DataFrame({"month": ["2026-10"], "n": [3]}))
    drawn = drawings_of(screen)
    assert ("rows" if drawn is None else drawn[0].kind if isinstance(drawn, tuple) else "grid") == kind
    slide = pptx.Presentation(BytesIO(pack_pptx(pack_of([screen])))).slides[1]
    shapes = [shape for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert len(shapes) == (len(drawn) if isinstance(drawn, tuple) else 1)


def test_a_scale_that_is_written_once_holds_for_its_neighbours() -> None:
    figure = small_multiples({"a": process(), "b": process()}, "share", STANDARDS, columns=2)
    first, second = drawings_of(made("key", "two", figure, pd.DataFrame())) or ()  # type: ignore[misc]
    assert first.up == second.up
    assert first.up.unit == "share"
    names = [series.name for series in second.series]
    assert "Upper process limit" in names and "Lower process limit" in names


def test_a_table_says_what_it_leaves_out() -> None:
    slide = pptx.Presentation(BytesIO(pack_pptx(pack_of([multiples_screen()])))).slides[1]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    assert len(table.rows) == len(NAMES) + 1
    rows = [{f"column {at}": at for at in range(10)}] * 20
    assert shown_rows(rows, 12, 8).rest == "…and 8 more rows and 2 more columns: see the CSV."
    assert shown_rows(rows, 20, 10).rest == ""
    assert shown_rows([], 12, 8).rows == ()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("share_within", 0.859, "85.9 %"), ("median_seconds", 570.0, "9:30 min"), ("n_judged", 1234, "1,234"),
     ("hidden", None, "–"), ("share", nan, "–"), ("is_few", True, "yes"), ("month", "2026-10", "2026-10"),
     ("per_day", 12.345, "12.35"), ("held_on", date(2026, 11, 26), "26 November 2026")],
)  # fmt: skip
def test_cells_are_said_as_on_the_charts(name: str, value: Any, words: str) -> None:
    assert cell_words(name, value) == words


def test_columns_are_words() -> None:
    assert [column_words(name) for name in ("n_judged", "share_within_low", "Month", "median_seconds")] == [
        "Judged",
        "Share within low",
        "Month",
        "Median",
    ]


@pytest.mark.parametrize(("span", "step"), [(7, 1), (8, 2), (0.3, 0.05), (99, 20), (0, 1)])
def test_steps_are_round(span: float, step: float) -> None:
    assert nice_step(span) == pytest.approx(step)
