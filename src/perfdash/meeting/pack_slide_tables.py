"""Tables on a slide: cells of a heat map or a tile map, and the rows of what no native chart can draw."""

from collections.abc import Mapping, Sequence
from typing import Any

from perfdash.figures.style import INK, TEXT_GREY
from perfdash.meeting.pack_chart_xml import line_xml, made
from perfdash.meeting.pack_drawing import Cell, Grid, Stroke
from perfdash.meeting.pack_tables import shown_rows
from perfdash.meeting.pack_text import EMU, Said, add_words, fill, rgb
from perfdash.meeting.record_layout import printable

MOST_ROWS, MOST_COLUMNS = 12, 8
Edges = tuple[float, float, float, float]


def add_rows(slide: Any, rows: Sequence[Mapping[str, Any]], edges: Edges, alt: str) -> None:
    """The first rows; what is left out is in the CSV, and the slide says so."""
    shown = shown_rows(rows, MOST_ROWS, MOST_COLUMNS)
    left, top, width, height = edges
    if not shown.rows:
        add_words(slide, edges, [Said("There are no rows to show.", 16)], "Rows")
        return
    room = height - (20 if shown.rest else 0)
    size = 14 if len(shown.header) <= 6 else 12
    n = len(shown.rows) + 1
    table = _table(slide, n, len(shown.header), (left, top, width, min(room, 30.0 * n)), alt)
    numeric = {place for place in range(len(shown.header)) if any(cells[place][:1].isdigit() for cells in shown.rows)}
    for at, cells in enumerate((shown.header, *shown.rows)):
        for place, words in enumerate(cells):
            colour = "#FFFFFF" if not at else INK
            _write(table.cell(at, place), Said(words, size, not at, colour), "right" if place in numeric else "left")
    if shown.rest:
        add_words(slide, (left, top + height - 18, width, 18), [Said(shown.rest, 14, colour=TEXT_GREY)], "Rest")


def add_grid(slide: Any, grid: Grid, edges: Edges, alt: str) -> None:
    """Cells in their colours, as on the screen."""
    n_rows, n_columns = len(grid.rows) + bool(grid.header), len(grid.rows[0]) + bool(grid.names)
    table = _table(slide, n_rows, n_columns, edges, alt)
    table.first_row, table.first_col = bool(grid.header), bool(grid.names)
    size = 12 if n_columns > 12 else 14
    if grid.names:
        _width_of_names(table, grid, edges[2], n_columns)
    for at, words in enumerate(grid.header):
        _cell(table.cell(0, at + bool(grid.names)), Cell(words), 12)
    if grid.header and grid.names:
        _cell(table.cell(0, 0), Cell(""), size)
    for at, cells in enumerate(grid.rows):
        row = at + bool(grid.header)
        if grid.names:
            _cell(table.cell(row, 0), Cell(grid.names[at]), size, "left")
        for place, cell in enumerate(cells):
            _cell(table.cell(row, place + bool(grid.names)), cell or Cell(""), size)


def _width_of_names(table: Any, grid: Grid, width: float, n_columns: int) -> None:
    names = min(0.2 * width, 110.0)
    table.columns[0].width = round(names * EMU)
    for column in list(table.columns)[1:]:
        column.width = round((width - names) / (n_columns - 1) * EMU)


def _table(slide: Any, n_rows: int, n_columns: int, edges: Edges, alt: str) -> Any:
    frame = slide.shapes.add_table(n_rows, n_columns, *(round(edge * EMU) for edge in edges))
    frame.name = "Table"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(alt))
    table = frame.table
    table.horz_banding = False
    return table


def _write(cell: Any, said: Said, align: str) -> None:
    from pptx.enum.text import MSO_ANCHOR

    cell.margin_left = cell.margin_right = round(4 * EMU)
    cell.margin_top = cell.margin_bottom = round(1.5 * EMU)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    fill(cell.text_frame, [said], align)


def _cell(place: Any, cell: Cell, size: float, align: str = "centre") -> None:
    """A cell in its colour; the outline of one that stands out is its own border."""
    from pptx.enum.text import MSO_ANCHOR

    first, *rest = printable(cell.words).split("\n")
    said = [Said(first, size, bool(rest), cell.ink), *(Said(line, size, False, cell.ink) for line in rest)]
    place.margin_left = place.margin_right = round(2 * EMU)
    place.margin_top = place.margin_bottom = round(1 * EMU)
    place.vertical_anchor = MSO_ANCHOR.MIDDLE
    place.fill.solid()
    place.fill.fore_color.rgb = rgb(cell.fill)
    fill(place.text_frame, said, align)
    properties = place._tc.get_or_add_tcPr()
    stroke = Stroke(INK, 2.25) if cell.is_outlined else Stroke("#FFFFFF", 1.0)
    inner = line_xml(stroke).partition(">")[2].rpartition("</a:ln>")[0]
    for at, side in enumerate("LRTB"):
        border = made(
            f'<a:ln{side} w="{round(stroke.width * EMU)}" cap="flat" cmpd="sng" algn="ctr">{inner}</a:ln{side}>'
        )
        properties.insert(at, border)
