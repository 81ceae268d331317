"""The places page's few groups beside each other, put together: town and country, domestic abuse."""

import pandas as pd

from perfdash.analysis.association import difference_of_shares
from perfdash.analysis.intervals import wilson
from perfdash.contract.incidents import NOT_KNOWN
from perfdash.figures import place_sentences as found
from perfdash.figures.groups import group_figures
from perfdash.figures.small_multiples import multiples_sentence, small_multiples
from perfdash.figures.words import minutes
from perfdash.measures.selection import Selection
from perfdash.measures.words import basis
from perfdash.reference import attendance as reference
from perfdash.ui import reads
from perfdash.ui.attendance_views import AttendanceView, recent
from perfdash.ui.place_views import ATTENDANCE, MEASURES, WORDS, Place, Shown, processes_of, unit_of
from perfdash.ui.tables import group_table, month_table

_FLAGS = {"yes": "flagged as domestic abuse", "no": "not flagged", NOT_KNOWN: "without an answer"}
_FLAG_LABELS = {"yes": "Flagged", "no": "Not flagged", NOT_KNOWN: "Not known"}
_RURALITIES = {"rural": "in rural areas", "urban": "in urban areas", NOT_KNOWN: "in areas not known"}
_INTERVALS = "with 95 % intervals; in brackets that of the difference (Newcombe)"


def town_and_country(view: AttendanceView) -> Place:
    """Rural and urban areas, each judged by its own limit: lately as dots, by month as processes."""
    lately, selection = recent(view.selection, view).having(rurality=()), view.selection.having(rurality=())
    unit = unit_of(reads.attendances(lately).iloc[0])
    limits = limit_words(view)
    labels = {kind: f"{kind.capitalize()}{limits.get(kind, '')}" for kind in _RURALITIES}
    groups = _grouped(lately, ("rurality",), labels)
    compared = _contrast(groups, ("rural", "urban"), _RURALITIES, limits)
    known = groups[groups["rurality"] != NOT_KNOWN]
    names = [_RURALITIES[rurality] for rurality in known["rurality"]]
    medians = found.medians_sentence(names, known["median_seconds"].tolist())
    coverage = found.coverage_sentence(names, known["coverage"].tolist())
    headline = found.contrast_sentence(compared, _incidents_of(view)) if unit == "share" and compared else medians
    table, every = group_table(groups), reads.attendances(lately, "rurality")
    dots = Shown(
        "by_rurality",
        medians if unit == "share" else coverage,
        f"Share within standard, median and coverage, {_INTERVALS} · {basis(lately)}",
        group_figures(groups) if len(groups) else None,
        headline,
        table,
        every,
        lambda rurality: (ATTENDANCE, view.selection.having(rurality=rurality)),
    )
    months = reads.attendances(selection, "rurality", "month")
    processes = processes_of(view, months[months["rurality"] != NOT_KNOWN], "rurality", unit)
    if not processes:
        return Place(headline, MEASURES[unit], lately, ((dots,),))
    charts = {rurality.capitalize(): process for rurality, process in processes.items()}
    by_month = Shown(
        f"{MEASURES[unit]}_by_rurality_and_month",
        multiples_sentence(charts),
        f"{WORDS[unit]} by month, one scale, whole months only · {basis(selection)}",
        small_multiples(charts, unit, view.steps if unit == "share" else (), columns=len(charts), keys=list(processes)),
        multiples_sentence(charts),
        month_table(months),
        months,
        lambda rurality: (ATTENDANCE, view.selection.having(rurality=rurality)),
    )
    return Place(headline, MEASURES[unit], lately, ((dots,), (by_month,)))


def _incidents_of(view: AttendanceView) -> str:
    return "incidents that have a standard" if view.subject == "all" else f"{view.subject} incidents"


def limit_words(view: AttendanceView) -> dict[str, str]:
    """The limit in force in each kind of area for the one grade selected, ' (20 min)'; nothing where there is none."""
    grades, force, day = view.selection.chosen("grade"), view.held.force, view.held.last_on
    rows = [
        row for row in reference.standards()
        if row.measure == "attendance" and (row.grade,) == grades and row.from_on <= day <= row.to_on
    ]  # fmt: skip
    limits = {row.rurality: row.limit_seconds for row in rows if row.force == "national"}
    limits |= {row.rurality: row.limit_seconds for row in rows if row.force == force}
    return {kind: f" ({minutes(seconds)})" for kind, seconds in limits.items()}


