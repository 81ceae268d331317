"""The self-assessment for recommendation 6 with its evidence, and who can analyse (recommendation 5)."""

from collections.abc import Sequence
from datetime import date

from perfdash.figures import framework_sentences as said
from perfdash.figures import words
from perfdash.figures.reference_tables import Cell, Column, gap
from perfdash.reference import framework
from perfdash.ui.framework_views import NOT_PUBLISHED, days_words, none_recorded, over

ASSESSMENT_FORMAL = (
    "Recommendation 6 against the lines of the PEEL assessment framework, question 1 · evidence and the day it was looked "
    "at come together; a line with neither is a gap"
)
CAPACITY_FORMAL = "Recommendation 5: the posts, skills and tools of each unit that analyses, and what is missing"
ASSESSMENT = (
    Column("What should be true", width=28), Column("Evidence", width=30), Column("Looked at", width=16),
    Column("Owner", width=14),
)  # fmt: skip
CAPACITY = (
    Column("Unit", width=16), Column("Posts", "pd-number"), Column("Filled", "pd-number"), Column("Open", "pd-number"),
    Column("Skills", width=20), Column("Tools", width=14), Column("What is missing", width=24), Column("Owner", width=14),
)  # fmt: skip


def assessment_headline(rows: Sequence[framework.Assessment], force: str) -> str:
    """How many lines rest on evidence."""
    if not rows:
        return none_recorded("self-assessment", force)
    return said.assessment_headline(len(rows), sum(bool(row.evidence) for row in rows))


def assessment_rows(rows: Sequence[framework.Assessment], on: date) -> list[list[Cell]]:
    """A row a line, those without evidence first."""
    return [
        [
            Cell(row.statement, notes=over(row, on)),
            Cell(row.evidence) if row.evidence else gap("no evidence"),
            Cell(words.day(row.assessed_on), notes=(f"{days_words((on - row.assessed_on).days)} ago",))
            if row.assessed_on
            else gap("never"),
            Cell(row.owner),
        ]
        for row in sorted(rows, key=lambda row: bool(row.evidence))
    ]


def capacity_headline(rows: Sequence[framework.AnalysisUnit], is_public: bool, force: str) -> str:
    """How many posts are filled, and which units were never mapped."""
    if not rows:
        return none_recorded("analysis capacity", force)
    mapped = [row for row in rows if row.posts is not None]
    posts, filled = (sum(getattr(row, name) or 0 for row in mapped) for name in ("posts", "filled"))
    return said.capacity_headline(posts, filled, len(rows), len(rows) - len(mapped), is_public)


def capacity_rows(rows: Sequence[framework.AnalysisUnit], is_public: bool, on: date) -> list[list[Cell]]:
    """A row a unit, those never mapped first. Numbers of posts, and what is said of them, are not for the public."""
    return [
        [
            Cell(row.unit, notes=over(row, on)) if row.unit else gap(NOT_PUBLISHED),
            *_posts(row, is_public),
            Cell(", ".join(row.skills)) if row.skills else gap("not mapped"),
            Cell(", ".join(row.tools)) if row.tools else gap("not mapped"),
            Cell("not shown") if is_public else gap(row.gaps) if row.gaps else Cell("nothing named"),
            Cell(row.owner),
        ]
        for row in sorted(rows, key=lambda row: row.posts is not None)
    ]


def _posts(row: framework.AnalysisUnit, is_public: bool) -> list[Cell]:
    if row.posts is None:
        return [gap("not mapped"), Cell("–"), Cell("–")]
    # Units of three or four people: a count of them is a count of persons, which the public is not shown.
    if is_public:
        return [Cell("not shown")] * 3
    filled = row.filled or 0
    return [Cell(words.count(n)) for n in (row.posts, filled, row.posts - filled)]
