"""Cards as small HTML with an inline SVG sparkline and icon: light enough to show a dozen on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from perfdash.analysis.spc_result import ProcessBehaviour
from perfdash.figures.icons import assurance_icon, svg_image, variation_icon
from perfdash.figures.style import COMMON, GREY, INK, MARKS, PALE, Mark
from perfdash.figures.words import unbroken

_WIDTH, _HEIGHT = 240, 56


@dataclass(frozen=True)
class Card:
    """One figure: what it is, its value and unit, what it means, and how sure it is."""

    title: str
    value: str
    unit: str = ""
    result: ProcessBehaviour | None = None
    verdict: str = ""
    aside: str = ""
    notes: tuple[str, ...] = ()
    aim: float | None = None
    href: str = ""


def card_html(card: Card) -> str:
    """One card; the sparkline's words are the verdict beside it, so the drawing itself is hidden from readers."""
    mark = _mark(card.result)
    verdict = (
        f'<p class="pd-verdict" style="color:{mark.text_colour}">{variation_icon(mark) if _is_judged(card.result) else ""}'
        f"<b>{escape(card.verdict)}</b><span>{_assurance(card)} {escape(unbroken(card.aside))}</span></p>"
        if card.verdict or card.aside
        else ""
    )
    notes = "".join(f"<p class='pd-note'>{escape(unbroken(note))}</p>" for note in card.notes)
    title = (
        f'<a href="{escape(card.href)}" target="_self">{escape(card.title)}</a>' if card.href else escape(card.title)
    )
    spark = sparkline(card.result, card.aim) if card.result else ""
    unit = f' <span class="pd-unit">{escape(card.unit)}</span>' if card.unit else ""
    return (
        f'<section class="pd-card"><h3>{title}</h3><div class="pd-figure"><p class="pd-value">{escape(card.value)}{unit}'
        f"</p>{spark}</div>{verdict}{notes}</section>"
    )


def _assurance(card: Card) -> str:
    return assurance_icon(card.result.assurance) if card.result is not None and card.aim is not None else ""


def cards_html(cards: Sequence[Card]) -> str:
    """A row of cards."""
    return f'<div class="pd-cards">{"".join(card_html(card) for card in cards)}</div>'


def _is_judged(result: ProcessBehaviour | None) -> bool:
    # With too few points "no clear change" has not been found: the icon would say that it has.
    return result is not None and not result.has_too_few_points


def _mark(result: ProcessBehaviour | None) -> Mark:
    return MARKS[result.variation] if result is not None and _is_judged(result) else COMMON


def sparkline(result: ProcessBehaviour, aim: float | None = None) -> str:
    """The last 24 months: band of limits, mean, line, special causes by colour and shape, the aim dashed."""
    points = result.points.tail(24)
    values = points["value"].to_numpy(dtype=float)
    shown = np.concatenate(
        [values, points["lower_process_limit"], points["upper_process_limit"], [aim if aim is not None else np.nan]]
    ).astype(float)
    shown = shown[~np.isnan(shown)]
    if not len(shown):
        return ""
    low, high = shown.min(), shown.max()
    span = (high - low) or 1.0

    def across(row: int) -> float:
        return 6 + row * (_WIDTH - 12) / max(len(values) - 1, 1)

    def up(value: float) -> float:
        return float(_HEIGHT - 6 - (value - low) / span * (_HEIGHT - 12))

    parts = []
    if not result.has_too_few_points:
        top, bottom = up(result.upper_process_limit), up(result.lower_process_limit)
        parts.append(f'<rect x="0" width="{_WIDTH}" y="{top:.1f}" height="{max(bottom - top, 1):.1f}" fill="{PALE}"/>')
    parts.append(f'<line x1="0" x2="{_WIDTH}" y1="{up(result.mean):.1f}" y2="{up(result.mean):.1f}" stroke="{GREY}"/>')
    if aim is not None:
        parts.append(
            f'<line x1="0" x2="{_WIDTH}" y1="{up(aim):.1f}" y2="{up(aim):.1f}" stroke="{INK}" stroke-width="1.6" '
            'stroke-dasharray="5 3"/>'
        )
    drawn = [(across(row), up(value)) for row, value in enumerate(values) if not np.isnan(value)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{GREY}" stroke-width="1.6"/>')
    dots: dict[Mark, list[str]] = {}
    for row, (value, variation) in enumerate(zip(values, points["variation"], strict=True)):
        if not np.isnan(value):
            dots.setdefault(MARKS[variation], []).append(_dot(across(row), up(value), MARKS[variation]))
    parts.extend(_path(mark, "".join(shapes)) for mark, shapes in dots.items())
    return svg_image("pd-spark", _WIDTH, _HEIGHT, "".join(parts))


def _dot(x: float, y: float, mark: Mark) -> str:
    shapes = {
        "circle": f"M{x:.1f} {y:.1f}h0",  # a point, which the round end of its stroke makes a disc
        "triangle-up": f"M{x:.1f} {y - 4.5:.1f}l4.5 8h-9z",
        "triangle-down": f"M{x:.1f} {y + 4.5:.1f}l4.5-8h-9z",
        "diamond": f"M{x:.1f} {y - 4.5:.1f}l4.5 4.5-4.5 4.5-4.5-4.5z",
        "square": f"M{x - 3.5:.1f} {y - 3.5:.1f}h7v7h-7z",
    }
    return shapes[mark.symbol]


def _path(mark: Mark, shapes: str) -> str:
    """All marks of one meaning as one shape: the browser checks and lays out every element by itself."""
    if mark.symbol == "circle":
        return f'<path d="{shapes}" stroke="{mark.colour}" stroke-width="4" stroke-linecap="round"/>'
    return f'<path d="{shapes}" fill="{mark.colour}" stroke="{INK}" stroke-width=".6"/>'
