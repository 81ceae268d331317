"""How a native chart looks: the parts of DrawingML that no library writes, in the order that the schema asks for."""

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from perfdash.figures.style import text_on
from perfdash.meeting.pack_drawing import Axis, Drawing, Mark, Series, Stroke
from perfdash.meeting.pack_words import LANGUAGE
from perfdash.meeting.record_layout import printable

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SPACES = f'xmlns:c="{C}" xmlns:a="{A}"'
FONT, TEXT = "Arial", 1400  # hundredths of a point
_EMU = 12700  # of a point
_CROWDED = 12  # names along a chart stand beside each other up to so many
_DASHES = {"solid": "solid", "dot": "sysDot", "dash": "dash"}
_INK, _GREY, _GRID = "1D1D1B", "757575", "E3E3E3"


def tag(name: str) -> str:
    return f"{{{C}}}{name}"


def made(xml: str) -> Any:
    """An element of these words, its prefixes c and a known."""
    from pptx.oxml import parse_xml

    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {_SPACES}", xml.strip(), count=1))


def line_xml(stroke: Stroke | None) -> str:
    if stroke is None:
        return "<a:ln><a:noFill/></a:ln>"
    return (
        f'<a:ln w="{round(stroke.width * _EMU)}" cap="flat"><a:solidFill><a:srgbClr val="{_hex(stroke.colour)}"/></a:solidFill>'
        f'<a:prstDash val="{_DASHES[stroke.dash]}"/><a:round/></a:ln>'
    )


def fill_xml(mark: Mark | None) -> str:
    """The inside of a mark or a bar and its edge."""
    if mark is None:
        return "<a:noFill/><a:ln><a:noFill/></a:ln>"
    edge = line_xml(Stroke(mark.edge, 1.0) if mark.edge else None)
    return f'<a:solidFill><a:srgbClr val="{_hex(mark.colour)}"/></a:solidFill>{edge}'


def marker_xml(mark: Mark | None) -> str:
    if mark is None or mark.shape == "none":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    return (
        f'<c:marker><c:symbol val="{mark.shape}"/><c:size val="{min(max(mark.size, 2), 72)}"/>'
        f"<c:spPr>{fill_xml(mark)}</c:spPr></c:marker>"
    )


def _hex(colour: str) -> str:
    named = {"white": "FFFFFF", "black": "000000"}
    return named.get(colour, colour.removeprefix("#").upper())


# Words -----------------------------------------------------------------------------------------------------------------


def paragraphs_xml(text: str, size: int = TEXT, align: str = "l") -> str:
    """A text of ours (bold, line breaks, coloured squares) as paragraphs."""
    lines = text.replace("<br>", "\n").split("\n")
    return "".join(f'<a:p><a:pPr algn="{align}"/>{_runs(line, size)}</a:p>' for line in lines)


def _runs(line: str, size: int) -> str:
    runs, is_bold, colour = "", False, _INK
    for part in re.split(r"(<[^>]+>)", line):
        if part in ("<b>", "</b>"):
            is_bold = part == "<b>"
        elif part.startswith("<"):
            found = re.search(r"color:#(\w{6})", part)
            colour = found[1] if found else _INK
        elif part:
            runs += run_xml(part, size, is_bold, colour)
    return runs


def run_xml(text: str, size: int, is_bold: bool = False, colour: str = _INK) -> str:
    return (
        f'<a:r><a:rPr lang="{LANGUAGE}" sz="{size}" b="{int(is_bold)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:latin typeface="{FONT}"/></a:rPr><a:t>{escape(printable(text))}</a:t></a:r>'
    )


def text_xml(size: int = TEXT) -> Any:
    """The text of a whole chart: its size, and its language for whoever reads it aloud."""
    return made(
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill>'
        f'<a:latin typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="{LANGUAGE}"/></a:p></c:txPr>'
    )


