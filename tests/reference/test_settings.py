"""Settings: names of office-holders come from a file, are never borrowed, and a wrong line is said in one sentence."""

from pathlib import Path

import pytest

from door import ROOT
from perfdash.errors import BadSettings
from perfdash.reference.settings import SETTING, office

WRONG = {
    "no TOML": ("[staffordshire\n", "are wrong"),
    "unknown setting": ('[staffordshire]\ncomissioner = "A"\n', "staffordshire.comissioner"),
    "unknown force": ('[staffs]\ncommissioner = "A"\n', "there is no force 'staffs'"),
    "not a text": ("[staffordshire]\ncommissioner = 7\n", "staffordshire.commissioner"),
    "no title": ('[staffordshire]\ncommissioner_title = ""\n', "staffordshire.commissioner_title"),
    "not a table": ('staffordshire = "A"\n', "staffordshire"),
}


def settings(path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(SETTING, str(path))
    return path


def test_names_come_from_the_file_and_belong_to_one_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(
        tmp_path / "own.toml", '[staffordshire]\ncommissioner = " Ann Other "\nforce_name = "The Force"\n', monkeypatch
    )
    assert (office("staffordshire").commissioner, office("staffordshire").force_name) == ("Ann Other", "The Force")
    shaped_like_it = office("demonstration")
    assert (shaped_like_it.commissioner, shaped_like_it.force_name) == ("", "Demonstration force")


def test_what_is_shipped_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    for force in ("staffordshire", "demonstration", "lfb"):
        assert not office(force).commissioner
        assert not office(force).chief_constable
    assert (ROOT / "data" / "settings.toml").exists()


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_line_is_named(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, place = WRONG[fault]
    path = settings(tmp_path / "wrong.toml", text, monkeypatch)
    with pytest.raises(BadSettings) as told:
        office("staffordshire")
    sentence = str(told.value)
    assert sentence.startswith(f"The settings {path}")
    assert place in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_file_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path / "none.toml"))
    with pytest.raises(BadSettings, match="cannot be read"):
        office("staffordshire")
