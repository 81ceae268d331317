"""The chart of due dates: a shape and a word a state, white for others, words that stay apart."""

from base64 import b64decode
from datetime import date

import pandas as pd
import pytest

from perfdash.figures.due_dates import STATE_MARKS, Dated, Due, due_dates, due_words, state_html
from perfdash.figures.style import Figure
from perfdash.reference.recommendations import Status

TODAY = date(2026, 11, 23)
JANUARY, JULY = date(2024, 1, 31), date(2024, 7, 31)
ROWS = [
    Due("2", JANUARY, Status.OVERDUE, "overdue", True),
    Due("3", JANUARY, Status.IMPLEMENTED, "implemented", True),
    Due("6", JULY, None, "nothing recorded yet", True),
    Due("1a", JANUARY, Status.NOT_OURS, "not ours to deliver", False),
    Due("1c", JULY, Status.IMPLEMENTED, "implemented by others", False),
]
ANNOUNCED = Dated(date(2026, 1, 26), "standard announced")


def words(figure: Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def marks(figure: Figure) -> dict[str, tuple[str, str]]:
    """By key the symbol and the colour of its mark."""
    drawn = [trace for trace in figure.data if trace.mode == "markers"]
    return {
        key: (symbol, colour)
        for trace in drawn
        for key, symbol, colour in zip(trace.customdata, trace.marker.symbol, trace.marker.color, strict=True)
    }


def test_every_key_has_its_state_in_words_beside_its_mark() -> None:
    said = words(due_dates(ROWS, TODAY, [ANNOUNCED]))
    for row in ROWS:
        assert f"<b>{row.key}</b>  {row.words}" in said
    assert "today<br>23 Nov 2026" in said
    assert "standard announced<br>26 Jan 2026" in said
    assert said.index("<b>2</b>  overdue") < said.index("<b>1a</b>  not ours to deliver")


def test_others_are_white_whatever_they_have_done() -> None:
    drawn = marks(due_dates(ROWS, TODAY))
    assert drawn["1a"] == ("circle", "#FFFFFF")
    assert drawn["1c"] == ("triangle-up", "#FFFFFF")
    assert drawn["3"] == ("triangle-up", "#12436D")
    assert 'fill="#FFFFFF"' in _svg(state_html(Status.IMPLEMENTED, is_ours=False))
    assert 'fill="#12436D"' in _svg(state_html(Status.IMPLEMENTED))


def _svg(image: str) -> str:
    return b64decode(image.partition("base64,")[2].partition('"')[0]).decode()


def test_only_what_is_overdue_draws_a_line_to_today() -> None:
    lines = [trace for trace in due_dates(ROWS, TODAY).data if trace.mode == "lines"]
    assert [tuple(trace.x) for trace in lines] == [(JANUARY, TODAY)]


def test_states_differ_in_shape_and_in_word() -> None:
    shapes = {(mark.symbol, mark.colour == "#FFFFFF") for mark in STATE_MARKS.values()}
    assert len(shapes) == len(STATE_MARKS)
    assert len({mark.word for mark in STATE_MARKS.values()}) == len(STATE_MARKS)


@pytest.mark.parametrize("today", [date(2023, 8, 1), JANUARY, date(2026, 1, 27), TODAY, date(2040, 1, 1)])
@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], ROWS[3:], []])
def test_it_is_drawn_on_any_day_with_any_rows(today: date, rows: list[Due]) -> None:
    figure = due_dates(rows, today, [ANNOUNCED])
    first, last = (pd.Timestamp(end).date() for end in figure.layout.xaxis.range)
    assert all(first <= day for day in (*(row.due_on for row in rows), today))
    assert last >= max(today, ANNOUNCED.on)


def test_two_near_days_put_their_words_on_either_side() -> None:
    notes = {note.text.partition("<")[0]: note for note in due_dates(ROWS, TODAY, [ANNOUNCED]).layout.annotations}
    assert (notes["standard announced"].xanchor, notes["today"].xanchor) == ("right", "left")


def test_the_words_for_those_who_do_not_see_it() -> None:
    assert due_words(ROWS[:2], TODAY) == (
        "Due dates against 23 November 2026: 2 overdue, due January 2024; 3 implemented, due January 2024."
    )
