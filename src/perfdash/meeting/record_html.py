"""A response record as one HTML file: no script, nothing fetched, readable aloud and on paper."""

from html import escape

from perfdash.meeting.record_layout import Block, Cell, Document, Heading, Listed, Paragraph, Table, printable

STYLE = """
.rr {font: 1.06rem/1.5 Arial, "Liberation Sans", sans-serif; color: #1D1D1B; max-width: 60rem}
.rr h1, .rr h2, .rr h3, .rr h4 {line-height: 1.25; color: #1D1D1B}
.rr .rr-mark {display: inline-block; margin: 0 .6rem .6rem 0; padding: .2rem .7rem; border: 2px solid #1D1D1B; font-weight: 700}
.rr .rr-invented {background: #801650; border-color: #801650; color: #fff}
.rr .rr-formal {color: #595959; font-size: .9em}
.rr .rr-notice {border-left: 5px solid #F46A25; padding: .2rem 0 .2rem .8rem}
.rr .rr-scroll {overflow-x: auto}
.rr table {border-collapse: collapse; width: 100%; margin: .4rem 0 1.2rem}
.rr caption {text-align: left; font-weight: 700; padding: .3rem 0}
.rr th, .rr td {text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid #C9C9C9;
  font-size: .93em}
.rr thead th {border-bottom: 2px solid #12436D}
.rr tbody th {font-weight: 400}
.rr td span {display: block; color: #595959; font-size: .9em}
"""
_PAGE = """
body {margin: 2rem auto; padding: 0 1.2rem; max-width: 60rem; background: #fff}
@media print {
  @page {size: A4; margin: 22mm 16mm 18mm;
    @top-left {content: "%(marks)s"; font: bold 9pt Arial, sans-serif; color: #1D1D1B}
    @bottom-left {content: "%(subject)s"; font: 9pt Arial, sans-serif; color: #595959}
    @bottom-right {content: "Page " counter(page) " of " counter(pages); font: 9pt Arial, sans-serif; color: #595959}}
  body {margin: 0; padding: 0; max-width: none}
  .rr {font-size: 10pt; max-width: none}
  .rr h1, .rr h2, .rr h3, .rr caption {break-after: avoid}
  .rr tr, .rr li {break-inside: avoid}
  .rr thead {display: table-header-group}
  .rr tbody tr:first-child {break-before: avoid}
  .rr .rr-invented {background: none; color: #801650}
  .rr .rr-scroll {overflow: visible}
}
"""


def html_page(document: Document) -> str:
    """The whole file, which needs nothing beside it."""
    title = _plain(f"{document.title}: {document.subject}")
    page = _PAGE % {"marks": _css_text(" · ".join(document.marks)), "subject": _css_text(document.subject)}
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}{page}</style>\n</head>\n<body>\n<main>\n{html_part(document)}\n</main>\n"
        "</body>\n</html>\n"
    )


def html_part(document: Document, title_level: int = 1) -> str:
    """The record alone, for a page that has a title of its own; the style is `STYLE`."""
    marks = "".join(
        f'<p class="rr-mark{" rr-invented" if place else ""}">{_plain(mark)}</p>'
        for place, mark in enumerate(document.marks)
    )
    head = f"<h{title_level}>{_plain(document.title)}</h{title_level}>"
    return f'<div class="rr" lang="en-GB">{marks}{head}{"".join(_block(block, title_level) for block in document.blocks)}</div>'


def _block(block: Block, title_level: int) -> str:
    match block:
        case Heading():
            level = title_level + block.level
            return f"<h{level}>{_plain(block.text)}</h{level}>"
        case Paragraph():
            look = "" if block.look == "plain" else f' class="rr-{block.look}"'
            return f"<p{look}>{_plain(block.text)}</p>"
        case Listed():
            return f"<ul>{''.join(f'<li>{_plain(item)}</li>' for item in block.items)}</ul>"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    widths = "".join(f'<col style="width:{100 * width / sum(table.widths):.1f}%">' for width in table.widths)
    header = "".join(f'<th scope="col">{_plain(name)}</th>' for name in table.header)
    rows = "".join(
        f'<tr><th scope="row">{_cell(first)}</th>{"".join(f"<td>{_cell(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in table.rows
    )
    # A table wider than a phone scrolls by itself; the keyboard reaches it, and so it needs a name.
    return (
        f'<div class="rr-scroll" role="region" tabindex="0" aria-label="{_plain(table.caption)}"><table>'
        f"<caption>{_plain(table.caption)}</caption><colgroup>{widths}</colgroup><thead><tr>{header}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell(cell: Cell) -> str:
    first, *rest = map(_plain, cell)
    return first + "".join(f" <span>{line}</span>" for line in rest)


def _plain(text: str) -> str:
    return escape(printable(text))


def _css_text(text: str) -> str:
    """A text inside a CSS string inside a style element: whatever could end either is written by its number."""
    return "".join(sign if sign.isalnum() or sign in " .,:·-" else f"\\{ord(sign):x} " for sign in printable(text))
