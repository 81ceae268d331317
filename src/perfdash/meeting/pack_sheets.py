"""The sheet behind a native chart: what is text stays text there, and marks that follow a series follow it when it is edited.

Imported only when a chart is made: python-pptx takes its time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.util import lazyproperty
from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from perfdash.meeting.pack_drawing import Drawing

# A name that begins with "=" or looks like an address is a name all the same.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@contextmanager
def _sheet(file: Any) -> Iterator[tuple[Any, Any]]:
    workbook: Any = Workbook(file, _OPTIONS)
    yield workbook, workbook.add_worksheet()
    workbook.close()


def _letter(column: int) -> str:
    """The name of a column, counted from 0."""
    found: str = xl_col_to_name(column)
    return found


class _Points(XyWorkbookWriter):
    """Places and values, series under series."""

    def _open_worksheet(self, xlsx_file: Any) -> Any:
        return _sheet(xlsx_file)


class _Columns(CategoryWorkbookWriter):
    """A column a series."""

    def _open_worksheet(self, xlsx_file: Any) -> Any:
        return _sheet(xlsx_file)

    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        super()._populate_worksheet(workbook, worksheet)  # type: ignore[no-untyped-call]
        drawing = self._chart_data.drawing
        columns = {series.name: at + 1 for at, series in enumerate(drawing.series)}
        for at, series in enumerate(drawing.series):
            held = self._chart_data[at]
            form = workbook.add_format({"num_format": held.number_format})
            for row, value in enumerate(held.values, 1):
                if series.follows and value is not None:
                    letter = _letter(columns[series.follows])
                    worksheet.write_formula(row, at + 1, f"={letter}{row + 1}", form, value)


class PointData(XyChartData):
    """The numbers of points on two axes."""

    @lazyproperty
    def _workbook_writer(self) -> Any:
        return _Points(self)  # type: ignore[no-untyped-call]


class ColumnData(CategoryChartData):
    """The numbers of a chart along categories."""

    def __init__(self, drawing: Drawing, number_format: str) -> None:
        super().__init__(number_format=number_format)  # type: ignore[no-untyped-call]
        self.drawing = drawing

    @lazyproperty
    def _workbook_writer(self) -> Any:
        return _Columns(self)  # type: ignore[no-untyped-call]
