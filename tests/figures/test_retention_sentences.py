"""What the retention page says, word by word."""

from math import nan

import pandas as pd
import pytest
import retention_frames as made
from retention_frames import curve, hide
from series import judged, wobbling

from perfdash.figures import interview_sentences as interviews
from perfdash.figures import retention_sentences as found

COLUMNS = ("rate", "low", "high", "rate_with_transfers")


def test_leavers_with_the_verdict_of_their_process() -> None:
    steady = judged([30.0 + value for value in wobbling(20, 1, 1)], "decrease")
    assert found.leavers_sentence(steady, "officer") == "29 officers left in August 2024: no clear change"
    rising = judged([30.0, 31, 29, 30, 31, 29, 30, 31, 29, 30, 31, 29, 60], "decrease")
    assert found.leavers_sentence(rising, "staff") == "60 staff left in January 2024: getting worse"
    few = judged([1.0], "decrease")
    assert found.leavers_sentence(few, "staff") == (
        "1 member of staff left in January 2023: too few points to tell (1 of 13)"
    )
    assert found.leavers_sentence(judged([nan], "decrease"), "PCSO") == "No month has a figure of PCSOs who left"


def test_the_rolling_rate_in_both_definitions_with_its_basis() -> None:
    assert found.rolling_sentence(made.rates(), "officer") == (
        "6.0 % of officers left in the 12 months to March 2026, 7.1 % with transfers to other forces "
        "(headcount; strength at the start)"
    )
    without = made.rates().assign(rate_with_transfers=nan)
    assert found.rolling_sentence(without, "staff", "FTE") == (
        "6.0 % of staff left in the 12 months to March 2026 (FTE; strength at the start)"
    )


def test_the_rolling_rate_that_cannot_be_told() -> None:
    assert found.rolling_sentence(made.rates()[:0], "officer") == (
        "No 12 months of officers are held: the leaver rate cannot be told yet"
    )
    assert found.rolling_sentence(hide(made.rates(), [63], *COLUMNS), "officer") == (
        "The leaver rate of officers in the 12 months to March 2026 is hidden: small number"
    )
    assert found.rolling_sentence(made.rates().assign(rate=nan), "officer").endswith("to March 2026 is not known")


def test_why_the_rolling_rate_is_no_process_chart() -> None:
    assert found.rolling_note("FTE") == (
        "Leavers of 12 months ÷ strength at the start of them, FTE with FTE, without transfers to other forces; "
        "no process limits: each point shares 11 months with the one before"
    )


def test_the_newest_published_figure() -> None:
    assert found.published_sentence(made.published()) == (
        "England and Wales: 6.0 % in the year to March 2025 (edition not stated)"
    )
    assert found.published_sentence(made.published()[:2]).endswith(
        "6.2 % in the year to March 2024 (edition August 2024)"
    )
    assert found.published_sentence(made.published()[:0]) == ""


def test_how_many_of_a_hundred_are_still_here() -> None:
    one = curve("officer", "2023/24", [0.95, 0.9, 0.85, 0.82, 0.8])
    assert found.curve_sentence(one, "officer", "2023/24") == (
        "82 of 100 new officers of 2023/24 were still here after two years (77 to 87)"
    )
    assert found.curve_sentence(one, "staff", "all", 1) == (
        "90 of 100 new staff were still here after one year (85 to 95)"
    )
    certain = one.assign(share_remaining=1.0, low=nan, high=nan)
    assert found.curve_sentence(certain, "officer", "all") == "100 of 100 new officers were still here after two years"
    late = one.assign(years=one["years"] + 2)
    assert found.curve_sentence(late, "officer", "all") == "All new officers were still here after two years"


