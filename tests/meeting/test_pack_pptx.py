"""The PowerPoint pack: native charts with the figure's own numbers, words that fit, and nothing lost for those who listen."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from math import isclose
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pptx
import pytest
from pack_screens import every_screen, multiples_screen, pack_of, process_screen, screens_for_tests, stages_screen
from pptx.util import Pt

from perfdash.errors import BadQuestion
from perfdash.figures.figure_json import plain, traces_of
from perfdash.meeting.pack_charts import drawings_of
from perfdash.meeting.pack_drawing import Drawing, Grid, Series
from perfdash.meeting.pack_pptx import pack_pptx
from perfdash.meeting.pack_text import width_of
from perfdash.meeting.pack_words import DEMONSTRATION
from perfdash.meeting.screens import Screen

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
EVERY = every_screen()


@cache
def deck() -> Any:
    """One slide a screen of every kind; the agenda is long, and takes two."""
    return pptx.Presentation(BytesIO(pack_pptx(pack_of(EVERY))))


def slides() -> list[tuple[Screen, Any]]:
    return list(zip(EVERY, list(deck().slides)[-len(EVERY) :], strict=True))


def charts(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.has_chart]


def drawings() -> Iterator[tuple[Screen, Drawing]]:
    for screen in EVERY:
        found = drawings_of(screen)
        if isinstance(found, tuple):
            yield from ((screen, one) for one in found)


def in_chart(chart: Any) -> dict[str, list[float | None]]:
    """What the XML of a native chart holds, by series: a gap where it holds nothing."""
    found = {}
    for series in chart._chartSpace.iter(f"{C}ser"):
        name = series.find(f"{C}tx//{C}v").text
        values = series.find(f"{C}val") if series.find(f"{C}val") is not None else series.find(f"{C}yVal")
        points = {int(point.get("idx")): float(point.find(f"{C}v").text) for point in values.iter(f"{C}pt")}
        found[name] = [points.get(at) for at in range(int(values.find(f".//{C}ptCount").get("val")))]
    return found


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, list):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, int | float):
        yield float(value)


def of_figure(screen: Screen) -> list[float]:
    """Every number of the figure's marks, and where its lines stand."""
    figure = plain(screen.figure)
    traces = [list(numbers([trace.get(name) for name in ("x", "y", "base")])) for trace in traces_of(figure)]
    shapes = [list(numbers([shape.get(name) for name in ("x0", "y0")])) for shape in figure["layout"].get("shapes", [])]
    lows = [
        base + x
        for trace in traces_of(figure)
        if trace.get("base")
        for base, x in zip(trace["base"], trace["x"], strict=True)
    ]
    return [*(one for part in (*traces, *shapes) for one in part), *lows]


def is_among(value: float, known: list[float]) -> bool:
    return any(isclose(abs(one), abs(value), rel_tol=1e-9, abs_tol=1e-12) for one in known)


def figures(drawing: Drawing) -> Iterator[Series]:
    return (series for series in drawing.series if series.kind != "carrier" and series.name not in ("whole 86.0 %",))


# The same figures


def test_every_number_of_a_chart_is_one_of_the_figure() -> None:
    seen = 0
    for screen, drawing in drawings():
        known = of_figure(screen)
        for series in figures(drawing):
            ends = [series.at, series.values] if not series.words or len(series.values) > 2 else [series.values]
            for value in (one for part in ends for one in part if one is not None):
                assert is_among(value, known), (screen.key, series.name, value)
                seen += 1
    assert seen > 1500


def test_the_file_holds_the_numbers_of_the_drawing_and_its_gaps() -> None:
    for screen, slide in slides():
        made = drawings_of(screen)
        shown = charts(slide)
        if not isinstance(made, tuple):
            assert shown == []
            continue
        for drawing, frame in zip(made, shown, strict=True):
            held = in_chart(frame.chart)
            scale = 86400 if drawing.up.unit == "seconds" else 1
            for series in drawing.series:
                values = held[series.name]
                assert [one is None for one in values] == [one is None for one in series.values], (
                    screen.key,
                    series.name,
                )
                pairs = zip(values, series.values, strict=True)
                assert all(
                    isclose(one * scale, other, abs_tol=1e-9)
                    for one, other in pairs
                    if one is not None and other is not None
                )


