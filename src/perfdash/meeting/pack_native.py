"""Native charts on a slide: every number can be opened and changed there, and every series keeps its name.

python-pptx is imported only when a pack is made, so that no page waits for it.
"""

from dataclasses import replace
from typing import Any

from perfdash.meeting.pack_chart_xml import (
    divisor_of,
    dress_categories,
    dress_values,
    errors_xml,
    fill_xml,
    labels_xml,
    line_xml,
    made,
    marker_xml,
    number_form,
    plot_layout,
    tag,
    text_xml,
)
from perfdash.meeting.pack_drawing import Axis, Drawing, Mark, Series
from perfdash.meeting.record_layout import printable

Box = tuple[int, int, int, int]  # left, top, width, height in EMU


def add_chart(shapes: Any, drawing: Drawing, box: Box) -> Any:
    """The chart in its place; the frame that holds it, for its alt text."""
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {
        "lines": XL_CHART_TYPE.LINE_MARKERS,
        "columns": XL_CHART_TYPE.COLUMN_STACKED if drawing.is_stacked else XL_CHART_TYPE.COLUMN_CLUSTERED,
        "bars": XL_CHART_TYPE.BAR_STACKED if drawing.is_stacked else XL_CHART_TYPE.BAR_CLUSTERED,
        "points": XL_CHART_TYPE.XY_SCATTER,
    }
    if drawing.kind == "points":  # LibreOffice loses what stands before a longer series
        drawing = replace(drawing, series=tuple(sorted(drawing.series, key=lambda one: -len(one.values))))
    data = _points(drawing) if drawing.kind == "points" else _categories(drawing)
    frame = shapes.add_chart(kinds[drawing.kind], *box, data)
    _dress(frame.chart._chartSpace, drawing)
    return frame


def _categories(drawing: Drawing) -> Any:
    from perfdash.meeting.pack_sheets import ColumnData

    data: Any = ColumnData(drawing, _form(drawing.up))
    data.categories = [printable(one) if isinstance(one, str) else one for one in drawing.categories]
    for series in drawing.series:
        data.add_series(printable(series.name), [_scaled(value, drawing.up) for value in series.values])
    return data


def _points(drawing: Drawing) -> Any:
    from perfdash.meeting.pack_sheets import PointData

    data: Any = PointData(number_format="General")  # type: ignore[no-untyped-call]
    for series in drawing.series:
        points = data.add_series(printable(series.name))
        for x, y in zip(series.at, series.values, strict=True):
            points.add_data_point(_scaled(x, drawing.across), _scaled(y, drawing.up))
    return data


def _scaled(value: float | None, axis: Axis) -> float | None:
    """A number as the chart's sheet holds it: nothing where it is hidden, times as parts of a day."""
    if value is None or divisor_of(axis) == 1:
        return value
    return value / divisor_of(axis)


def _form(axis: Axis) -> str:
    """How the sheet behind the chart writes its numbers: finer than the axis does."""
    if axis.unit == "seconds":
        return "[m]:ss" if (axis.high or 0) <= 7200 else "[h]:mm"
    return "0.0%" if axis.unit == "share" else "General" if not axis.is_shown else number_form(axis)


# Dress -----------------------------------------------------------------------------------------------------------------


def _dress(space: Any, drawing: Drawing) -> None:
    area = space.find(f".//{tag('plotArea')}")
    for element, series in zip(area.iter(tag("ser")), drawing.series, strict=True):
        _dress_series(element, series, drawing)
    _over_bars(area, drawing)
    _dress_axes(area, drawing)
    _frame(space, area, drawing)


def _dress_series(element: Any, series: Series, drawing: Drawing) -> None:
    is_bar = drawing.kind in ("bars", "columns") and series.kind != "line"
    for name in ("spPr", "marker", "dPt", "dLbls", "errBars", "invertIfNegative"):
        for old in element.findall(tag(name)):
            element.remove(old)
    look = fill_xml(_usual(series)) if is_bar else line_xml(series.stroke)
    parts = [made(f"<c:spPr>{look}</c:spPr>")]
    parts += [made('<c:invertIfNegative val="0"/>')] if is_bar else [made(marker_xml(_usual(series)))]
    parts += [
        _point(at, mark, is_bar) for at, mark in enumerate(series.marks) if mark and _is_own(mark, series, is_bar)
    ]
    parts += [_break(at) for at in sorted(series.breaks) if not any(series.marks)]
    if series.words:
        parts.append(labels_xml(series, drawing, is_bar))
    if any(length is not None for length in series.more):
        axis = drawing.up if is_bar or series.side == "top" else drawing.across
        parts.append(errors_xml(series, drawing, is_bar, divisor_of(axis)))
    before = next(child for child in element if child.tag in (tag("cat"), tag("xVal")))
    for part in parts:
        before.addprevious(part)


