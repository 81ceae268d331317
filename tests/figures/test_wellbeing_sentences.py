"""What the wellbeing page says, word by word."""

import re
from math import nan
from pathlib import Path

import pandas as pd
import wellbeing_frames as made
from retention_frames import hide
from series import judged, wobbling
from wellbeing_frames import SHARE

from perfdash.figures import health_sentences as health
from perfdash.figures import wellbeing_sentences as found
from perfdash.figures.offered_quarters import WEEK

KEYS = ("n_reached", "n_eligible", *SHARE)
FIGURES = Path(found.__file__).parent


def test_how_many_in_listed_roles_were_reached_and_where_least() -> None:
    assert found.reach_sentence(made.reach()) == (
        "Of 214 people in listed roles 131 were reached by something beyond the annual screening (61 %, 55 to 67); digital "
        "forensics least: 9 of 31"
    )
    assert found.reach_sentence(made.reach()[2:], "in the 12 months to October 2026") == (
        "Of 214 people in listed roles 131 were reached in the 12 months to October 2026 by something beyond the annual "
        "screening (61 %, 55 to 67); no group of roles lies below that by more than chance"
    )


def test_of_several_groups_below_the_whole_the_lowest_is_named() -> None:
    more = made.groups([("custody", True, 2, 21), ("ViSOR", True, 1, 20)], "n_reached", "n_eligible")
    assert found.reach_sentence(pd.concat([made.reach(), more[:1]])).endswith("; custody least: 2 of 21")
    assert found.reach_sentence(pd.concat([made.reach(), more])).endswith("; ViSOR least: 1 of 20")


def test_reach_that_cannot_be_told() -> None:
    assert found.reach_sentence(hide(made.reach(), [2], *KEYS)) == (
        "How many of the people in listed roles were reached by something beyond the annual screening is hidden: small number"
    )
    few = made.groups([("all", True, 3, 7)], "n_reached", "n_eligible")
    assert found.reach_sentence(few) == "7 people in listed roles: at least 10 are needed to tell a share"
    assert found.reach_sentence(made.reach()[:0]) == "Nobody in listed roles is counted"
    assert found.reach_sentence(made.reach()[:2]) == "How many in listed roles were reached is not known"
    # A hidden group is none that can be the least.
    assert found.reach_sentence(hide(made.reach(), [1], *KEYS)).endswith(
        "no group of roles lies below that by more than chance"
    )


def test_roles_that_are_not_on_the_list() -> None:
    assert found.unlisted_sentence(made.reach()) == (
        "Of 812 people in roles that are not on the list 90 were reached by the same means (11 %, 9 to 13)"
    )
    assert found.unlisted_sentence(made.reach()[:3]) == "Nobody in roles that are not on the list is counted"


def test_by_which_means() -> None:
    assert found.beyond_sentence(made.means()) == (
        "Enhanced support reached 88 of 214, occupational health 40, resilience training 12; whoever was reached twice counts "
        "in both"
    )
    assert found.beyond_sentence(hide(made.means(), [2], *KEYS)) == (
        "Enhanced support reached 88 of 214, occupational health 40; resilience training is hidden: small number; whoever was "
        "reached twice counts in both"
    )
    assert found.beyond_sentence(hide(made.means(), range(4), *KEYS)) == (
        "By what means people were reached is hidden: small number"
    )
    assert found.beyond_sentence(made.means()[:0]) == "By what means people were reached is not known"


def test_on_time_with_the_verdict_of_its_process() -> None:
    steady = judged(wobbling(20, 0.78, 0.01))
    assert found.on_time_sentence(steady) == (
        "76.0 % of screenings due in August 2024 were completed by the day they were due: no clear change"
    )
    fallen = judged([*wobbling(20, 0.78, 0.01), 0.48])
    assert found.on_time_sentence(fallen, "contacts of enhanced support", 0) == (
        "48 % of contacts of enhanced support due in September 2024 were completed by the day they were due: getting worse"
    )
    assert found.on_time_sentence(judged([0.8])).endswith(": too few points to tell (1 of 13)")
    assert found.on_time_sentence(judged([nan])) == "No month of screenings can be judged"