def test_a_curve_that_tells_nothing() -> None:
    one = curve("officer", "2023/24", [0.95, 0.9])
    assert found.curve_sentence(one, "officer", "2023/24") == (
        "New officers of 2023/24 can be followed for 1 year only: too early, or too few people left to follow, to say after "
        "two years"
    )
    hidden = hide(one, [1], "share_remaining", "low", "high")
    assert found.curve_sentence(hidden, "officer", "2023/24", 1) == (
        "How many new officers of 2023/24 were still here after one year is hidden: small number"
    )
    assert found.curve_sentence(one.assign(share_remaining=nan), "PCSO", "all", 1).endswith("is not known")
    assert found.curve_sentence(one[:0], "volunteer", "all") == "No new volunteers are held"


def test_cohorts_the_newest_that_is_complete_and_the_newest_that_is_not() -> None:
    frame = made.cohorts()
    assert found.cohorts_sentence(frame, "officer") == (
        "16 % of officers who joined in 2023/24 left within two years (11 to 22, n = 1,210); "
        "6 % of those of 2024/25 left so far (2 to 12, n = 90, Kaplan–Meier)"
    )
    assert found.cohorts_sentence(frame[:1], "staff") == (
        "6 % of staff who joined in 2024/25 left so far (2 to 12, n = 90, Kaplan–Meier)"
    )
    hidden = hide(frame, [2], "share_left", "low", "high", "n")
    assert found.cohorts_sentence(hidden[1:], "officer") == (
        "How many of officers who joined in 2023/24 left within two years is hidden: small number"
    )
    assert found.cohorts_sentence(frame[:0], "officer") == "No joining cohort of officers is held"


def test_under_five_years_of_service() -> None:
    assert found.bands_sentence(made.bands(), "officer") == "Under five years of service: 45 % of officer leavers"
    hidden = hide(made.bands(), [10], "n", "share")
    assert found.bands_sentence(hidden, "officer") == (
        "Under five years of service: the share of officer leavers is hidden: small number"
    )
    older = hide(made.bands(), [0], "n", "share")
    assert found.bands_sentence(older, "officer") == "Under five years of service: 45 % of officer leavers"
    assert found.bands_sentence(made.bands()[:0], "staff") == "The length of service of staff leavers is not known"


def test_how_leavers_divide() -> None:
    frame = made.leavers({"normal retirement": 20.0, "voluntary resignation": 60.0, "death": 20.0})
    assert (
        found.types_sentence(frame, "officer")
        == "Voluntary resignation 60 %, normal retirement 20 % of officer leavers"
    )
    assert found.types_sentence(frame[:0], "officer") == "How officer leavers divide is not known"
    assert found.types_sentence(hide(frame, range(3), "n", "share"), "PCSO") == (
        "How PCSO leavers divide is hidden: small number"
    )


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([], ""),
        ([1], "1 of 3 values is hidden (‡): small number"),
        ([0, 2], "2 of 3 values are hidden (‡): small numbers"),
    ],
)
def test_how_much_is_hidden(places: list[int], words: str) -> None:
    assert found.hidden_sentence(hide(made.cohorts(), places, "n"), "n") == words


def test_reasons_beside_who_did_not_answer() -> None:
    assert interviews.reasons_sentence("organisational", 0.62, made.responses()) == (
        "Organisational reasons are named in 62 % of 118 completed interviews; 45 of 163 asked did not answer; "
        "4 were not asked"
    )
    answered = made.responses().assign(n_declined=0.0, n_not_asked=0.0)
    assert interviews.reasons_sentence("reward", 0.2, answered) == (
        "Reward reasons are named in 20 % of 118 completed interviews; all who were asked answered"
    )


def test_reasons_that_cannot_be_told() -> None:
    few = made.responses().assign(n_completed=7.0, n_declined=13.0, n_not_asked=1.0)
    assert interviews.reasons_sentence("reward", 0.4, few) == (
        "7 completed interviews: at least 10 are needed; 13 of 20 asked did not answer; 1 was not asked"
    )
    assert interviews.reasons_sentence("reward", nan, made.responses()).startswith(
        "In how many of 118 completed interviews reward reasons are named is hidden: small number; 45 of 163"
    )
    hidden = hide(made.responses(), [1], "n_completed", "n_declined")
    assert interviews.reasons_sentence("reward", 0.4, hidden) == (
        "How many completed an interview is hidden: small number; 4 were not asked"
    )
    assert interviews.reasons_sentence("reward", 0.4, made.responses()[:0]) == "No exit interviews are held"


