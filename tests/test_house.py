"""The rules of the house, read from the code itself. No rule has a list of exemptions."""

import ast
import re
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from door import ROOT, perfdash_process
from perfdash.contract import statuses

SOURCE = ROOT / "src" / "perfdash"
MODULES = sorted(SOURCE.rglob("*.py"))
SCREENS = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
FIELD_LIBRARIES = {"numpy", "pandas", "pydantic", "scipy", "statsmodels"}

# Who may know whom.
MAY_IMPORT = {
    "streamlit": {"app", "pages", "ui"},
    "duckdb": {"store", "ingest", "measures"},
    "plotly": {"figures", "meeting"},
}
SELF_CONTAINED = ("contract", "reference", "analysis")
FIGURES_MAY_KNOW = {"figures", "analysis", "reference", "contract", "errors"}
MAY_NAME_DATA = {"reference", "store", "ingest"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room(path: Path) -> str:
    """The first folder or module below perfdash; of a screen, `app` or `pages`."""
    inner = path.relative_to(SOURCE) if path.is_relative_to(SOURCE) else path.relative_to(ROOT)
    return inner.parts[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module the file imports, wherever in the file, by its full name: `a.b` where `from a import b` is a module."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}, line {node.lineno}: relative imports hide who knows whom"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {module if is_ours(module) else str(node.module) for module in inner}
    return frozenset(found)


def is_ours(module: str) -> bool:
    """Whether a dotted name is a module or a folder of modules here, and not something inside one."""
    path = SOURCE.parent.joinpath(*module.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def libraries(path: Path) -> set[str]:
    return {module.partition(".")[0] for module in imports(path)} - {"perfdash"} - set(sys.stdlib_module_names)


def rooms_known(path: Path) -> set[str]:
    return {module.split(".")[1] for module in imports(path) if module.startswith("perfdash.")}


def docstrings(module: ast.Module) -> set[int]:
    """The ids of the nodes that are docstrings."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every string in the code that is not a docstring."""
    module = tree(path)
    spoken = docstrings(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.lineno, node.value


def test_there_is_something_to_read() -> None:
    assert len(MODULES) > 30
    assert len(SCREENS) > 1
    assert {"contract", "reference", "ingest", "store", "measures", "analysis", "figures", "ui"} <= set(
        map(room, MODULES)
    )


@pytest.mark.parametrize("library", MAY_IMPORT)
def test_a_library_is_known_only_where_it_may_be(library: str) -> None:
    who = {
        name(path)
        for path in [*MODULES, *SCREENS]
        if library in libraries(path) and room(path) not in MAY_IMPORT[library]
    }
    assert who == set()


@pytest.mark.parametrize("own", SELF_CONTAINED)
def test_the_rooms_that_know_nobody(own: str) -> None:
    for path in MODULES:
        if room(path) == own:
            assert rooms_known(path) <= {own, "errors"}, name(path)
            assert libraries(path) <= FIELD_LIBRARIES, name(path)


def test_figures_know_results_and_words() -> None:
    for path in MODULES:
        if room(path) == "figures":
            assert rooms_known(path) <= FIGURES_MAY_KNOW, name(path)


# What counts people. Outside the room only its front may be used, which suppresses small numbers.
RAW_PEOPLE = {
    "disclosed", "exit_interviews", "leaver_rates", "leavers", "people_counts", "people_periods", "people_totals", "retention",
    "stay_interviews", "strength", "wellbeing_absences", "wellbeing_health", "wellbeing_periods", "wellbeing_pilots",
    "wellbeing_programmes", "wellbeing_reach", "wellbeing_trauma",
}  # fmt: skip


def test_raw_counts_of_people_do_not_leave_their_room() -> None:
    raw = {f"perfdash.measures.{module}" for module in RAW_PEOPLE}
    assert raw <= {f"perfdash.measures.{path.stem}" for path in MODULES if room(path) == "measures"}
    for path in [*MODULES, *SCREENS]:
        if room(path) != "measures":
            assert not imports(path) & raw, name(path)


ROLLING = {"rolling_leaver_rates", "RollingAnswer"}
PROCESS = {"xmr", "people_process", "monthly_process", "processes_by"}


def calls_in(node: ast.AST) -> set[str]:
    """The names of everything that is used in a piece of code."""
    found = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return found | {inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)}


def test_no_rolling_series_is_judged_as_a_process() -> None:
    """Each rate of a rolling year shares eleven months with the last, so its limits would mean nothing. The one function that
    knows both is the one that refuses."""
    both = {
        (name(path), node.name)
        for path in [*MODULES, *SCREENS]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and calls_in(node) & ROLLING and calls_in(node) & PROCESS
    }
    assert both == {("src/perfdash/measures/people.py", "people_process")}


def test_errors_know_nobody() -> None:
    assert imports(SOURCE / "errors.py") == frozenset()


def test_nothing_in_the_source_knows_the_screens_or_the_command_line() -> None:
    for path in MODULES:
        assert not {"app", "pages"} & {module.partition(".")[0] for module in imports(path)}, name(path)
        assert "cli" not in rooms_known(path), name(path)


def test_only_three_rooms_know_where_data_lie() -> None:
    under_data = re.compile(r"^[./]*data(/.*)?$")
    named = [
        f"{name(path)}, line {line}: {text}"
        for path in [*MODULES, *SCREENS]
        if room(path) not in MAY_NAME_DATA
        for line, text in texts(path)
        if under_data.match(text)
    ]
    assert named == []


def find_circle(knows: dict[str, set[str]]) -> list[str]:
    """A circle in a graph, or nothing."""
    done: set[str] = set()

    def walk(at: str, trail: list[str]) -> list[str]:
        if at in trail:
            return [*trail[trail.index(at) :], at]
        if at in done:
            return []
        circle = next((found for other in sorted(knows.get(at, ())) if (found := walk(other, [*trail, at]))), [])
        done.add(at)
        return circle

    return next((found for start in sorted(knows) if (found := walk(start, []))), [])


def test_a_circle_would_be_found() -> None:
    assert find_circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert find_circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_no_circles_of_modules() -> None:
    dotted = {
        ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
    }
    assert find_circle({module: set(imports(path) & dotted.keys()) - {module} for module, path in dotted.items()}) == []


def test_no_circles_of_rooms() -> None:
    knows: dict[str, set[str]] = {}
    for path in MODULES:
        knows.setdefault(room(path), set()).update(rooms_known(path) - {room(path)})
    assert find_circle(knows) == []


@pytest.mark.parametrize("path", SCREENS, ids=name)
def test_screens_hold_no_sql(path: Path) -> None:
    sql = re.compile(r"\b(select\b.*\bfrom|insert\s+into|update\b.*\bset|group\s+by|order\s+by)\b", re.I | re.S)
    assert [(line, text) for line, text in texts(path) if sql.search(text)] == []


ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
SUMS = {"sum", "mean", "median", "quantile", "round", "std", "cumsum", "average", "percentile"}


@pytest.mark.parametrize("path", SCREENS, ids=name)
def test_screens_hold_no_arithmetic(path: Path) -> None:
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ARITHMETIC):
            found.append((node.lineno, ast.unparse(node)))
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in SUMS:
                found.append((node.lineno, ast.unparse(node)))
    assert found == []


def test_the_status_rules_are_the_same_list_in_the_same_order() -> None:
    sql = (SOURCE / "store" / "sql" / "marts" / "status_by_clock.sql").read_text(encoding="utf-8")
    assert re.findall(r"(?:THEN|ELSE) '([^']+)'", sql) == list(statuses.NAMES)
    assert statuses.NAMES[-1] == statuses.MEASURED


def test_every_status_has_a_part_and_a_rule() -> None:
    assert {status.part for status in statuses.STATUSES} == set(statuses.Part)
    assert all(status.rule for status in statuses.STATUSES)
    assert set(statuses.DUE) == {status.name for status in statuses.STATUSES if status.part is not statuses.Part.APART}


WRONG_WORDS = re.compile(r"dispatch|response[ _-]times?\b|turnover|\bUCL\b|\bLCL\b|\b[ul]cl_|_[ul]cl\b", re.IGNORECASE)


def test_the_house_keeps_to_its_words() -> None:
    """The words of the field. A supplier's spelling stands only on a line that turns it into ours."""
    files = [
        path for path in [*SOURCE.rglob("*"), *SCREENS] if path.suffix in (".py", ".sql", ".toml", ".css", ".html")
    ]
    found = [
        f"{name(path)}, line {number}: {line.strip()}"
        for path in sorted(files)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if WRONG_WORDS.search(line) and "despatch" not in line.lower()
    ]
    assert found == []


def test_no_module_is_named_for_nothing() -> None:
    nothing = {"utils", "util", "helpers", "common", "core", "manager", "service", "base", "misc"}
    assert [name(path) for path in MODULES if path.stem in nothing] == []


# Bad reference rows --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code and of the reference data, to be spoilt."""
    copy = tmp_path_factory.mktemp("product")
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for folder in ("reference", "published"):
        shutil.copytree(ROOT / "data" / folder, copy / "data" / folder)
    return copy


BAD_REFERENCE = {
    "misspelt column": ("standards.csv", "limit_seconds", "limit_second", "standards.csv, row 2, column limit_seconds"),
    "extra column": ("lpts.csv", "covers,tile_row", "covers,colour", "lpts.csv, row 2, column"),
    "wrong type": ("grades.csv", "(emergency),21600", "(emergency),six hours", "grades.csv, row 2, column cap_seconds"),
    "not positive": ("standards.csv", "national,1,urban,900,,local", "national,1,urban,0,,local", "row 2, column limit_seconds"),
    "not a date": ("standards.csv", "2026-01-25", "2026-02-30", "standards.csv, row 2, column to"),
    "ends too early": ("lpts.csv", "9999-12-31", "2001-12-31", "lpts.csv, row 2, column from, to: the row ends before"),
    "overlap": ("standards.csv", "2026-01-25", "2026-01-26", "row 5, column from, to: its dates overlap"),
    "unknown force": ("standards.csv", "attendance,lfb,Fire", "attendance,lbf,Fire", "column force: there is no force 'lbf'"),
    "not a choice": ("standards.csv", "local ambition", "wish", "standards.csv, row 2, column status"),
    "too few cells": ("forces.csv", ",Police Act 1996 schedule 1", "", "forces.csv, row 2"),
    "no chosen clock": ("clocks.csv", ",yes,", ",no,", "clocks.csv, row 2, column is_chosen"),
    "not yes or no": ("clocks.csv", ",yes,", ",perhaps,", "clocks.csv, row 2, column is_chosen"),
    "missing file": ("annotations.csv", "", "", "annotations.csv, row 1, column -: the file is missing"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_REFERENCE)
def test_a_bad_reference_row_is_named_by_file_row_and_column(product: Path, tmp_path: Path, fault: str) -> None:
    file, old, new, place = BAD_REFERENCE[fault]
    path = product / "data" / "reference" / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    try:
        path.write_text(before.replace(old, new), encoding="utf-8") if old else path.unlink()
        sentence = perfdash_process("check", "--store", tmp_path / "none", root=product).sentence
    finally:
        path.write_text(before, encoding="utf-8")
    assert sentence.startswith(file)
    assert place in sentence


def test_good_reference_rows_pass(product: Path, tmp_path: Path) -> None:
    assert "There is no store" in perfdash_process("check", "--store", tmp_path / "none", root=product).sentence
