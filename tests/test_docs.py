"""Documentation that fails the build when it lies: settings, reasons, statuses, columns, commands, examples and links."""

import re
import shlex
import tomllib
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from typer._click.exceptions import UsageError

from door import ROOT, SHARED, perfdash, write_csv, write_profile
from perfdash.cli import app
from perfdash.contract import calls, incidents, statuses
from perfdash.contract.kinds import CALLS, KINDS
from perfdash.ingest import dates, faults, instants, readings
from perfdash.ingest.profile import After, Constant, Flags, Joined, Profile, Split, read_profile
from perfdash.measures import calls as call_measures
from perfdash.measures.register import measures
from perfdash.measures.selection import BREAKDOWNS, FILTERS
from perfdash.reference.attendance import clocks

DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
PROFILES, MEASURES, STANDARDS, RECOMMENDATIONS = (
    DOCS / f"{name}.md" for name in ("profiles", "measures", "standards", "recommendations")
)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def section(page: Path, heading: str) -> str:
    """What stands under a heading of the second level, down to the next."""
    found = re.search(rf"^## {re.escape(heading)}$\n(.*?)(?=^## |\Z)", text(page), re.MULTILINE | re.DOTALL)
    assert found, f"{page.name} has no heading '{heading}'"
    return found[1]


def rows(part: str) -> list[list[str]]:
    """The cells of every table row, headings and rules left out."""
    lines = [line for line in part.splitlines() if line.startswith("|")]
    rules = {number for number, line in enumerate(lines) if re.fullmatch(r"[|\s:-]+", line)}
    body = [line for number, line in enumerate(lines) if number not in rules and number + 1 not in rules]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in body]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def blocks(page: Path) -> list[tuple[str, str]]:
    """(what stands after the three backticks, content) of every fenced block."""
    found = re.findall(r"^ *```([^\n`]*)\n(.*?)^ *```$", text(page), re.MULTILINE | re.DOTALL)
    return [(str(info).strip(), str(content)) for info, content in found]


def block(info: str) -> str:
    return next(content for name, content in blocks(PROFILES) if name == info)


# Settings and columns of a profile


SEVERAL = (Flags, Split)  # ways to fill a column that holds several words; records of people alone have one


def settings() -> dict[str, Any]:
    """Every setting by its dotted name, with its default."""
    found: dict[str, Any] = {}
    for name, field in Profile.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found |= {f"{name}.{inner}": f.get_default() for inner, f in field.annotation.model_fields.items()}
        else:
            found[name] = field.get_default()
    for way in (Joined, After, Constant, *SEVERAL):
        found |= {f"columns.{name}": field.get_default() for name, field in way.model_fields.items()}
    return found


SETTING_ROWS = {codes(row[0])[0]: row for row in rows(section(PROFILES, "Every setting"))}


def test_every_setting_is_documented_and_no_other() -> None:
    assert set(SETTING_ROWS) == set(settings())


@pytest.mark.parametrize("name", sorted(settings()))
def test_default_of_a_setting(name: str) -> None:
    default, written = settings()[name], SETTING_ROWS[name][1]
    if default is PydanticUndefined:
        assert written == "needed"
    elif default is None or default == {}:
        assert written == "none"
    else:
        value = tomllib.loads(f"default = {codes(written)[0]}")["default"]
        assert value == (list(default) if isinstance(default, tuple) else default)


@pytest.mark.parametrize("name", sorted(settings()))
def test_example_of_a_setting(name: str) -> None:
    parts = name.split(".")
    group = parts[0] if len(parts) > 1 and parts[0] != "columns" else None
    example = tomllib.loads(codes(SETTING_ROWS[name][3])[0])
    assert list(example) == [parts[0] if group is None else parts[1]]
    if parts[0] == "columns" and len(parts) > 1:
        assert parts[1] in SETTING_ROWS[name][3]
    least: dict[str, Any] = {"name": "n", "title": "t", "force": "f", "columns": {"call_answered_at": "Call"}}
    of_several = {inner for way in SEVERAL for inner in way.model_fields}
    least |= {"kind": "exit-interviews"} if parts[-1] in of_several else {"one_row_per": "resource"}
    Profile.model_validate(least | ({group: example} if group else example))