def test_what_is_named_most() -> None:
    frame = made.reasons([("Pay", "reward", 0.3), ("Workload", "organisational", 0.41)])
    assert interviews.named_most_sentence(frame) == "Named most often: workload, 41 % (33 to 49) of 100"
    tie = made.reasons([("Pay", "reward", 0.3), ("Workload", "organisational", 0.3)])
    assert interviews.named_most_sentence(tie) == "Named most often: pay and workload, 30 % (22 to 38) of 100 each"
    assert interviews.named_most_sentence(hide(frame, [0, 1], "share")).endswith("is hidden: small number")
    assert interviews.named_most_sentence(frame[:0]) == "No reason is named"


def told(**counts: tuple[float, float]) -> str:
    """The sentence of a funnel whose steps have these counts and bases."""
    frame = made.funnel().set_index("stage")
    for name, (n, base) in counts.items():
        frame.loc[{"after": "In post after 12 months"}.get(name, name.capitalize()), ["n", "base"]] = [n, base]
    return interviews.funnel_sentence(frame.reset_index())


def test_the_funnel_claims_no_effect() -> None:
    assert told(after=(38, 61)) == (
        "Of 140 people old enough to judge, 96 were invited and 61 interviewed; 38 are in post a year later – there is no "
        "comparison group, so this does not show that interviews work"
    )
    assert "61 interviewed; 38 of 50 who can be judged are in post a year later – there is no" in told()
    assert "1 is in post a year later" in told(after=(1, 61))
    assert "; it is too early to say who is in post a year later – there is no" in told(after=(0, 0))
    assert told(invited=(1, 1)).startswith("Of 1 person old enough to judge, 1 was invited")


def test_a_funnel_with_hidden_steps_or_none() -> None:
    hidden = hide(made.funnel(), [8], "n", "base")
    assert "; ‡ of ‡ who can be judged are in post" in interviews.funnel_sentence(hidden)
    assert interviews.funnel_sentence(made.funnel()[:0]) == "No stay interviews are held"
    assert interviews.funnel_sentence(made.funnel()[:4]).endswith("96 were invited and 61 interviewed")
    assert interviews.too_early_sentence(made.funnel()) == (
        "Too early to say: 12 invited, 9 actions done, 3 in post after 3 months, 9 in post after 6 months, "
        "11 in post after 12 months"
    )
    assert interviews.too_early_sentence(made.funnel()[2:5]) == ""


@pytest.mark.parametrize(
    ("ambition", "words"),
    [(20.0, ": 6 fewer than the ambition of 20"), (14.0, ": as many as the ambition of 14"),
     (10.0, ": 4 more than the ambition of 10"), (None, "")],
)  # fmt: skip
def test_the_pool_against_the_ambition(ambition: float | None, words: str) -> None:
    assert interviews.pool_sentence(made.pool(), ambition) == (
        f"14 people may hold stay interviews in March 2026 (9 police, 5 staff){words}"
    )


def test_a_pool_that_is_hidden_or_not_held() -> None:
    parts = hide(made.pool(), [23], "n_police", "n_staff")
    assert interviews.pool_sentence(parts).endswith("(‡ police, ‡ staff)")
    hidden = hide(made.pool(), [23], "n_interviewers", "n_police", "n_staff")
    assert interviews.pool_sentence(hidden, 20) == (
        "How many people may hold stay interviews in March 2026 is hidden: small number"
    )
    assert interviews.pool_sentence(pd.DataFrame(made.pool()[:0])) == "No list of interviewers is held"
