"""The waits as a distribution: the wellbeing world's five first appointments by how many days they were waited for."""

from pathlib import Path

import wellbeing
from door import perfdash

YEAR = ("--where", "force=staffordshire", "--from", "2025-04", "--to", "2026-03")


def test_the_waits_by_band_are_those_of_the_five_who_were_seen(tmp_path: Path) -> None:
    store = tmp_path / "store"
    wellbeing.load(store, "referrals")
    asked = ("measure", "first_appointment_days", *YEAR, "--by", "wait_band", "--audience", "analyst")
    rows = perfdash(*asked, "--store", store, "--json").json["rows"]
    # R01 to R05 waited 10, 20, 30, 40 and 50 days; those of the fire service and of nobody knows whom are in no band.
    assert {row["wait_band"]: row["n_seen"] for row in rows} == {
        "0 to 14 days": 1,
        "15 to 21 days": 1,
        "22 to 28 days": 0,
        "29 to 42 days": 2,
        "43 to 56 days": 1,
        "over 56 days": 0,
    }


def test_the_public_is_told_no_bands(tmp_path: Path) -> None:
    store = tmp_path / "store"
    wellbeing.load(store, "referrals")
    asked = ("measure", "first_appointment_days", "--by", "year,wait_band", "--audience", "public", "--store", store)
    refused = perfdash(*asked)
    assert refused.code == 2
    assert "by role group only; leave wait_band out" in refused.err