def test_every_column_of_the_contract_is_documented() -> None:
    listed = {codes(row[0])[0]: row for row in rows(section(PROFILES, "Columns of the contract"))}
    from_the_key = {"incident_reference", "resource_reference"}
    assert set(listed) == set(incidents.BY_NAME) - from_the_key
    assert from_the_key <= set(codes(section(PROFILES, "Columns of the contract")))
    for name, row in listed.items():
        column = incidents.BY_NAME[name]
        if column.choices:
            assert tuple(codes(row[2])) == column.choices
        else:
            assert row[2].startswith(column.meaning)


def test_every_column_of_the_call_contract_is_documented() -> None:
    part = re.sub(r"```.*?```", "", section(PROFILES, "Calls: a second kind of record"), flags=re.DOTALL)
    listed = {codes(row[0])[0]: row for row in rows(part)}
    assert set(listed) == {column.name for column in CALLS.filled}
    assert set(CALLS.from_the_key) <= set(codes(part))
    for column in CALLS.filled:
        if column.choices:
            assert tuple(codes(listed[column.name][2])) == column.choices
        else:
            assert listed[column.name][2].startswith(column.meaning)


def reasons(module: types.ModuleType) -> set[str]:
    """The public text constants of a module that refuses rows."""
    return {
        value for name, value in vars(module).items() if name.isupper() and name[0] != "_" and isinstance(value, str)
    }


def test_every_reason_for_refusing_a_row_is_documented() -> None:
    known = (reasons(instants) | reasons(dates) | reasons(faults) | reasons(readings)) - {instants.ISO}
    known |= {reason for kind in KINDS.values() for _, _, reason in kind.in_order}
    assert {row[0] for row in rows(section(PROFILES, "Refused rows"))} == known


def test_refuse_above_in_words() -> None:
    assert f"{settings()['refuse_above']:.0%}".replace("%", " %") in section(PROFILES, "Refused rows")


# Examples: every profile shown is tried


TOML_BLOCKS = [(info, content) for info, content in blocks(PROFILES) if info.startswith("toml")]


@pytest.mark.parametrize(("info", "content"), TOML_BLOCKS, ids=[str(n) for n in range(len(TOML_BLOCKS))])
def test_toml_block(info: str, content: str) -> None:
    parsed = tomllib.loads(content)
    if info != "toml":
        Profile.model_validate(parsed)
    else:  # a fragment: its settings exist, and its values are possible
        least: dict[str, Any] = {
            "name": "n",
            "title": "t",
            "force": "f",
            "one_row_per": "resource",
            "columns": {"call_answered_at": "Call"},
        }
        Profile.model_validate(least | parsed)


@pytest.mark.parametrize("name", ["sffd", "lfb"])
def test_profile_shown_as_shipped(name: str) -> None:
    assert Profile.model_validate(tomllib.loads(block(f"toml {name}"))) == read_profile(name)