def test_how_far_contacts_came() -> None:
    assert found.contacts_sentence(made.contacts()) == (
        "Of 521 screenings due 500 were offered, 458 completed and 403 completed by the day they were due; 12 are not due yet"
    )
    hidden = hide(made.contacts().drop(columns="n_too_early"), [0], "n_on_time")
    assert found.contacts_sentence(hidden, "contacts") == (
        "Of 521 contacts due 500 were offered, 458 completed and ‡ completed by the day they were due"
    )
    one = made.contacts()[["n_eligible", "n_on_time", "hidden"]]
    assert found.contacts_sentence(one) == "Of 521 screenings due 403 were completed by the day they were due"
    assert found.contacts_sentence(made.contacts().assign(n_eligible=0.0)) == "No screenings fell due"
    assert found.contacts_sentence(made.contacts()[:0]) == "No screenings fell due"


def test_trauma_support_of_the_newest_whole_quarter_and_a_year_before() -> None:
    assert found.trauma_sentence(made.offered()) == (
        "85 % of people exposed were offered TRiM within 72 hours, July to September 2026; 60 % a year before"
    )
    assert found.trauma_sentence(made.offered(), WEEK) == (
        "91 % of people exposed were offered TRiM within 7 days, July to September 2026; 68 % a year before"
    )
    assert found.trauma_sentence(made.offered()[1:6]) == (
        "85 % of people exposed were offered TRiM within 72 hours, July to September 2026"
    )
    assert found.trauma_sentence(made.offered()[5:6]) == (
        "90 % of people exposed were offered TRiM within 72 hours, October to December 2026, so far"
    )


def test_trauma_support_that_cannot_be_told() -> None:
    columns = ("n", "base", *SHARE)
    assert found.trauma_sentence(hide(made.offered(), [4], *columns)) == (
        "How many people exposed were offered TRiM within 72 hours, July to September 2026, is hidden: small number"
    )
    assert found.trauma_sentence(hide(made.offered(), [0], *columns)).endswith("; a year before hidden: small number")
    nobody = made.offered().assign(share=nan, base=0.0)
    assert found.trauma_sentence(nobody) == "Nobody was exposed at an incident, July to September 2026"
    assert found.trauma_sentence(made.offered()[:0]) == "No exposure at an incident is held"


def test_situations_beside_roles() -> None:
    assert found.situations_sentence(made.situations()) == (
        "200 of 300 exposures (67 %) were of people in roles that are not on the list; 84 % of these were offered TRiM within "
        "72 hours, 86 % of those in listed roles"
    )
    assert found.situations_sentence(hide(made.situations(), [0], *SHARE)) == (
        "200 of 300 exposures (67 %) were of people in roles that are not on the list"
    )
    assert found.situations_sentence(hide(made.situations(), [0], "n_offered", "n_exposed", *SHARE)) == (
        "How the exposures divide between listed and other roles is hidden: small number"
    )
    assert found.situations_sentence(made.situations()[:0]) == "No exposure at an incident is held"


# Occupational health, absence, pilots --------------------------------------------------------------------------------


def test_waits_by_percentiles_and_who_still_waits() -> None:
    assert health.waiting_sentence(made.percentiles(), made.waiting()) == (
        "Half were first seen within 20 days, one in ten waited more than 38; 208 are open, 31 of them over 56 days"
    )
    # Without a row of the whole, the bands make it.
    assert health.waiting_sentence(made.percentiles()[:1], made.waiting()[:4]).endswith(
        "; 208 are open, 31 of them over 56 days"
    )
    none = made.waiting().assign(n_open=[0.0, 1, 0, 0, 1])
    assert health.waiting_sentence(made.percentiles(), none).endswith("; 1 is open, none of them over 56 days")
    assert health.waiting_sentence(made.percentiles(), made.waiting()[:0]) == (
        "Half were first seen within 20 days, one in ten waited more than 38"
    )


