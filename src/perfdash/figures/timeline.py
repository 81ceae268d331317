"""One incident as a line of time: the stages between its instants to scale, the limit, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from perfdash.figures.style import CATEGORIES, GREY, GRID, INK, TEXT_GREY, text_on
from perfdash.figures.words import minutes, unbroken

_LEAST_SHARE = 0.09  # a stage narrower than this has no room for its words: they stand below

STYLE = f"""<style>
 .pd-line {{position: relative; margin: 2.1rem 0 .5rem; max-width: 1100px}}
 .pd-line div {{display: flex; height: 2.3rem; border: 1px solid {GREY}}}
 .pd-line span {{overflow: hidden; white-space: nowrap; padding: .45rem .5rem 0; font-size: .95rem; box-sizing: border-box}}
 .pd-line b {{position: absolute; top: -1.75rem; height: 4.6rem; border-left: 3px dashed {INK}; padding-left: .4rem;
   font-size: .95rem; font-weight: 400; white-space: nowrap; line-height: 1.2}}
 .pd-line b.pd-left {{border-left: none; border-right: 3px dashed {INK}; padding: 0 .4rem 0 0; transform: translateX(-100%)}}
 .pd-instants {{border-collapse: collapse; font-size: .98rem; margin: .3rem 0 .6rem}}
 .pd-instants th, .pd-instants td {{text-align: left; padding: .16rem 1.3rem .16rem 0; border-bottom: 1px solid {GRID};
   font-weight: 400}}
 .pd-instants thead th {{color: {TEXT_GREY}; font-size: .92rem}}
 .pd-instants td, .pd-instants .pd-number {{white-space: nowrap}}
 .pd-instants .pd-number {{text-align: right; font-variant-numeric: tabular-nums}}
 .pd-reasons {{margin: .2rem 0 .6rem; padding-left: 1.2rem; font-size: 1.02rem}}
</style>"""


@dataclass(frozen=True)
class Moment:
    """A recorded instant: what happened, and when by the force's clock on the wall."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Part:
    """A stage of the wait, in seconds."""

    name: str
    seconds: float


def line_html(parts: Sequence[Part], limit: float | None, words: str) -> str:
    """The stages of a wait to scale, from zero, with the limit as a dashed line; `words` say the same to screen readers."""
    whole = sum(part.seconds for part in parts)
    scale = max(whole, limit or 0) * 1.02
    if not whole or any(part.seconds < 0 for part in parts):
        return ""
    drawn = list(zip(parts, CATEGORIES, strict=False))
    begins = [sum(part.seconds for part in parts[:number]) for number in range(len(parts))]
    bars = "".join(
        _bar(part, part.seconds / scale, colour, bool(limit and begin < limit < begin + part.seconds / 2))
        for (part, colour), begin in zip(drawn, begins, strict=False)
    )
    narrow = "".join(_aside(part, colour) for part, colour in drawn if part.seconds / scale <= _LEAST_SHARE)
    line = f'<div class="pd-line" role="img" aria-label="{escape(words)}"><div>{bars}</div>{_limit(limit, scale)}</div>'
    return line + (f'<p class="pd-note">{narrow}</p>' if narrow else "")


def _bar(part: Part, share: float, colour: str, is_crossed: bool) -> str:
    text = _words(part) if share > _LEAST_SHARE else ""
    side = "right" if is_crossed else "left"  # the words stand on the half that the limit's line does not cross
    style = f"width:{100 * share:.2f}%;background:{colour};color:{text_on(colour)};text-align:{side}"
    return f'<span style="{style}">{text}</span>'


def _aside(part: Part, colour: str) -> str:
    return f'<span style="margin-right:1.5rem"><b style="color:{colour}" aria-hidden="true">■</b> {_words(part)}</span>'


def _words(part: Part) -> str:
    return escape(unbroken(f"{part.name} {minutes(part.seconds)}"))


def _limit(limit: float | None, scale: float) -> str:
    if not limit:
        return ""
    share = limit / scale
    side = ' class="pd-left"' if share > 0.8 else ""  # near the right end its words would leave the page
    return f'<b{side} style="left:{100 * share:.2f}%">limit {escape(unbroken(minutes(limit)))}</b>'


def instants_html(moments: Sequence[Moment], start: datetime | None) -> str:
    """The recorded instants in order of time, each with what passed since the last one and since the clock's start."""
    # By the instant and not by the wall, which shows the same hour twice in October.
    in_order = sorted(moments, key=lambda moment: moment.at.timestamp())
    rows: list[str] = []
    before: datetime | None = None
    for moment in in_order:
        since = "" if before is None else f"+ {minutes(moment.at.timestamp() - before.timestamp())}"
        waited = _since_start(moment.at, start)
        rows.append(
            f'<tr><th scope="row">{escape(moment.name)}</th><td>{escape(clock_time(moment.at))}</td>'
            f'<td class="pd-number">{escape(unbroken(since))}</td><td class="pd-number">{escape(unbroken(waited))}</td></tr>'
        )
        before = moment.at
    columns = [
        ("What happened", ""),
        ("When", ""),
        *((name, "pd-number") for name in ("Since the last", "Since the start")),
    ]
    heads = "".join(f'<th scope="col" class="{style}">{name}</th>' for name, style in columns)
    return f'<table class="pd-instants"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _since_start(at: datetime, start: datetime | None) -> str:
    if start is None:
        return ""
    seconds = at.timestamp() - start.timestamp()
    return "the clock starts" if seconds == 0 else f"{minutes(abs(seconds))}{'' if seconds > 0 else ' before it'}"


def clock_time(at: datetime) -> str:
    """'Sat 7 Mar 2026, 14:03:22'; in the hour that the clock shows twice, with the zone that decides: '01:05:00 GMT'."""
    is_repeated = at.utcoffset() != at.replace(fold=1 - at.fold).utcoffset()
    zone = f" {at.tzname()}" if is_repeated or at.tzname() == "UTC" else ""
    return f"{at:%a %-d %b %Y, %H:%M:%S}{zone}"