EXAMPLES = [info.removeprefix("output ") for info, _ in blocks(PROFILES) if info.startswith("output ")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_gives_what_the_page_says(name: str, tmp_path: Path) -> None:
    for extension, kind in ((".csv", "csv"), (".toml", "toml")):
        (tmp_path / f"{name}{extension}").write_text(block(f"{kind} {name}{extension}"), encoding="utf-8")
    ran = perfdash("profile", "check", tmp_path / f"{name}.csv", "--profile", tmp_path / f"{name}.toml")
    assert ran.code == 0, ran.err
    assert ran.out.startswith(block(f"output {name}"))
    assert ran.out.removeprefix(block(f"output {name}")).startswith("Not filled by this profile: ")


def test_metro_by_the_clock_from_despatch(tmp_path: Path) -> None:
    for extension, kind in ((".csv", "csv"), (".toml", "toml")):
        (tmp_path / f"metro{extension}").write_text(block(f"{kind} metro{extension}"), encoding="utf-8")
    store = tmp_path / "store"
    loaded = perfdash(
        "load", "incidents", tmp_path / "metro.csv", "--profile", tmp_path / "metro.toml", "--store", store
    )
    assert loaded.code == 0, loaded.err
    found = {}
    for clock in ("call_to_arrival", "despatch_to_arrival"):
        asked = ("measure", "attendance_time", "--by", "status", "--clock", clock, "--store", store, "--json")
        found[clock] = {row["status"]: (row["n_incidents"], row["value"]) for row in perfdash(*asked).json["rows"]}
    assert found["call_to_arrival"] == {"clock start missing": (2, None), "arrival missing": (1, None)}
    assert found["despatch_to_arrival"] == {
        "measured": (1, 480.0),
        "arrival missing": (1, None),
        "out of sequence": (1, None),
    }


SFFD = SHARED / "data" / "sffd_2017_01" / "sffd_2017_01.csv"
LFB = SHARED / "data" / "lfb_incidents_2017" / "lfb_incidents_2017_jan_apr.csv.gz"


def percent(share: float) -> str:
    return f"{share:.1%}".replace("%", " %")


def answers(store: Path, *options: str) -> list[dict[str, Any]]:
    asked = perfdash("measure", "attendance_time", *options, "--store", store, "--json").json["rows"]
    assert isinstance(asked, list)
    return asked


@pytest.mark.skipif(not SFFD.exists(), reason=f"{SFFD} is not there")
def test_what_the_zero_rule_moves(tmp_path: Path) -> None:
    without = "\n".join(line for line in block("toml sffd").splitlines() if not line.startswith("zero_is_attended"))
    (tmp_path / "strict.toml").write_text(without, encoding="utf-8")
    found = {}
    for name, profile in (("with", "sffd"), ("without", tmp_path / "strict.toml")):
        store = tmp_path / name
        assert perfdash("load", "incidents", SFFD, "--profile", profile, "--store", store).code == 0
        found[name] = [*answers(store, "--by", "grade"), *answers(store)]
    table = rows(section(PROFILES, "Worked example: several rows per incident"))[-3:]
    for row, before, after in zip(table, found["with"], found["without"], strict=True):
        assert row[1:] == [
            f"{after['n_measured']:,}",
            f"{percent(before['coverage'])} → {percent(after['coverage'])}",
            f"{before['median_seconds']:.0f} s → {after['median_seconds']:.0f} s",
            f"{before['p90_seconds']:,.0f} s → {after['p90_seconds']:,.0f} s",
        ]


@pytest.mark.skipif(not LFB.exists(), reason=f"{LFB} is not there")
def test_london_as_the_page_says(tmp_path: Path) -> None:
    assert perfdash("load", "incidents", LFB, "--profile", "lfb", "--store", tmp_path / "store").code == 0
    grades = {row["grade"]: row for row in answers(tmp_path / "store", "--by", "grade")}
    (every,) = answers(tmp_path / "store")
    table = rows(section(PROFILES, "Worked example: durations in seconds"))
    for row in table:
        found = grades.get(row[0], every)
        p90 = f"{found['p90_seconds']:.1f}".removesuffix(".0")
        assert row[1:] == [
            f"{found['n_incidents']:,}",
            f"{found['n_measured']:,}",
            percent(found["coverage"]),
            f"{found['median_seconds']:.0f} s",
            f"{p90} s",
            percent(found["share_within"]),
        ]
    words = section(PROFILES, "Worked example: durations in seconds")
    assert f"{every['n_due'] - every['n_measured']:,} missing times" in words
    assert percent(every["share_within_if_missing_failed"]) in words
    assert percent(every["share_within_if_missing_passed"]) in words


# What a load and a measure print


def test_keys_of_a_load(store: Path, profile: Path, tmp_path: Path) -> None:
    extract = write_csv(
        tmp_path / "one.csv", ("Ref", "Call", "Arrived", "Grade"), [("A", "2025-05-01 10:00:00", "", 1)]
    )
    load = ("load", "incidents", extract, "--profile", profile, "--store", store, "--json")
    first, again = perfdash(*load).json, perfdash(*load).json
    listed = [key for row in rows(section(PROFILES, "What `perfdash load --json` counts")) for key in codes(row[0])[:2]]
    assert set(listed) == set(first)
    assert set(again) == set(listed[: listed.index("already_loaded") + 1])  # the page: "the keys below are left out"
    assert (first["already_loaded"], again["already_loaded"]) == (False, True)
    assert (first["inserted"], first["unchanged"], again["inserted"], again["unchanged"]) == (1, 0, 0, 1)


def test_columns_of_an_answer(good_store: Path) -> None:
    answer = perfdash("measure", "attendance_time", "--by", "month", "--store", good_store, "--json").json
    part = section(MEASURES, "Columns of the answer")
    listed = [codes(row[0])[0] for row in rows(part)]
    assert set(listed) == set(answer["rows"][0]) - {"month"}
    assert len(listed) == len(set(listed))
    assert set(answer) <= set(codes(part.partition("| column |")[0]))


def test_every_measure_is_documented() -> None:
    table = {codes(row[0])[0]: row for row in rows(section(MEASURES, "The measures"))}
    assert list(table) == list(measures())
    for key, row in table.items():
        asked = measures()[key]
        assert row[1] == asked.question
        assert codes(row[2]) == [asked.statistic]
        assert row[3] == {"increase": "higher", "decrease": "lower", "neutral": "neither"}[asked.improvement_direction]
        assert all(number in row[4] for number in asked.recommendations)


def test_every_status_is_documented_in_order() -> None:
    table = rows(section(MEASURES, "Every incident has one status"))
    assert [(row[1], row[2], row[3]) for row in table] == [(s.name, s.part.value, s.rule) for s in statuses.STATUSES]
    assert [row[0] for row in table] == [str(number) for number in range(1, len(statuses.STATUSES) + 1)]


def test_every_status_and_column_of_calls_is_documented(tmp_path: Path) -> None:
    part = section(MEASURES, "Calls: how long until somebody answers")
    table = [row for row in rows(part) if len(row) == 4]
    assert [(row[1], row[2], row[3]) for row in table] == [(s.name, s.part.value, s.rule) for s in calls.STATUSES]
    for extension, kind in ((".csv", "csv"), (".toml", "toml")):
        (tmp_path / f"phones{extension}").write_text(block(f"{kind} phones{extension}"), encoding="utf-8")
    store, profile = tmp_path / "store", tmp_path / "phones.toml"
    assert perfdash("load", "calls", tmp_path / "phones.csv", "--profile", profile, "--store", store).code == 0
    answer = perfdash("measure", "calls_abandoned", "--by", "month", "--store", store, "--json").json
    listed = [codes(row[0])[0] for row in rows(part) if len(row) == 3]
    assert set(listed) == set(answer["rows"][0]) - {"month"}
    assert answer["rows"][0]["value"] == 0.5  # T2 of T1 and T2


def test_breakdowns_and_filters_of_calls() -> None:
    part = section(MEASURES, "Calls: how long until somebody answers")
    by, where = re.search(r"- Break down by (.*?); filter by (.*?)\.", part, re.DOTALL).groups()  # type: ignore[union-attr]
    assert (tuple(codes(by)), tuple(codes(where))) == (call_measures.BREAKDOWNS, call_measures.FILTERS)


def test_every_clock_is_documented() -> None:
    assert [codes(row[0])[0] for row in rows(section(MEASURES, "Which clock"))] == list(clocks())


def test_breakdowns_and_filters() -> None:
    by, where = section(MEASURES, "Breakdowns and filters").strip().split("\n- ")[:2]
    by = by.partition("Several")[0]
    where = where.partition("Several")[0]
    assert tuple(codes(by))[1:] == BREAKDOWNS
    assert tuple(codes(where))[1:] == FILTERS


def test_worked_example_of_coverage_and_bounds(tmp_path: Path) -> None:
    profile = write_profile(tmp_path / "ni.toml")
    arrivals = ["10:10:00"] * 645 + ["10:20:00"] * 234 + [None] * 121
    incidents_of_a_year = [
        (n, "2025-05-01 10:00:00", f"2025-05-01 {arrived}" if arrived else "", 1) for n, arrived in enumerate(arrivals)
    ]
    extract = write_csv(tmp_path / "ni.csv", ("Ref", "Call", "Arrived", "Grade"), incidents_of_a_year)
    assert perfdash("load", "incidents", extract, "--profile", profile, "--store", tmp_path / "store").code == 0
    (row,) = answers(tmp_path / "store")
    words = section(MEASURES, "Coverage and bounds: a worked example")
    bounds = (row["share_within_if_missing_failed"], row["share_within_if_missing_passed"])
    assert re.findall(r"\*\*([\d.]+ %)\*\*", words) == [
        percent(s) for s in (row["coverage"], row["share_within"], *bounds)
    ]
    assert f"{percent(row['share_within_low'])} to {percent(row['share_within_high'])}" in words


# Reference tables


def test_every_reference_table_and_column_is_documented() -> None:
    tables = sorted((ROOT / "data" / "reference").glob("*.csv"))
    named = re.compile(r"^`([a-z_]+\.csv)`", re.MULTILINE)
    parts = [part for page in (STANDARDS, RECOMMENDATIONS) for part in text(page).split("\n## ")]
    found = {name[1]: part for part in parts if (name := named.search(part))}
    assert set(found) == {table.name for table in tables}
    for table in tables:
        heading = table.read_text(encoding="utf-8").splitlines()[0].split(",")
        listed = [name for row in rows(found[table.name]) for name in codes(row[0])]
        assert sorted(listed) == sorted(heading), table.name


# Commands


def commands(page: Path) -> Iterator[tuple[str, bool]]:
    """(command line, whether it must be complete): whole in a block, in passing in a sentence."""
    content = text(page)
    for info, shown in blocks(page):
        if info == "sh":
            yield from ((line.strip(), True) for line in shown.splitlines() if line.strip().startswith("perfdash "))
        content = content.replace(shown, "")
    yield from ((code, False) for code in re.findall(r"`(perfdash [a-z][^`]*)`", content))


COMMANDS = [(page.name, *command) for page in PAGES for command in commands(page)]


@pytest.mark.parametrize(("page", "line", "is_whole"), COMMANDS, ids=[f"{page}: {line}" for page, line, _ in COMMANDS])
def test_command_exists(page: str, line: str, is_whole: bool) -> None:
    command: Any = typer.main.get_command(app)
    words = shlex.split(line, comments=True)[1:]
    while hasattr(command, "commands"):
        assert words and words[0] in command.commands, f"{page}: there is no such command"
        command = command.commands[words.pop(0)]
    if is_whole:
        try:
            command.make_context("perfdash", words)
        except UsageError as error:
            pytest.fail(f"{page}: {error}")
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known


def test_readme_shows_every_command() -> None:
    top: Any = typer.main.get_command(app)
    known = {name for name in top.commands if name != "profile"} | {
        f"profile {n}" for n in top.commands["profile"].commands
    }
    shown = {line for page, line, _ in COMMANDS if page == "README.md"}
    assert {name for name in known if any(line.startswith(f"perfdash {name}") for line in shown)} == known


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"(?:`|^)make ([a-z]+)", text(page), re.MULTILINE)}
    assert named and named <= targets