def _usual(series: Series) -> Mark | None:
    """The mark that most points of a series have: theirs is the series' own."""
    drawn = [mark for mark in series.marks if mark]
    return max(drawn, key=drawn.count) if drawn else None


def _is_own(mark: Mark, series: Series, is_bar: bool) -> bool:
    """Whether a point is drawn by itself. LibreOffice shows no marks of a series that has neither a line nor such points."""
    return mark != _usual(series) or (not is_bar and series.stroke is None)


def _break(at: int) -> Any:
    line = f"<c:spPr>{line_xml(None)}</c:spPr>"
    return made(f'<c:dPt><c:idx val="{at}"/>{marker_xml(None)}<c:bubble3D val="0"/>{line}</c:dPt>')


def _point(at: int, mark: Mark, is_bar: bool) -> Any:
    if is_bar:
        look = f'<c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr>{fill_xml(mark)}</c:spPr>'
        return made(f'<c:dPt><c:idx val="{at}"/>{look}</c:dPt>')
    return made(f'<c:dPt><c:idx val="{at}"/>{marker_xml(mark)}<c:bubble3D val="0"/></c:dPt>')


def _over_bars(area: Any, drawing: Drawing) -> None:
    """Lines over columns share their axes: a second chart in the same plot."""
    (bars,) = area.findall(tag("barChart")) or [None]
    if bars is None:
        return
    for name, value in (("gapWidth", "40"), ("overlap", "100")):
        for old in bars.findall(tag(name)):
            bars.remove(old)
        bars.find(tag("axId")).addprevious(made(f'<c:{name} val="{value}"/>'))
    lines = [
        element
        for element, series in zip(bars.findall(tag("ser")), drawing.series, strict=True)
        if series.kind == "line"
    ]
    if not lines:
        return
    ids = "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in bars.findall(tag("axId")))
    over = made(
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>{ids}</c:lineChart>'
    )
    for element in lines:
        element.append(made('<c:smooth val="0"/>'))
        over.find(tag("marker")).addprevious(element)
    bars.addnext(over)


def _dress_axes(area: Any, drawing: Drawing) -> None:
    values = area.findall(tag("valAx"))
    if drawing.kind == "points":
        dress_values(values[0], drawing.across, foot="nextTo" if drawing.is_reversed else "low")
        dress_values(values[1], drawing.up, is_flipped=drawing.is_reversed)
        if drawing.is_reversed:  # the axis across stands at the foot, which is the highest of the rows
            _crossing(values[0], "max")
        return
    categories = next(child for child in area if child.tag in (tag("catAx"), tag("dateAx")))
    dress_categories(categories, drawing)
    dress_values(values[0], drawing.up, foot="nextTo" if drawing.is_reversed else "low")
    if drawing.kind == "columns":
        _last(values[0], '<c:crossBetween val="between"/>')
    if drawing.is_reversed:
        _crossing(values[0], "max")
        _last(values[0], '<c:crossBetween val="between"/>')


def _crossing(axis: Any, where: str) -> None:
    axis.find(tag("crosses")).set("val", where)


def _last(axis: Any, xml: str) -> None:
    """How bars stand between the ticks, in its place: after where the axes cross."""
    part = made(xml)
    for old in axis.findall(part.tag):
        axis.remove(old)
    axis.find(tag("crosses")).addnext(part)


def _frame(space: Any, area: Any, drawing: Drawing) -> None:
    """No title of its own, since the slide has it; a legend only where words cannot stand at the marks."""
    for old in area.findall(tag("layout")):
        area.remove(old)
    area.insert(0, plot_layout(drawing))
    chart = space.find(tag("chart"))
    for name in ("title", "autoTitleDeleted", "legend"):
        for old in chart.findall(tag(name)):
            chart.remove(old)
    chart.insert(0, made('<c:autoTitleDeleted val="1"/>'))
    if drawing.has_legend:
        area.addnext(made('<c:legend><c:legendPos val="r"/><c:overlay val="0"/></c:legend>'))
    for old in space.findall(tag("txPr")):
        space.remove(old)
    chart.addnext(text_xml())
