"""Years as bars: in their unit, a hidden one as a symbol."""

import pandas as pd
import pytest

from perfdash.figures.year_bars import year_bars, year_bars_alt


def years(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"year": ["2025/26", "2024/25"], "value": [0.04, 0.05], "hidden": ["", ""]} | columns)


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [("share", 0.04, "4 %"), ("days", 21.5, "21.5 days"), ("hours", 85.3, "85.3 hours"), ("count", 60, "60")],
)
def test_the_newest_year_is_last_and_in_its_unit(unit: str, value: float, words: str) -> None:
    rows = years(value=[value, value])
    bars, texts = year_bars(rows, unit).data
    assert list(bars.customdata) == ["2024/25", "2025/26"]
    assert texts.text[-1].strip() == f"<b>{words}</b>"
    assert year_bars_alt(rows, "Title", unit) == f"Title. Bars of 2 years: 2024/25 {words}, 2025/26 {words}."


def test_a_hidden_year_is_a_symbol_and_no_bar() -> None:
    rows = years(value=[float("nan"), 0.05], hidden=["small number", ""])
    figure = year_bars(rows, "share")
    assert "‡" in figure.data[1].text[-1]
    assert pd.isna(figure.data[0].x[-1])
    assert "‡ hidden: small number" in figure.layout.annotations[0].text
    assert year_bars_alt(rows, "Title", "share").endswith("2025/26 ‡. 1 value hidden: small number.")


def test_nothing_is_said_in_words() -> None:
    assert year_bars(years()[:0], "share").layout.annotations[0].text == "No figures for this choice"