# Links


def anchors(page: Path) -> set[str]:
    """The anchors of a page: explicit ones, and those of its headings as GitHub makes them."""
    prose = re.sub(r"^ *```.*?^ *```$", "", text(page), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"', prose))


LINKS = [
    (page, target)
    for page in PAGES
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page))
    if not target.startswith(("http:", "https:"))
]


@pytest.mark.parametrize(("page", "target"), LINKS, ids=[f"{page.name} → {target}" for page, target in LINKS])
def test_link_resolves(page: Path, target: str) -> None:
    place, _, anchor = target.partition("#")
    file = (page.parent / place).resolve() if place else page
    assert file.exists()
    if anchor:
        assert anchor in anchors(file)


def test_every_page_can_be_reached_from_the_readme() -> None:
    assert {(ROOT / target).resolve() for page, target in LINKS if page.name == "README.md"} >= set(PAGES[1:])


def test_glossary_is_in_order() -> None:
    words = re.findall(r"^- \*\*([^*]+)\*\*", text(DOCS / "glossary.md"), re.MULTILINE)
    assert len(words) > 1
    assert words == sorted(words, key=str.casefold)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_use_our_words(page: Path) -> None:
    """Design: despatch, never dispatch; attendance time, never response time; no machine's paths."""
    prose = re.sub(r"`[^`\n]*`", "", re.sub(r"^ *```.*?^ *```$", "", text(page), flags=re.MULTILINE | re.DOTALL))
    assert not re.findall(r"(?i)\bdispatch\w*|response times?|/work/|/root/|\.\./shared|\bdomain\.md", prose)
