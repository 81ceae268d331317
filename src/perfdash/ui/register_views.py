"""The register of measures as people read it, and which themes and recommendations nothing measures."""

from collections.abc import Mapping, Sequence
from datetime import date

from perfdash.contract.stages import STAGES
from perfdash.figures import words
from perfdash.figures.framework_sentences import baseline_words, measures_headline
from perfdash.figures.reference_tables import Cell, Column, State, gap
from perfdash.measures.months_held import MonthsHeld
from perfdash.measures.register import Measure, measures
from perfdash.reference import recommendations as asked_for
from perfdash.reference.attendance import chosen_clock, force_name

# Statistics of the register in words; one that is not here is read as its own name.
_STATISTICS = {
    "share_within": "Share within the standard",
    "median_seconds": "Median time",
    "n_tail": "Count over the threshold",
    "coverage": "Share with a usable time",
    "grade_share": "Share of each grade",
    "n_incidents": "Count",
    "share_abandoned": "Share abandoned",
    "n_joiners": "Number of joiners",
    "n_interviewers": "Number of interviewers",
    "median_days": "Median days",
    "share_left": "Share that left within two years",
    "share_remaining": "Share still in the force, year by year (Kaplan–Meier)",
    "share_naming": "Share that names each reason",
    "share_reached": "Share that came so far",
    **{stage.column: f"Mean time from {stage.starts} to {stage.stops}" for stage in STAGES},
}
_UNTIMED = ("grade_share", "n_incidents", "share_abandoned")
_DIRECTIONS = {"increase": "more is better", "decrease": "less is better", "neutral": "neither way is better"}
THEMES_CAPTION = "One row a theme, those with the fewest measures first"
REGISTER_FORMAL = (
    "The register of measures · what is counted, by which clock, of what · the baseline is fixed; a month of it that the "
    "store does not hold is a gap"
)
REGISTER_SOURCE = "Source: the register of measures, reference table measures.csv; data held: counted in the store."
THEMES = (
    Column("Theme", width=24),
    Column("Measures with data", "pd-number"),
    Column("Without data", "pd-number"),
    Column("Recommendations, and the measures that speak to each", width=30),
    Column("Owner", width=14),
)
REGISTER = (
    Column("Measure", width=20),
    Column("What is counted", width=24),
    Column("Baseline", width=14),
    Column("Data held", width=12),
    Column("Recommendation, theme", width=14),
    Column("Owner, frequency, sensitivity, source", width=16),
    Column("Framework code", width=9),
)


def headline(held: Mapping[str, MonthsHeld]) -> str:
    """Which themes have no measure, and how many measures no data."""
    by_theme = asked_for.measures_by_theme(measures())
    bare = [theme.name for theme in asked_for.themes() if not by_theme[theme.key]]
    lacking = [key for key, months in held.items() if not months.has_data]
    return measures_headline(bare, len(by_theme), len(measures()), len(lacking))


def formal(force: str) -> str:
    """What the counts of the view stand on."""
    return (
        f"Recommendations 4 and 6: measures of the register by theme, with data where at least one month of "
        f"{force_name(force)} has a figure, part months included"
    )


def register_title(held: Mapping[str, MonthsHeld]) -> str:
    """The finding over the register: how many measures have their whole baseline."""
    return baseline_words(len(held), sum(months.has_baseline for months in held.values()))


def theme_rows(held: Mapping[str, MonthsHeld], on: date) -> list[list[Cell]]:
    """A row a theme, those that nothing measures first; a theme whose row has ended says so."""
    by_theme = asked_for.measures_by_theme(measures())
    # Gaps first: whoever reads the first line only must have read what is missing.
    ordered = sorted(asked_for.themes(), key=lambda theme: sum(held[key].has_data for key in by_theme[theme.key]))
    return [_theme_row(theme, [held[key] for key in by_theme[theme.key]], on) for theme in ordered]