def test_waits_that_cannot_be_told() -> None:
    hidden = hide(made.percentiles(), [1], "median_days", "p90_days")
    assert health.waiting_sentence(hidden, hide(made.waiting(), [0], "n_open")) == (
        "How long people waited is hidden: small number; 208 are open, ‡ of them over 56 days"
    )
    assert health.waiting_sentence(hidden, hide(made.waiting(), [4], "n_open")).endswith(
        "; how many are open is hidden: small number"
    )
    few = made.percentiles().assign(n_seen=7.0)
    assert (
        health.waiting_sentence(few, made.waiting()[:0])
        == "7 people were first seen: at least 10 are needed to tell a wait"
    )
    assert health.waiting_sentence(made.percentiles()[:0], made.waiting()[:0]) == "Nobody was first seen in this period"


def test_absence_against_the_same_month_of_the_year_before() -> None:
    values = made.seasons()
    assert health.absence_sentence("hours_lost_share", made.compared(values), made.adjusted(values)) == (
        "4.3 % of contracted hours were lost in October 2026; 4.3 % in October 2025: no clear change"
    )
    rising = made.seasons(last=0.01)
    assert health.absence_sentence("hours_lost_share", made.compared(rising), made.adjusted(rising)).endswith(
        ": getting worse"
    )
    assert health.absence_sentence("hours_lost_share", made.compared(values[:3])) == (
        "4.7 % of contracted hours were lost in January 2023"
    )


def test_each_measure_of_absence_in_its_own_words() -> None:
    people = [float(round(1000 * value)) for value in made.seasons(level=0.06)]
    assert health.absence_sentence("long_absences", made.compared(people), made.adjusted(people)).endswith(
        " at the end of October 2025: no clear change"
    )
    assert health.absence_sentence("long_absences", made.compared([1.0])) == (
        "1 person had been absent for more than 28 days at the end of November 2022"
    )
    rolling = [78.0 + at / 10 for at in range(24)]
    assert health.absence_sentence("hours_lost_per_fte", made.compared(rolling), made.adjusted(rolling)) == (
        "80.3 hours were lost for each full-time equivalent in the 12 months to October 2024; 79.1 hours in the 12 months to "
        "October 2023"
    )


def test_absence_that_cannot_be_told() -> None:
    assert health.absence_sentence("long_absences", made.compared([60.0, nan])) == (
        "The figure of absence at the end of December 2022 is hidden: small number"
    )
    assert health.absence_sentence("hours_lost_share", made.compared([])) == "No whole month of absence is held"


def test_the_pilots_in_counts() -> None:
    assert health.assessments_sentence(made.assessments()[2:]) == (
        "Of 142 assessments of muscles and joints offered 79 were completed (56 %, 47 to 64)"
    )
    assert health.assessments_sentence(hide(made.assessments()[2:], [0], "n_completed", *SHARE)) == (
        "How many assessments of muscles and joints were completed is hidden: small number"
    )
    assert health.assessments_sentence(made.assessments()[:0]) == "No assessment of muscles and joints was offered"
    assert health.bus_sentence(made.stops()) == (
        "227 came to the wellbeing bus, at 3 stops: it toured once, so there is no trend"
    )
    assert health.bus_sentence(hide(made.stops()[:3], [0], "n_attended")) == (
        "How many came to the wellbeing bus, at 3 stops, is hidden: small number"
    )
    assert health.bus_sentence(made.stops()[:0]) == "The wellbeing bus has made no stop"


def test_no_word_says_how_many_are_ill() -> None:
    """Process, never prevalence: of what was done, never of how anybody was."""
    modules = (
        "group_dots", "reach_dots", "situation_dots", "offered_quarters", "waiting_chart", "open_ages", "same_month",
        "counted_bars", "wellbeing_sentences", "health_sentences",
    )  # fmt: skip
    ill = re.compile(r"\b(ill|sick|unwell|symptoms?|scores?|diagnos\w+|suffer\w*|stressed|prevalence)\b", re.I)
    spoken = {name: (FIGURES / f"{name}.py").read_text(encoding="utf-8") for name in modules}
    assert {name: ill.findall(text) for name, text in spoken.items() if ill.search(text)} == {}
