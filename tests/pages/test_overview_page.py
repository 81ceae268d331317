"""The overview: every theme is there, figures first where there are any, and the sentences follow the store."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from screen import followed, markup
from streamlit.testing.v1 import AppTest

from door import perfdash
from perfdash.reference.recommendations import themes

Open = Callable[[Path], AppTest]


@pytest.fixture
def overview(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the overview on a store."""

    def opened(store: Path) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        at = followed("pages/overview.py", {})
        assert not at.exception, at.exception
        return at

    return opened


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of the demonstration force."""
    store = tmp_path_factory.mktemp("overview") / "demo"
    assert perfdash("demo", "--years", 2, "--incidents-per-year", 6000, "--store", store).code == 0
    return store


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ")).strip()


def rows(at: AppTest) -> dict[str, str]:
    """The words of every row by its theme."""
    parts = re.split(r'<div class="pd-theme">', markup(at))[1:]
    return {plain(re.findall(r"<h2>(.*?)</h2>", part)[0]): plain(part) for part in parts}


def test_every_theme_has_its_row_with_question_and_recommendations(demo: Path, overview: Open) -> None:
    found = rows(overview(demo))
    assert list(found) == [theme.name for theme in themes()]
    for theme in themes():
        assert theme.question in found[theme.name]
    assert "Rec 1a, 1b, 1c, 1d · not ours to deliver" in found["Attendance"]


def test_a_theme_without_data_is_a_gap_and_says_what_it_would_show(good_store: Path, overview: Open) -> None:
    found = rows(overview(good_store))
    for name in ("Retention", "Wellbeing"):
        assert "No measure has data yet." in found[name]


def test_a_card_carries_the_command_lines_number_its_baseline_and_its_link(demo: Path, overview: Open) -> None:
    at = overview(demo)
    reply = perfdash(
        "measure", "attendance_within_standard", "--where", "force=demonstration", "--where", "grade=1",
        "--from", "2026-10", "--to", "2026-10", "--store", demo, "--json",
    ).json  # fmt: skip
    (row,) = reply["rows"]
    assert f"Grade 1: attended within standard {100 * row['share_within']:.1f} %" in rows(at)["Attendance"]
    assert "The baseline, April 2023 to March 2024, is not held whole" in rows(at)["Attendance"]
    links = [html.unescape(link) for link in re.findall(r'<h3><a href="([^"]+)"', markup(at))]
    assert "attendance?force=demonstration&grade=1" in links
    assert "attendance?force=demonstration&grade=2&chart=tail" in links


def test_the_sentences_follow_the_store(demo: Path, good_store: Path, overview: Open) -> None:
    headings = [plain(re.findall(r"<h1>(.*?)</h1>", markup(overview(store)))[0]) for store in (demo, good_store)]
    assert headings[0] != headings[1]
    assert headings[1] == "No measure can be judged yet: none has months enough"