@pytest.mark.parametrize("hidden", [(), (5, 17)])
def test_a_process_chart_keeps_every_month_and_leaves_hidden_ones_open(hidden: tuple[int, ...]) -> None:
    screen = process_screen(hidden)
    (drawing,) = drawings_of(screen) or ()
    assert isinstance(drawing, Drawing)
    by_name = {series.name: series for series in drawing.series}
    values = [row["value"] for row in screen.rows]
    assert list(by_name["Value"].values) == values
    assert [at for at, value in enumerate(by_name["Value"].values) if value is None] == list(hidden)
    columns = {
        "Mean": "mean",
        "Upper process limit": "upper_process_limit",
        "Lower process limit": "lower_process_limit",
    }
    for name, column in columns.items():
        assert list(by_name[name].values) == pytest.approx([row[column] for row in screen.rows]), name
    assert {"Ambition 90 %", "Standard or ambition until 25 January 2024"} <= set(by_name)
    assert by_name["Ambition 90 %"].values[14:16] == (None, 0.9)  # from 26 January 2024 on
    assert by_name["Mean"].breaks == {24}


def test_special_causes_have_a_shape_a_colour_and_a_word_and_follow_the_values() -> None:
    screen = process_screen()
    (drawing,) = drawings_of(screen) or ()
    assert isinstance(drawing, Drawing)
    by_name = {series.name: series for series in drawing.series}
    looks = {
        name: {(mark.shape, mark.colour) for mark in by_name[name].marks if mark}
        for name in ("Getting better", "Getting worse")
    }
    assert looks == {"Getting better": {("triangle", "#12436D")}, "Getting worse": {("diamond", "#F46A25")}}
    for name in looks:
        pairs = zip(by_name[name].values, by_name["Value"].values, strict=True)
        assert all(one is None or one == other for one, other in pairs)
    assert drawing.key == ("▲ getting better", "◆ getting worse")
    slide = next(slide for shown, slide in slides() if shown.key == screen.key)
    (frame,) = charts(slide)
    sheet = openpyxl.load_workbook(BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    heads = [cell.value for cell in sheet[1]]
    letter = sheet.cell(1, heads.index("Value") + 1).column_letter
    marked = [
        cell.value for cell in sheet[sheet.cell(1, heads.index("Getting worse") + 1).column_letter] if cell.value
    ][1:]
    assert len(marked) == 4
    assert all(value.startswith(f"={letter}") for value in marked)


def test_a_name_that_looks_like_a_formula_is_text_in_the_sheet() -> None:
    figure = {
        "data": [{"type": "bar", "orientation": "h", "x": [3, 4], "y": [0, 1]}],
        "layout": {
            "yaxis": {"range": [1.5, -0.5], "tickvals": [0, 1], "ticktext": ["=1+1", "b"]},
            "xaxis": {"range": [0, 4]},
        },
    }
    deck_of_one = pptx.Presentation(BytesIO(pack_pptx(pack_of([Screen("k", "t", "f", "s", "/", figure=figure)]))))
    (frame,) = charts(deck_of_one.slides[1])
    cell = openpyxl.load_workbook(BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_nothing_hidden_is_ever_a_zero() -> None:
    for screen, drawing in drawings():
        if any(row.get("hidden") for row in screen.rows):
            for series in figures(drawing):
                zeros = [value for value in (series.at or series.values)[1:] if value == 0]
                assert zeros == [] or series.name.startswith("95 %"), (screen.key, series.name)


def test_intervals_are_error_bars_as_long_as_the_figures() -> None:
    found = dict(zip([screen.key for screen, _ in slides()], slides(), strict=True))
    screen, slide = found["teams"]
    (frame,) = charts(slide)
    (bars,) = frame.chart._chartSpace.iter(f"{C}errBars")
    assert bars.find(f"{C}errDir").get("val") == "x"
    for name, ends in (("plus", "share_within_high"), ("minus", "share_within_low")):
        lengths = [float(point.text) for point in bars.find(f"{C}{name}").iter(f"{C}v")]
        assert lengths == pytest.approx([abs(row[ends] - row["share_within"]) for row in screen.rows])


def test_shares_by_year_are_dots_with_their_intervals_and_words_and_no_line_between_them() -> None:
    screen, slide = next(pair for pair in slides() if pair[0].key == "by_year")
    first, second = drawings_of(screen) or ()  # type: ignore[misc]
    assert (first.title, second.title) == ("Within 72 hours", "Within 7 days")
    assert first.categories == second.categories == ("23/24", "24/25", "25/26")
    dots, words = first.series
    assert dots.values == (0.59, None, 0.76)
    assert dots.stroke is None
    assert [length and round(length, 9) for length in dots.less] == [0.04, None, 0.04]
    assert [length and round(length, 9) for length in dots.more] == [0.03, None, 0.03]
    assert dict(words.words) == {0: "59 %", 1: "‡", 2: "76 %"}
    frames = charts(slide)
    assert len(frames) == 2
    for frame in frames:
        (bars,) = frame.chart._chartSpace.iter(f"{C}errBars")
        assert bars.find(f"{C}errDir").get("val") == "y"


def test_lines_over_columns_stay_lines() -> None:
    (drawing,) = drawings_of(stages_screen()) or ()
    assert isinstance(drawing, Drawing)
    assert [series.kind for series in drawing.series] == ["figures"] * 3 + ["line"] * 2
    assert [series.name for series in drawing.series][:3] == ["Control room", "Despatch", "Travel"]
    slide = next(slide for screen, slide in slides() if screen.key == "stages")
    (frame,) = charts(slide)
    assert len(list(frame.chart._chartSpace.iter(f"{C}lineChart"))) == 1


def test_a_grid_keeps_its_words_and_small_multiples_become_their_rows() -> None:
    for screen, slide in slides():
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        drawn = drawings_of(screen)
        if isinstance(drawn, Grid):
            (bar,) = traces_of(plain(screen.figure))
            words = sorted(re.sub(r"<[^>]+>", "", text.replace("<br>", "")) for text in bar["text"])
            cells = [cell for row in drawn.rows for cell in row if cell]
            assert sorted(cell.words.replace("\n", "") for cell in cells) == words
            assert tables
        if screen.key == "teams_by_month":
            assert [cell.text for cell in tables[0].rows[1].cells][1] == "Burton"
    assert drawings_of(multiples_screen()) is None


def test_no_slide_holds_a_picture() -> None:
    with ZipFile(BytesIO(pack_pptx(pack_of(EVERY)))) as archive:
        assert not [name for name in archive.namelist() if name.startswith("ppt/media")]


# The same words


def test_titles_are_the_findings_and_fit() -> None:
    for screen, slide in slides():
        title = slide.shapes.title
        assert title.text_frame.text == screen.title
        (run,) = title.text_frame.paragraphs[0].runs
        assert run.font.size >= Pt(28)
        widest = max(width_of(word, run.font.size.pt, True) for word in screen.title.split())
        assert widest < title.width.pt


def test_slides_say_what_the_screens_say() -> None:
    for number, (screen, slide) in enumerate(slides(), 1):
        words = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert screen.formal in words
        assert screen.source in words
        assert f"{number} of {len(EVERY)}" in words
        assert DEMONSTRATION in words
        assert all(event.text in words for event in screen.events)
        assert all(number.value in words and number.verdict in words for number in screen.numbers)
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        assert screen.question in notes
        assert screen.notes in notes
    cover = "\n".join(shape.text_frame.text for shape in deck().slides[0].shapes if shape.has_text_frame)
    assert "26 November 2026" in cover and "Held in public" in cover and "As at 23 November 2026" in cover


def test_every_finding_stands_on_the_agenda() -> None:
    agenda = "\n".join(
        shape.text_frame.text
        for slide in list(deck().slides)[: -len(EVERY)]
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert all(f"{number}. {screen.title}" in agenda for number, screen in enumerate(EVERY, 1))


# Fit for everybody


def test_everything_shown_has_words_and_stands_on_the_slide() -> None:
    for screen, slide in slides():
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= deck().slide_width
            assert shape.top + shape.height <= deck().slide_height, (screen.key, shape.name)
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == screen.alt


def test_nothing_on_a_slide_covers_anything_else() -> None:
    for screen, slide in slides():
        boxes = [(one.name, one.left, one.top, one.left + one.width, one.top + one.height) for one in slide.shapes]
        for at, (name, left, top, right, foot) in enumerate(boxes):
            for other, left2, top2, right2, foot2 in boxes[at + 1 :]:
                is_apart = right <= left2 + 2 or right2 <= left + 2 or foot <= top2 + 25400 or foot2 <= top + 25400
                assert is_apart, (screen.key, name, other)


def test_the_title_is_read_first_and_the_source_last() -> None:
    for _, slide in slides():
        names = [shape.name for shape in slide.shapes]
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id
        assert names[1:3] == ["Badge", "What it is of"]
        assert names[-2:] == ["Source", "Page"]


def test_language_shape_and_properties() -> None:
    assert deck().slide_width / deck().slide_height == pytest.approx(16 / 9)
    assert deck().core_properties.language == "en-GB"
    with ZipFile(BytesIO(pack_pptx(pack_of(screens_for_tests())))) as archive:
        parts = [name for name in archive.namelist() if re.match(r"ppt/(slides|charts|notesSlides)/[^/]+\.xml", name)]
        languages = {found for name in parts for found in re.findall(rb'lang="([^"]+)"', archive.read(name))}
    assert languages == {b"en-GB"}


def test_a_long_finding_and_nasty_words_still_fit() -> None:
    nasty = 'A & B <b>bold</b> ]]> "quoted" \x0b\x00 end'
    screen = Screen("k", f"{nasty} {'word ' * 40}", nasty, nasty, "/", alt=nasty, question=nasty, notes=nasty)
    slide = pptx.Presentation(BytesIO(pack_pptx(pack_of([screen])))).slides[1]
    assert slide.shapes.title.text_frame.text.startswith('A & B <b>bold</b> ]]> "quoted"  end')
    assert "There are no rows" in "".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


# ECMA-376, part 1, 21.2: the charts' elements are sequences, and PowerPoint repairs or refuses a file that breaks them.
_AXIS = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses "
)
_SERIES = "idx order tx spPr invertIfNegative marker dPt dLbls trendline errBars cat val xVal yVal smooth"
ORDER = {
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax",
    "plotArea": "layout barChart lineChart scatterChart dateAx catAx valAx",
    "lineChart": "grouping varyColors ser dLbls dropLines marker smooth axId",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "scatterChart": "scatterStyle varyColors ser dLbls axId",
    "ser": _SERIES,
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "dLbl": "idx layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
    "errBars": "errDir errBarType errValType noEndCap plus minus val spPr",
    "marker": "symbol size spPr",
    "scaling": "logBase orientation max min",
    "valAx": f"{_AXIS} crossBetween majorUnit minorUnit dispUnits",
    "catAx": f"{_AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl",
    "dateAx": f"{_AXIS} auto lblOffset baseTimeUnit majorUnit majorTimeUnit minorUnit minorTimeUnit",
}
PLACES = {  # of words, by kind of chart
    "barChart": {"outEnd", "ctr", "inBase"},
    "lineChart": {"r", "ctr", "b", "t"},
    "scatterChart": {"r", "l", "t"},
}


@pytest.mark.parametrize("name", ORDER)
def test_parts_of_charts_stand_in_the_order_of_the_schema(name: str) -> None:
    places = {f"{C}{child}": place for place, child in enumerate(ORDER[name].split())}
    found = [
        one for _, slide in slides() for frame in charts(slide) for one in frame.chart._chartSpace.iter(f"{C}{name}")
    ]
    assert found
    for element in found:
        order = [places[child.tag] for child in element]
        assert order == sorted(order), [child.tag for child in element]


def test_words_stand_where_their_kind_of_chart_may_have_them() -> None:
    for _, slide in slides():
        for frame in charts(slide):
            for kind, allowed in PLACES.items():
                for drawn in frame.chart._chartSpace.iter(f"{C}{kind}"):
                    stacked = drawn.find(f"{C}grouping")
                    places = {place.get("val") for place in drawn.iter(f"{C}dLblPos")}
                    is_stacked = stacked is not None and stacked.get("val") == "stacked"
                    assert places <= (allowed - {"outEnd"} if is_stacked else allowed)


# Templates and bytes


def test_a_template_gives_its_master_and_none_of_its_slides(tmp_path: Path) -> None:
    own = pptx.Presentation()
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "An example"
    own.slide_master.placeholders[0].text_frame.text = "Our crest"
    own.save(str(tmp_path / "own.pptx"))
    made = pptx.Presentation(BytesIO(pack_pptx(pack_of(screens_for_tests()), tmp_path / "own.pptx")))
    assert made.slide_width == own.slide_width
    assert "Our crest" in [shape.text_frame.text for shape in made.slide_master.shapes if shape.has_text_frame]
    assert len(made.slides) == 10
    assert "An example" not in [slide.shapes.title.text_frame.text for slide in made.slides]


def test_a_template_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.pptx").write_text("hello")
    with pytest.raises(BadQuestion, match=r"notes\.pptx cannot be read as a PowerPoint file"):
        pack_pptx(pack_of(screens_for_tests()), tmp_path / "notes.pptx")


def test_the_same_pack_gives_the_same_file() -> None:
    pack = pack_of(screens_for_tests())
    assert pack_pptx(pack) == pack_pptx(pack)
