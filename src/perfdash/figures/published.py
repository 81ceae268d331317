"""Published figures as HTML: bars within one definition, and figures that contradict each other side by side, never on one
axis."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from perfdash.figures.reference_tables import STYLE, Cell, Column, bare_table, cell_html
from perfdash.figures.style import BLUE, GRID, TEXT_GREY
from perfdash.figures.words import both, count, day, spelt, unbroken
from perfdash.reference.published import Contradiction, PublishedFigure

GROUP = (Column("Whose, and when", width=22), Column("Figure", width=16), Column("Source", width=24))
ALONE = (
    Column("Whose, and when", width=18), Column("What", width=20), Column("Figure", width=10),
    Column("Basis", width=17), Column("Source", width=18),
)  # fmt: skip
_STYLE = f"""<style>
 .pd-groups {{display: grid; grid-template-columns: repeat(auto-fit, minmax(34rem, 1fr)); gap: 1.2rem 3rem}}
 .pd-groups h3 {{font-size: 1.08rem; padding: 0; line-height: 1.3}}
 .pd-groups section {{border-top: 2px solid {BLUE}; padding-top: .6rem; min-width: 0}}
 .pd-groups .pd-rows thead th {{border-bottom: 1px solid {GRID}}}
 .pd-groups .pd-rows caption {{position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}}
 .pd-groups .pd-rows th, .pd-groups .pd-rows td {{padding-top: .22rem; padding-bottom: .22rem}}
 .pd-against {{display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0 1.6rem; margin: .4rem 0}}
 .pd-against p {{margin: 0; font-size: .92rem; line-height: 1.4; color: {TEXT_GREY}}}
 .pd-against .pd-said {{font-size: 1.5rem; font-weight: 700; color: inherit; line-height: 1.3}}
 .pd-against a, .pd-groups td a {{color: {BLUE}; overflow-wrap: anywhere}}
 .pd-against small {{display: block; color: {TEXT_GREY}; font-size: .87rem}}
 @media (max-width: 900px) {{.pd-groups {{grid-template-columns: 1fr}}}}
</style>"""


def named(figure: PublishedFigure) -> str:
    """What was measured, of whom and where: 'Average time to answer, 999, whole force'."""
    area = {"force": "whole force", "all": "all forces together"}.get(figure.area or "", figure.area)
    words = ", ".join(part for part in (figure.measure, figure.group, area) if part)
    return _capital(words)


def groups_html(groups: Sequence[Sequence[PublishedFigure]]) -> str:
    """One block a definition, its figures as bars from zero on a scale of its own."""
    return f'{STYLE}{_STYLE}<div class="pd-groups">{"".join(_group(group) for group in groups)}</div>'


def _group(group: Sequence[PublishedFigure]) -> str:
    first, most = group[0], scale_of(group)
    scale = f"one scale, from 0 to {most[1]}" if most else "no scale: the periods are of different lengths"
    basis = f"{_capital(first.basis or 'basis not stated')} · {scale}"
    rows = [
        [Cell(f"{row.name}, {row.period}"), _measured(row, row.number / most[0] if most else None), _link(row)]
        for row in group
    ]
    caption = f"{named(first)}: {spelt(len(group))} figures of one definition"
    # Most rows of a group come from one page: what is said of it stands once below, not in every row.
    told = dict.fromkeys(
        f"{row.publisher}: {'. '.join([printed(row), *([row.note] if row.note else [])])}." for row in group
    )
    notes = "".join(f'<p class="pd-note">{escape(unbroken(note))}</p>' for note in told)
    return (
        f'<section><h3>{escape(unbroken(named(first)))}</h3><p class="pd-formal">{escape(unbroken(basis))}</p>'
        f"{bare_table(caption, GROUP, rows)}{notes}</section>"
    )


def scale_of(group: Sequence[PublishedFigure]) -> tuple[float, str] | None:
    """The end of a group's scale, and in words: 100 %, else its largest figure. Counts over unlike periods have none."""
    unit = group[0].number_unit
    if unit == "count" or max(row.number for row in group) <= 0:
        return None
    largest = max(group, key=lambda row: row.number)
    return (100.0, "100 %") if unit == "percent" else (largest.number, largest.in_words)


def alone_rows(figures: Sequence[PublishedFigure]) -> list[list[Cell]]:
    """Figures of different definitions as rows of words: no bars, since no two may be compared by length."""
    return [
        [_whose(row), Cell(named(row)), _measured(row), Cell(row.basis or "not stated"), source(row)] for row in figures
    ]


def _whose(row: PublishedFigure) -> Cell:
    return Cell(row.name, notes=tuple(note for note in (row.period, row.note) if note))


def _measured(row: PublishedFigure, bar: float | None = None) -> Cell:
    return Cell(row.in_words, notes=(row.qualifier,) if row.qualifier else (), bar=bar)


def printed(row: PublishedFigure) -> str:
    """Edition, day of release and grade of evidence, and what of them is not stated."""
    released = f"released {day(row.released_on)}" if row.released_on else "day of release not stated"
    return f"{row.edition or 'edition not stated'}, {released}, evidence {row.evidence}"


def source(row: PublishedFigure) -> Cell:
    """Who printed it, as a link, with edition, day of release and grade of evidence."""
    return replace(_link(row), notes=(printed(row),))


def _link(row: PublishedFigure) -> Cell:
    link = row.source if row.source.startswith(("https://", "http://")) else ""
    return Cell(row.publisher, href=link)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def contradictions_html(claims: Sequence[tuple[Contradiction, Sequence[PublishedFigure]]]) -> str:
    """One block a claim: the figures beside each other in words, and what differs between them."""
    return f'{STYLE}{_STYLE}<div class="pd-groups">{"".join(_contradiction(*claim) for claim in claims)}</div>'


def _contradiction(claim: Contradiction, figures: Sequence[PublishedFigure]) -> str:
    sides = "".join(
        f'<div><p class="pd-said">{escape(unbroken(row.in_words))}</p><p>{escape(row.name)}, {escape(row.period)}</p>'
        f"<p>{escape(named(row))}</p><p>{escape(row.basis or 'basis not stated')}</p><div>{cell_html(source(row))}</div></div>"
        for row in figures
    )
    differs = f"◆ Differs: {both(claim.differs)}"
    return (
        f'<section><h3>{escape(claim.title)}</h3><p class="pd-formal"><b>{escape(differs)}.</b> '
        f'{escape(unbroken(claim.what_differs))}</p><div class="pd-against">{sides}</div></section>'
    )


def groups_headline(what: str, n: int, n_definitions: int, n_unstated: int) -> str:
    """'64 published attendance times rest on at least 25 definitions; 57 do not say in full how they were made'."""
    rest = f"{count(n)} published {what} rest on at least {count(n_definitions)} definition{'' if n_definitions == 1 else 's'}"
    if not n_unstated:
        return f"{rest}, and each says how it was made"
    return f"{rest}; {count(n_unstated)} {'does' if n_unstated == 1 else 'do'} not say in full how they were made"


def contradictions_headline(claims: Sequence[Contradiction]) -> str:
    """How many claims are told in figures that differ, and what differs most often."""
    told = [reason for claim in claims for reason in claim.differs]
    often = sorted(dict.fromkeys(told), key=lambda reason: -told.count(reason))[:3]
    most = both([f"the {reason} in {spelt(told.count(reason))}" for reason in often])
    return f"{count(len(claims))} claims are published in figures that contradict each other: {most} differ"
