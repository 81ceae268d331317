"""docs/people_extracts.md against the contracts, the door and the shipped profiles: the page may not lie."""

import re
from pathlib import Path

import pytest

from door import ROOT, SHARED, perfdash
from perfdash.contract.columns import Column
from perfdash.contract.kinds import CALLS, INCIDENTS, KINDS, RecordKind
from perfdash.ingest.profile import PublishedTable, read_profile
from test_docs import blocks, codes, rows, section, text

PAGE = ROOT / "docs" / "people_extracts.md"
OF_PEOPLE = [kind for kind in KINDS.values() if kind not in (INCIDENTS, CALLS)]
WORKBOOK = SHARED / "data" / "uk_police_workforce" / "police-workforce-sep19-tables.ods"


def part(kind: RecordKind) -> str:
    """What stands under a kind's heading of the third level."""
    found = re.search(rf"^### {kind.name}$\n(.*?)(?=^##)", text(PAGE), re.MULTILINE | re.DOTALL)
    assert found, f"{PAGE.name} has no section {kind.name}"
    return found[1]


def test_every_kind_has_a_section_and_a_line_in_the_first_table() -> None:
    table = text(PAGE).partition("## In ten minutes")[0]
    assert [codes(row[0])[0] for row in rows(table)] == [kind.name for kind in OF_PEOPLE]


@pytest.mark.parametrize("kind", OF_PEOPLE, ids=lambda kind: kind.name)
def test_every_column_is_documented(kind: RecordKind) -> None:
    table = re.sub(r"```.*?```", "", part(kind), flags=re.DOTALL)
    listed = {codes(row[0])[0]: row for row in rows(table)}
    assert list(listed) == [column.name for column in kind.filled]
    for column in kind.filled:
        holds, meaning = listed[column.name][1:3]
        assert meaning.startswith(column.meaning)
        assert tuple(codes(meaning)) == column.choices
        assert (holds == "person") == (column.holds is Column.PERSON)
        assert (holds == "date") == (column.holds is Column.DATE)


EXAMPLES = [info.removeprefix("output ") for info, _ in blocks(PAGE) if info.startswith("output ")]


def shown(info: str) -> str:
    return next(content for name, content in blocks(PAGE) if name == info)


def test_every_kind_has_an_example() -> None:
    kinds = {
        re.search(r'^kind = "(.*)"$', content, re.MULTILINE)[1] for info, content in blocks(PAGE) if "toml" in info
    }  # type: ignore[index]
    assert kinds == {kind.name for kind in OF_PEOPLE}


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_gives_what_the_page_says(name: str, tmp_path: Path) -> None:
    for kind in ("csv", "toml"):
        (tmp_path / f"{name}.{kind}").write_text(shown(f"{kind} {name}.{kind}"), encoding="utf-8")
    ran = perfdash("profile", "check", tmp_path / f"{name}.csv", "--profile", tmp_path / f"{name}.toml")
    assert ran.code == 0, ran.err
    assert ran.out.startswith(shown(f"output {name}"))
    assert ran.out.removeprefix(shown(f"output {name}")).startswith("Not filled by this profile: ")


def test_every_setting_of_a_published_table_is_documented() -> None:
    table = re.sub(r"```.*?```", "", section(PAGE, "Published tables"), flags=re.DOTALL).partition("Shipped is")[0]
    listed = {codes(row[0])[0]: row[1] for row in rows(table)}
    assert set(listed) == set(PublishedTable.model_fields)
    assert {name for name, default in listed.items() if default == "needed"} == {
        name for name, field in PublishedTable.model_fields.items() if field.is_required()
    }


def test_the_worked_example_is_the_shipped_profile() -> None:
    table = rows(section(PAGE, "Worked example: an exit survey"))
    assert {row[0]: codes(row[2])[0] for row in table} == dict(read_profile("dete").values["leaver_type"])


@pytest.mark.skipif(not WORKBOOK.exists(), reason=f"{WORKBOOK} is not there")
def test_the_strength_shown_is_the_workbooks(store: Path) -> None:
    from perfdash.store.places import find_store
    from perfdash.store.read import reading

    assert (
        perfdash("load", "strength", WORKBOOK, "--profile", "home_office_strength_2019_09", "--store", store).code == 0
    )
    with reading(find_store(store)) as connection:
        found = connection.execute(
            "SELECT worker_type || ', ' || basis, year(as_at_on) * 100 + month(as_at_on), strength FROM strength_rows"
        ).fetchall()
    table = rows(section(PAGE, "Published tables").partition("Shipped is")[2])
    months = (201809, 201903, 201909)
    as_shown = {(row[0], month): cell for row in table for month, cell in zip(months, row[1:], strict=True) if cell}
    assert {(what, month): f"{strength:,.2f}".rstrip("0").rstrip(".") for what, month, strength in found} == as_shown