def labels_xml(series: Series, drawing: Drawing, is_bar: bool) -> Any:
    """The words at the points of a series, and nothing at the others."""
    places = {"right": "r", "left": "l", "top": "t", "below": "b", "middle": "ctr", "inside": "inBase"}
    bars = {
        "right": "outEnd",
        "middle": "ctr",
        "inside": "inBase",
        "top": "outEnd",
        "left": "inBase",
        "below": "inBase",
    }
    place = (bars if is_bar else places)[series.side]
    labels = "".join(_label(at, words, place, series, drawing) for at, words in sorted(series.words.items()))
    nothing = "".join(f'<c:{name} val="0"/>' for name in _SHOWN)
    return made(f"<c:dLbls>{labels}{nothing}</c:dLbls>")


_SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def _label(at: int, words: str, place: str, series: Series, drawing: Drawing) -> str:
    shift = series.shift.get(at, 0.0)
    is_level = drawing.kind == "bars"
    x, y = (shift * drawing.plot[2], 0.0) if is_level else (0.0, -shift * drawing.plot[3])
    layout = (
        f'<c:layout><c:manualLayout><c:x val="{x:.4f}"/><c:y val="{y:.4f}"/></c:manualLayout></c:layout>'
        if shift
        else ""
    )
    align = {"r": "l", "l": "r", "outEnd": "l", "inBase": "l"}.get(place, "ctr")
    is_on_ink = (series.kind == "carrier" and place == "ctr") or (
        series.marks and place == "ctr" and _is_dark(series.marks[at])
    )
    text = paragraphs_xml(words, TEXT if series.kind == "carrier" or place != "ctr" else 1200, align)
    text = text.replace(f'val="{_INK}"', 'val="FFFFFF"') if is_on_ink else text
    shown = "".join(f'<c:{name} val="{int(name == "showVal")}"/>' for name in _SHOWN)
    body = '<a:bodyPr wrap="none" lIns="38100" tIns="19050" rIns="38100" bIns="19050" anchor="ctr"><a:spAutoFit/></a:bodyPr>'
    rich = f"<c:tx><c:rich>{body}<a:lstStyle/>{text}</c:rich></c:tx>"
    return f'<c:dLbl><c:idx val="{at}"/>{layout}{rich}<c:dLblPos val="{place}"/>{shown}</c:dLbl>'


def _is_dark(mark: Mark | None) -> bool:
    return mark is not None and mark.colour.startswith("#") and text_on(mark.colour) == "#FFFFFF"


# Intervals -------------------------------------------------------------------------------------------------------------


def errors_xml(series: Series, drawing: Drawing, is_bar: bool, divisor: float) -> Any:
    """The intervals of a series: their lengths written into the chart, as PowerPoint keeps its own."""
    direction = "" if is_bar else f'<c:errDir val="{"y" if series.side == "top" else "x"}"/>'
    return made(
        f'<c:errBars>{direction}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{_literal(series.more, divisor)}</c:plus><c:minus>{_literal(series.less, divisor)}</c:minus>"
        f"<c:spPr>{line_xml(Stroke('#' + (_INK if is_bar else _GREY), 2.25))}</c:spPr></c:errBars>"
    )


def _literal(lengths: Sequence[float | None], divisor: float) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{length / divisor!r}</c:v></c:pt>'
        for at, length in enumerate(lengths)
        if length is not None
    )
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(lengths)}"/>{points}</c:numLit>'


# Axes ------------------------------------------------------------------------------------------------------------------


def number_form(axis: Axis) -> str:
    """How Excel writes the numbers of an axis. It knows no seconds: times are parts of a day."""
    if axis.form:
        return axis.form
    if axis.unit == "seconds":
        is_long = (axis.high or 0) > 7200
        is_whole = not axis.step or axis.step % (3600 if is_long else 60) == 0
        whole, fine = ('[h]" h"', '[h]:mm" h"') if is_long else ('[m]" min"', '[m]:ss" min"')
        return whole if is_whole else fine
    if axis.unit == "share":
        return "0.0\\ %" if axis.step and axis.step < 0.01 else "0\\ %"
    return "#,##0.0" if axis.step and axis.step < 1 else "#,##0"