def _theme_row(theme: asked_for.Theme, of_theme: Sequence[MonthsHeld], on: date) -> list[Cell]:
    with_data = [months for months in of_theme if months.has_data]
    without = [measures()[months.measure].name for months in of_theme if not months.has_data]
    over = () if on <= theme.to_on else (f"ended {words.day(theme.to_on)}, not renewed",)
    return [
        Cell(theme.name, notes=(theme.question, *over)),
        Cell(words.count(len(with_data))) if with_data else gap("none has data" if of_theme else "no measure"),
        Cell(words.count(len(without)), State.GAP, tuple(without)) if without else Cell("0"),
        _answering(theme),
        Cell(theme.owner),
    ]


def _answering(theme: asked_for.Theme) -> Cell:
    """'1a: 7 measures', and in words the recommendations that no measure speaks to, ours first."""
    spoken = asked_for.measures_by_recommendation(measures())
    answering = [rec for rec in asked_for.recommendations() if theme.key in rec.themes]
    given = [_speaking(rec.key, len(spoken[rec.key])) for rec in answering if spoken[rec.key]]
    ours, theirs = (
        [rec.key for rec in answering if rec.is_ours is is_ours and not spoken[rec.key]] for is_ours in (True, False)
    )
    bare = [words.both(ours)] * bool(ours) + [f"{words.both(theirs)}, not ours to deliver"] * bool(theirs)
    return gap(f"no measure for {'; '.join(bare)}", *given) if bare else Cell(", ".join(given))


def _speaking(key: str, n: int) -> str:
    return f"{key}: {n} measure{'' if n == 1 else 's'}"


def register_rows(held: Mapping[str, MonthsHeld]) -> list[list[Cell]]:
    """A row a measure, those without data first."""
    ordered = sorted(measures().values(), key=lambda asked: held[asked.key].has_data)
    return [_register_row(asked, held[asked.key]) for asked in ordered]


def _register_row(asked: Measure, months: MonthsHeld) -> list[Cell]:
    return [
        Cell(asked.question, notes=(asked.name,)),
        Cell(
            f"{definition(asked)}, of {asked.denominator}",
            notes=(clock(asked), _DIRECTIONS[asked.improvement_direction]),
        ),
        _baseline(asked, months),
        _data(asked, months),
        Cell(f"Rec {', '.join(asked.recommendations)}", notes=(words.both(_theme_names(asked)),)),
        Cell(asked.owner, notes=(f"{asked.frequency}, {asked.sensitivity}", asked.source)),
        Cell(asked.framework_code or "none"),
    ]


def definition(asked: Measure) -> str:
    """What the figure is, in words."""
    return _STATISTICS.get(asked.statistic, asked.statistic.replace("_", " ").capitalize())


def clock(asked: Measure) -> str:
    """By which clock: attendance times have the chosen one, its stages part of it, calls one of their own."""
    if asked.statistic in _UNTIMED or asked.records not in ("incidents", "calls"):
        return "no clock: counted, not timed"
    if asked.records == "calls":
        return "clock: call presented → answered"
    part = "part of " if asked.statistic in {stage.column for stage in STAGES} else ""
    return f"clock: {part}{chosen_clock().name}"


def _baseline(asked: Measure, months: MonthsHeld) -> Cell:
    period = f"{asked.baseline_from:%b %Y} to {asked.baseline_to:%b %Y}"
    held = f"{months.n_baseline_held} of {months.n_baseline} months held"
    return Cell(period, notes=(held,)) if months.has_baseline else gap(held, period)


def _data(asked: Measure, months: MonthsHeld) -> Cell:
    if months.first_month is None or months.last_month is None:
        return gap("no data", f"no {asked.records} that it could count")
    unit = "month" if months.n_months == 1 else "months"
    return Cell(f"{months.n_months} {unit}", notes=(f"{months.first_month:%b %Y} to {months.last_month:%b %Y}",))


def _theme_names(asked: Measure) -> list[str]:
    return [theme.name for theme in asked_for.themes() if theme.key in asked.themes]
