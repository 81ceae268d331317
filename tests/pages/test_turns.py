"""Turns: two pages run at once, the rest stand in line, and nobody stands there for good."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from streamlit.testing.v1 import AppTest

from door import ROOT
from perfdash.ui import turns
from perfdash.ui.turns import AT_ONCE, in_turn


@pytest.fixture
def taken() -> Iterator[None]:
    """Every turn is held by somebody else, as by long exports."""
    with ExitStack() as held:
        for _ in range(AT_ONCE):
            held.enter_context(in_turn())
        yield


def test_no_more_run_at_once_than_there_are_turns_and_all_come_to_theirs() -> None:
    guard, running, most, done = threading.Lock(), [0], [0], [0]

    def page() -> None:
        with in_turn(patience=60):
            with guard:
                running[0] += 1
                most[0] = max(most[0], running[0])
            time.sleep(0.02)
            with guard:
                running[0] -= 1
                done[0] += 1

    threads = [threading.Thread(target=page) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [AT_ONCE]
    assert done == [12]


def test_a_page_that_fails_gives_its_turn_back() -> None:
    for _ in range(3 * AT_ONCE):
        with pytest.raises(ZeroDivisionError), in_turn(patience=60):
            raise ZeroDivisionError
    with ExitStack() as held:
        for _ in range(AT_ONCE):
            held.enter_context(in_turn(patience=0))
        assert all_are_taken()


@pytest.mark.usefixtures("taken")
def test_a_line_that_does_not_move_is_left_and_no_turn_is_given_back_that_was_not_had() -> None:
    with in_turn(patience=0.01):
        assert all_are_taken()
    assert all_are_taken()


@pytest.mark.usefixtures("taken")
def test_the_pages_are_shown_even_when_long_work_holds_every_turn() -> None:
    shown = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not shown.exception
    assert shown.main


def all_are_taken() -> bool:
    is_free = turns._turns.acquire(blocking=False)
    if is_free:
        turns._turns.release()
    return not is_free