def divisor_of(axis: Axis) -> float:
    return 86400.0 if axis.unit == "seconds" else 1.0


def dress_values(element: Any, axis: Axis, is_flipped: bool = False, foot: str = "low") -> None:
    """An axis of values: its ends, ticks, grid and how its numbers are written."""
    divisor = divisor_of(axis)
    scaling = element.find(tag("scaling"))
    for child in list(scaling):
        scaling.remove(child)
    scaling.append(made(f'<c:orientation val="{"maxMin" if is_flipped else "minMax"}"/>'))
    for name, end in (("max", axis.high), ("min", axis.low)):
        if end is not None:
            scaling.append(made(f'<c:{name} val="{end / divisor!r}"/>'))
    _set(element, "delete", str(int(not axis.is_shown)))
    for name in ("majorGridlines", "numFmt", "majorUnit"):
        for old in element.findall(tag(name)):
            element.remove(old)
    position = element.find(tag("axPos"))
    if axis.has_grid:
        position.addnext(
            made(f"<c:majorGridlines><c:spPr>{line_xml(Stroke('#' + _GRID, 0.75))}</c:spPr></c:majorGridlines>")
        )
    element.find(tag("majorTickMark")).addprevious(
        made(f'<c:numFmt formatCode={quoteattr(number_form(axis))} sourceLinked="0"/>')
    )
    _set(element, "majorTickMark", "none")
    _set(element, "tickLblPos", foot)
    _line_of_axis(element, has_line=False)
    if axis.step:
        element.append(made(f'<c:majorUnit val="{axis.step / divisor!r}"/>'))


def dress_categories(element: Any, drawing: Drawing) -> None:
    """The axis of categories: months at their distance, or names from the top down."""
    if drawing.is_reversed:
        element.find(tag("scaling")).find(tag("orientation")).set("val", "maxMin")
    _set(element, "majorTickMark", "none")
    _set(element, "tickLblPos", "low")
    for old in element.findall(tag("majorGridlines")):
        element.remove(old)
    _line_of_axis(element, has_line=not drawing.is_reversed)
    if element.tag == tag("catAx") and len(drawing.categories) > _CROWDED and not drawing.is_reversed:
        element.find(tag("lblOffset")).addnext(made('<c:tickLblSkip val="3"/>'))
    if element.tag == tag("dateAx"):
        form = element.find(tag("numFmt"))
        form.set("formatCode", "mmm\\ yyyy")
        form.set("sourceLinked", "0")
        _set(element, "auto", "0")
        _set(element, "baseTimeUnit", "months" if drawing.kind == "columns" else "days")
        for xml in (f'<c:majorUnit val="{drawing.months}"/>', '<c:majorTimeUnit val="months"/>'):
            element.append(made(xml))


def _line_of_axis(element: Any, has_line: bool) -> None:
    for old in element.findall(tag("spPr")):
        element.remove(old)
    line = line_xml(Stroke("#" + _GREY, 0.75) if has_line else None)
    element.find(tag("tickLblPos")).addnext(made(f"<c:spPr>{line}</c:spPr>"))


def _set(element: Any, name: str, value: str) -> None:
    element.find(tag(name)).set("val", value)


def plot_layout(drawing: Drawing) -> Any:
    """Where the axes stand in the chart: the rest is room for names and for words at the right."""
    left, top, width, height = drawing.plot
    ends = "".join(
        f'<c:{name} val="{value:.4f}"/>' for name, value in (("x", left), ("y", top), ("w", width), ("h", height))
    )
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    return made(f"<c:layout><c:manualLayout>{modes}{ends}</c:manualLayout></c:layout>")