def domestic_abuse(view: AttendanceView) -> Place:
    """Flagged, not flagged and not known, of the chosen grade and of grades 1 and 2 beside each other."""
    lately = recent(view.selection, view).having(domestic_abuse=())
    chosen = view.selection.chosen("grade")
    held = {str(grade) for grade in reads.attendances(lately.having(grade=()), "grade")["grade"]}
    grades = tuple(sorted({*chosen, "1", "2"} & held)) or chosen
    lately = lately.having(grade=grades)
    groups = _grouped(lately, ("grade", "domestic_abuse"), _FLAG_LABELS)
    force = view.held.force
    groups["heading"] = [reference.grade_name(force, grade) for grade in groups["grade"]]
    found_of = {grade: _flag_sentence(force, grade, groups[groups["grade"] == grade]) for grade in grades}
    first = chosen[0] if len(chosen) == 1 else "2" if "2" in grades else grades[0] if grades else ""
    headline = found_of.get(first, "No incident of this selection has a usable time")
    others = [sentence for grade, sentence in found_of.items() if grade != first]
    shown = Shown(
        "by_grade_and_domestic_abuse",
        "; ".join(others) or "Share within standard, median and coverage by flag",
        f"Share within standard, median and coverage by grade and flag, {_INTERVALS} · {basis(lately)}",
        group_figures(groups) if len(groups) else None,
        "; ".join(found_of.values()),
        group_table(groups),
        reads.attendances(lately, "grade", "domestic_abuse"),
        lambda key: _opened_flag(view.selection, key),
    )
    return Place(headline, MEASURES["share"], lately, ((shown,),))


def _opened_flag(selection: Selection, key: str) -> tuple[str, Selection]:
    grade, _, flag = key.partition("|")
    return ATTENDANCE, selection.having(grade=grade, domestic_abuse=flag)


def _flag_sentence(force: str, grade: str, groups: pd.DataFrame) -> str:
    subject = f"{_lowered(reference.grade_name(force, grade).partition(' (')[0])} incidents"
    compared = _contrast(groups, ("yes", "no"), _FLAGS)
    if compared and groups["n_judged"].sum():
        return found.contrast_sentence(compared, subject)
    known = groups[groups["domestic_abuse"] != NOT_KNOWN]
    names = [f"where {_FLAGS[flag]}" for flag in known["domestic_abuse"]]
    medians = found.medians_sentence(names, known["median_seconds"].tolist())
    return medians.replace("Half", f"Half of {subject}", 1)


def _grouped(selection: Selection, by: tuple[str, ...], labels: dict[str, str]) -> pd.DataFrame:
    """Groups with intervals for share, median and coverage, labelled and in the order of the labels of the last breakdown."""
    groups = reads.attendances(selection, *by)
    groups = groups[groups["n_incidents"] > 0].merge(reads.median_intervals(selection, *by), on=list(by), how="left")
    low, high = wilson(groups["n_measured"].to_numpy(float), groups["n_due"].to_numpy(float))
    groups = groups.assign(
        coverage_low=low,
        coverage_high=high,
        heading="",
        label=[labels.get(value, value) for value in groups[by[-1]]],
        key=["|".join(map(str, row)) for row in groups[list(by)].to_numpy()],
        place=[list(labels).index(value) if value in labels else len(labels) for value in groups[by[-1]]],
    )
    return groups.sort_values([*by[:-1], "place"]).reset_index(drop=True)


def _contrast(
    groups: pd.DataFrame, pair: tuple[str, str], words: dict[str, str], limits: dict[str, str] | None = None
) -> found.Contrast | None:
    """The first of a pair of groups against the second; nothing where either is missing."""
    column = "rurality" if pair[0] in _RURALITIES else "domestic_abuse"
    rows = [groups[groups[column] == value] for value in pair]
    if any(row.empty for row in rows):
        return None
    a, b = (row.to_dict("records")[0] for row in rows)
    gap = difference_of_shares((a["n_within"], b["n_within"]), (a["n_judged"], b["n_judged"]))
    shares = (float(a["share_within"]), float(b["share_within"]))
    said = ((limits or {}).get(pair[0], ""), (limits or {}).get(pair[1], ""))
    return found.Contrast(words[pair[0]], words[pair[1]], shares, gap, said)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
