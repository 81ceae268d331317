"""The page of the response record: who may read, write and sign what, and that the page says what the files say."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from screen import followed
from streamlit.testing.v1 import AppTest

from door import ROOT
from perfdash.meeting import log, response_log
from perfdash.reference.settings import SETTING
from perfdash.store.places import find_store

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Open:
    path = tmp_path / "settings.toml"
    path.write_text('[staffordshire]\ncommissioner = "Ann Other"\nchief_constable = "Sam Else"\n', encoding="utf-8")
    monkeypatch.setenv(SETTING, str(path))

    def opened(store: Path, role: str, **query: str) -> AppTest:
        monkeypatch.setenv("PERFDASH_STORE", str(store))
        monkeypatch.setenv("PERFDASH_ROLE", role)
        return stands(followed("pages/response_record.py", query))

    return opened


def stands(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    assert not at.error
    return at


def text(at: AppTest) -> str:
    markup = "\n".join(element.proto.body for element in at.get("html"))
    return re.sub(r"[^\S\n]+", " ", html.unescape(re.sub(r"<[^>]+>", "\n", markup))).replace("\u00a0", " ")


def headline(at: AppTest) -> str:
    found = [e.proto.body for e in at.get("html") if "<h1>" in e.proto.body]
    return re.sub(r".*<h1>(.*?)</h1>.*", r"\1", found[0], flags=re.S)


def buttons(at: AppTest) -> set[str]:
    return {button.key for button in at.button if button.key}


def write_own_parts(at: AppTest) -> AppTest:
    (part,) = [box for box in at.selectbox if box.label == "Part"]
    for place in range(len(part.options)):
        box = next(box for box in at.selectbox if box.label == "Part")
        box.select_index(place)
        at.run()
        at.text_area[0].input(f"Words on part {place}")
        at.button(key="write_part").click()
        stands(at.run())
    return at


def test_from_an_empty_draft_to_a_signed_record_and_the_next_draft(good_store: Path, open_page: Open) -> None:
    at = open_page(good_store, "chief officer")
    assert headline(at) == "Version 1 is a draft: 6 parts are still unwritten"
    assert "sign" not in buttons(at)
    write_own_parts(at)
    at = open_page(good_store, "commissioner")
    assert headline(at) == "Version 1 is a draft: 3 parts are still unwritten"
    assert at.button(key="sign").disabled
    write_own_parts(at)
    assert headline(at) == "Version 1 is a draft: every part is written"
    assert "Words on part 1" in text(at)
    at.checkbox[0].check()
    at.run()
    at.button(key="sign").click()
    stands(at.run())
    assert headline(at) == "Version 1 is signed"
    assert "Signed as commissioner on " in text(at)
    assert buttons(at) == {"start_version"}
    assert "Signed as commissioner on " in text(open_page(good_store, "public"))
    at = open_page(good_store, "chief officer")
    at.button(key="start_version").click()
    stands(at.run())
    assert headline(at) == "Version 2 is a draft: every part is written"
    assert headline(open_page(good_store, "commissioner", version="1")) == "Version 1 is signed"
    assert len(log.entries(find_store(good_store).log, response_log.VERSION)) == 2


@pytest.mark.parametrize("role", ["analyst", "public"])
def test_other_roles_write_nothing(role: str, good_store: Path, open_page: Open) -> None:
    at = open_page(good_store, role)
    assert not buttons(at)
    assert not at.text_area
    assert ("Summary of the inspection" in text(at)) is (role == "analyst")
    if role == "public":
        assert headline(at) == "No version of the response record is signed yet"
        assert "A draft is not shown to the public" in text(at)
        assert not at.get("download_button")


def test_both_files_can_be_had(good_store: Path, open_page: Open) -> None:
    at = open_page(good_store, "analyst")
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == ["Download for Word (DOCX)", "Download as HTML"]
    assert "100.0 % in 1 May 2025 to 28 May 2025" in text(at)
    assert "so by 31 August 2023" in text(at)


def test_wrong_settings_are_one_sentence(good_store: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDASH_STORE", str(good_store))
    monkeypatch.setenv(SETTING, str(good_store / "none.toml"))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page("pages/response_record.py")
    stands(at.run())
    assert "The settings" in text(at)
    assert "cannot be read" in text(at)
