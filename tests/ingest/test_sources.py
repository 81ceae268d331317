"""Every way a file can come in, and every way it can be wrong. All files are real ones, made here."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pytest
import xlwt
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from perfdash.errors import BadExtract
from perfdash.ingest.load import check
from perfdash.ingest.profile import FileShape, Profile
from perfdash.ingest.sources import Extract, forgive, line_of, open_extract

PLAIN = "Ref,Call Time,Area\n1,2025-04-03 10:00:00,Leek\n2,2025-04-03 11:00:00,Hanley\n"
Rows = list[tuple[str | None, ...]]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def rows_of(extract: Extract) -> Rows:
    """The data as the loader's reader sees it."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(extract.header)))
    sql = (
        f"SELECT * FROM read_csv(?, columns = {{{columns}}}, header = false, skip = {extract.skip}, delim = ?, "
        "quote = '\"', escape = '\"', auto_detect = false, strict_mode = true)"
    )
    with duckdb.connect() as connection:
        return connection.execute(sql, [str(extract.text), extract.delimiter]).fetchall()


def made(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def workbook(path: Path, rows: list[list[object]], **more: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Data"
    for sheet, content in ((first, rows), *((book.create_sheet(name), content) for name, content in more.items())):
        for row in content:
            sheet.append(row)
    book.save(path)
    return path


def refusal(path: Path, work: Path, **shape: object) -> str:
    """The sentence with which the file is refused."""
    with pytest.raises(BadExtract) as caught:
        open_extract(path, FileShape.model_validate(shape), work)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert path.name in sentence
    return sentence


# What is read


def test_plain_utf8_is_read_where_it_lies(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", PLAIN)
    extract = open_extract(path, FileShape(), work)
    assert extract.text == path
    assert extract.header == ("Ref", "Call Time", "Area")
    assert (extract.name, extract.skip, extract.first_row, extract.is_typed) == ("calls.csv", 1, 2, False)
    assert list(work.iterdir()) == []
    assert rows_of(extract)[1] == ("2", "2025-04-03 11:00:00", "Hanley")
    assert line_of(extract, [1, 0]) == {0: 2, 1: 3}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16", "utf-16-le-marked", "utf-16-be-marked"])
def test_encodings_become_utf8(tmp_path: Path, work: Path, encoding: str) -> None:
    text = PLAIN.replace("Leek", "Café £5")
    if encoding.endswith("-marked"):
        codec = encoding.removesuffix("-marked")
        content = "\ufeff".encode(codec) + text.encode(codec)
    else:
        content = text.encode(encoding)
    stated = "utf-8" if encoding == "utf-8-sig" else encoding[:6]
    extract = open_extract(made(tmp_path / "calls.csv", content), FileShape.model_validate({"encoding": stated}), work)
    assert extract.text.parent == work
    assert rows_of(extract)[0] == ("1", "2025-04-03 10:00:00", "Café £5")


def test_packed_files_keep_a_telling_name(tmp_path: Path, work: Path) -> None:
    packed = made(tmp_path / "calls.csv.gz", gzip.compress(PLAIN.encode()))
    assert open_extract(packed, FileShape(), work).name == "calls.csv.gz"
    inside = io.BytesIO(gzip.compress(PLAIN.encode()))
    outer = zipped(tmp_path / "outer.zip", {"may/inner.csv": PLAIN.encode(), "__MACOSX/may/._inner.csv": b"x"})
    extract = open_extract(outer, FileShape(), work)
    assert extract.name == "outer.zip/may/inner.csv"
    assert len(rows_of(extract)) == 2
    twice = zipped(tmp_path / "twice.zip", {"calls.csv.gz": inside.getvalue()})
    assert "packed twice" in refusal(twice, work)


def test_packed_workbook(tmp_path: Path, work: Path) -> None:
    book = workbook(tmp_path / "calls.xlsx", [["Ref", "N"], ["a", 1]])
    outer = zipped(tmp_path / "outer.zip", {"calls.xlsx": book.read_bytes()})
    assert rows_of(open_extract(outer, FileShape(), work)) == [("a", "1")]


def test_the_name_given_is_the_name_in_messages(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "kept.csv", "")
    with pytest.raises(BadExtract, match=r"^original\.csv is empty"):
        open_extract(path, FileShape(), work, name="original.csv")


def test_header_below_a_title_with_quotes(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", 'Calls of "May\n\n' + PLAIN)
    extract = open_extract(path, FileShape(header_row=3), work)
    assert extract.header == ("Ref", "Call Time", "Area")
    assert len(rows_of(extract)) == 2
    assert line_of(extract, [0, 1]) == {0: 4, 1: 5}


def test_header_with_a_line_break_in_a_name(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", '"Ref\n(ours)",Area\n1,Leek\n2,Hanley\n')
    extract = open_extract(path, FileShape(), work)
    assert extract.header == ("Ref\n(ours)", "Area")
    assert rows_of(extract) == [("1", "Leek"), ("2", "Hanley")]
    assert line_of(extract, [0, 1]) == {0: 3, 1: 4}


def test_lines_of_folded_records_and_blank_lines(tmp_path: Path, work: Path) -> None:
    content = 'Ref,Area\r\n1,"Leek\r\nand\r\nMoor"\r\n\r\n2,"a ""b"""\r\n3,Hanley\r\n'
    extract = open_extract(made(tmp_path / "calls.csv", content), FileShape(), work)
    assert extract.has_folded_records
    assert rows_of(extract) == [("1", "Leek\r\nand\r\nMoor"), ("2", 'a "b"'), ("3", "Hanley")]
    assert line_of(extract, [0, 1, 2]) == {0: 2, 1: 6, 2: 7}
    assert line_of(extract, [2]) == {2: 7}


def test_a_short_row_below_blank_lines_keeps_its_line(tmp_path: Path) -> None:
    content = "No,Call Answered\n\n1,2025-05-01 10:00:00\n\n\n2\n3,2025-05-01 11:00:00\n4,never\n\n"
    profile = Profile.model_validate(
        {
            "name": "t",
            "title": "t",
            "force": "t",
            "times": {"formats": ["iso"]},
            "key": {"incident": ["No"]},
            "columns": {"call_answered_at": "Call Answered"},
        }
    )
    readings = check(profile, [made(tmp_path / "calls.csv", content)])
    assert [(reject.line, reject.value) for reject in readings.rejects] == [(6, None), (8, "never")]


@pytest.mark.parametrize("content", ["Ref,Area\r\n1,Leek\n2,Hanley\r\n", "Ref,Area\r1,Leek\r2,Hanley\r"])
def test_line_endings_of_every_kind(tmp_path: Path, work: Path, content: str) -> None:
    extract = open_extract(made(tmp_path / "calls.csv", content), FileShape(), work)
    assert rows_of(extract) == [("1", "Leek"), ("2", "Hanley")]
    assert line_of(extract, [0, 1]) == {0: 2, 1: 3}


def test_a_quotation_mark_inside_a_value_is_text(tmp_path: Path, work: Path) -> None:
    extract = open_extract(made(tmp_path / "calls.csv", 'Ref,Area\n1,5" pipe\n2,Leek\n'), FileShape(), work)
    assert rows_of(extract) == [("1", '5" pipe'), ("2", "Leek")]
    assert line_of(extract, [1]) == {1: 3}


def test_wildcards_in_a_name_read_no_other_file(tmp_path: Path, work: Path) -> None:
    made(tmp_path / "calls1.csv", PLAIN.replace("Leek", "WRONG"))
    extract = open_extract(made(tmp_path / "calls[1].csv", PLAIN), FileShape(), work)
    assert rows_of(extract)[0][2] == "Leek"


def test_parquet_becomes_text(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "calls.parquet"
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            f"COPY (SELECT 'a,b' AS ref, 12.0::DOUBLE AS whole, 1.5::DOUBLE AS part, true AS flag, NULL::INT AS none, "
            "TIMESTAMP '2025-04-03 10:00:00.5' AS local, TIMESTAMPTZ '2025-04-03 10:00:00+00' AS zoned, "
            f"DATE '2025-04-03' AS day, 7.00::DECIMAL(9,2) AS tenth) TO '{path}' (FORMAT parquet)"
        )
    extract = open_extract(path, FileShape(), work)
    assert extract.is_typed
    assert rows_of(extract) == [
        ("a,b", "12", "1.5", "true", None, "2025-04-03 10:00:00.5", "2025-04-03 10:00:00+00:00", "2025-04-03", "7")
    ]


def test_cells_of_a_workbook_become_text(tmp_path: Path, work: Path) -> None:
    moment = datetime(2025, 4, 3, 10, 0, 1)
    typed: list[object] = ["x, y", 12.0, 1.5, True, moment, date(2025, 4, 3), time(10, 5), timedelta(hours=30), None]
    path = workbook(tmp_path / "calls.xlsx", [list("abcdefghi"), typed])
    extract = open_extract(path, FileShape(), work)
    assert extract.is_typed
    expected = ("x, y", "12", "1.5", "true", "2025-04-03 10:00:01", "2025-04-03", "10:05:00", "30:00:00", None)
    assert rows_of(extract) == [expected]


def test_rows_of_a_workbook_keep_their_numbers(tmp_path: Path, work: Path) -> None:
    rows: list[list[object]] = [["Title"], [], ["Ref", "Area"], ["a", 1], [], [], ["b", 2], ["c", 3], []]
    extract = open_extract(workbook(tmp_path / "calls.xlsx", rows), FileShape(header_row=3), work)
    assert [row[0] for row in rows_of(extract)] == ["a", "b", "c"]
    assert line_of(extract, [0, 1, 2]) == {0: 4, 1: 7, 2: 8}


def test_old_excel(tmp_path: Path, work: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    dated = xlwt.easyxf(num_format_str="DD/MM/YYYY HH:MM:SS")
    for column, (name, value) in enumerate([("Ref", "a"), ("N", 12.0), ("At", datetime(2025, 4, 3, 10, 0, 1))]):
        sheet.write(0, column, name)
        sheet.write(1, column, value, dated) if column == 2 else sheet.write(1, column, value)
    path = tmp_path / "calls.xls"
    book.save(str(path))
    assert rows_of(open_extract(path, FileShape(), work)) == [("a", "12", "2025-04-03 10:00:01")]


def opendocument(path: Path, rows: list[list[TableCell]]) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Data")
    document.spreadsheet.addElement(table)
    for cells in rows:
        row = TableRow()
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)
    document.save(str(path))
    return path


def shown(text: str, **attributes: str) -> TableCell:
    cell = TableCell(**({"valuetype": "string"} | attributes))
    cell.addElement(P(text=text))
    return cell


def test_opendocument(tmp_path: Path, work: Path) -> None:
    moment = TableCell(valuetype="date", datevalue="2025-04-03T10:00:01")
    lasted = TableCell(valuetype="time", timevalue="PT30H05M00S")
    header = [shown("At"), shown("Took"), shown("N")]
    path = opendocument(tmp_path / "calls.ods", [header, [moment, lasted, TableCell(valuetype="float", value="12")]])
    assert rows_of(open_extract(path, FileShape(), work)) == [("2025-04-03 10:00:01", "30:05:00", "12")]


def test_forgive() -> None:
    assert forgive(" Time of  Call") == forgive("TIME_OF_CALL") == "timeofcall"
    assert forgive("Straße #1") == "strasse1"


# What is refused, and with which words


def test_missing_file_and_folder(tmp_path: Path, work: Path) -> None:
    with pytest.raises(BadExtract, match=r"There is no file .*gone\.csv; check its name"):
        open_extract(tmp_path / "gone.csv", FileShape(), work)
    assert "is a folder: name the files in it" in refusal(work, work)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n"])
def test_empty(tmp_path: Path, work: Path, content: bytes) -> None:
    assert refusal(made(tmp_path / "calls.csv", content), work) == "calls.csv is empty: ask for it again."


@pytest.mark.parametrize("content", ["Ref,Area", "Ref,Area\n", "Ref,Area\r\n\r\n"])
def test_header_only(tmp_path: Path, work: Path, content: str) -> None:
    assert "column names in line 1 but no rows below" in refusal(made(tmp_path / "calls.csv", content), work)


@pytest.mark.parametrize(("written", "shown_as"), [(";", ";"), ("\t", "\\t"), ("|", "|")])
def test_wrong_delimiter(tmp_path: Path, work: Path, written: str, shown_as: str) -> None:
    sentence = refusal(made(tmp_path / "calls.csv", PLAIN.replace(",", written)), work)
    assert sentence.startswith(f"calls.csv looks separated by '{shown_as}', not ','")
    assert f'set delimiter = "{shown_as}" in the profile\'s [file]' in sentence


def test_wrong_delimiter_where_commas_are_right(tmp_path: Path, work: Path) -> None:
    assert 'set delimiter = ","' in refusal(made(tmp_path / "calls.csv", PLAIN), work, delimiter=";")


def test_windows_1252_stated_as_utf8(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", PLAIN.replace("Hanley", "Café").encode("cp1252"))
    sentence = refusal(path, work)
    assert sentence.startswith("calls.csv, line 3: the byte 0xE9 is not valid UTF-8; the file looks like Windows-1252")
    assert 'set encoding = "cp1252" in the profile\'s [file]' in sentence


def test_bad_byte_far_down(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", b"Ref,Area\n" + b"1,Leek\n" * 1_000_000 + b"2,\xe9\n")
    assert "calls.csv, line 1000002: the byte 0xE9" in refusal(path, work)


def test_damaged_utf8(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", "Ref,Area\n1,Café\n".encode() + b"2,\xff\n")
    assert "line 3: the byte 0xFF is not valid UTF-8 though the text above is: the file is damaged" in refusal(
        path, work
    )


def test_utf8_stated_as_windows_1252(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", PLAIN.replace("Leek", "Café"))
    assert 'is UTF-8, not Windows-1252: set encoding = "utf-8"' in refusal(path, work, encoding="cp1252")


def test_byte_that_windows_1252_does_not_have(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", b"Ref,Area\n1,\xe9\n2,\x81\n")
    assert "line 3: the byte 0x81 is not valid Windows-1252" in refusal(path, work, encoding="cp1252")


def test_utf16_by_another_name(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", PLAIN.encode("utf-16"))
    assert 'is UTF-16, not UTF-8: set encoding = "utf-16"' in refusal(path, work)
    unmarked = made(tmp_path / "bare.csv", PLAIN.encode("utf-16-le"))
    assert "looks like UTF-16 without a byte-order mark" in refusal(unmarked, work)
    assert "looks like UTF-16 without a byte-order mark" in refusal(unmarked, work, encoding="utf-16")
    plain = made(tmp_path / "plain.csv", PLAIN)
    assert 'is not UTF-16 (it has no byte-order mark): set encoding = "utf-8"' in refusal(
        plain, work, encoding="utf-16"
    )


def test_utf16_cut_short(tmp_path: Path, work: Path) -> None:
    path = made(tmp_path / "calls.csv", PLAIN.encode("utf-16")[:-1])
    assert "the file ends inside a character: ask for it again" in refusal(path, work, encoding="utf-16")


def make_gzip(folder: Path) -> bytes:
    return gzip.compress(PLAIN.encode())


def make_zip(folder: Path) -> bytes:
    return zipped(folder / "make.zip", {"calls.csv": PLAIN.encode()}).read_bytes()


def make_xlsx(folder: Path) -> bytes:
    return workbook(folder / "make.xlsx", [["Ref"], ["a"]]).read_bytes()


def make_ods(folder: Path) -> bytes:
    return opendocument(folder / "make.ods", [[shown("Ref")], [shown("a")]]).read_bytes()


def make_parquet(folder: Path) -> bytes:
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS ref) TO '{folder / 'make.parquet'}' (FORMAT parquet)")
    return (folder / "make.parquet").read_bytes()


@pytest.mark.parametrize(
    ("make", "words", "name"),
    [
        (make_gzip, "gzip-compressed", "calls.csv.gz"),
        (make_zip, "a ZIP archive", "calls.zip"),
        (make_xlsx, "an Excel workbook", "calls.xlsx"),
        (make_ods, "an OpenDocument spreadsheet", "calls.ods"),
        (make_parquet, "a Parquet file", "calls.parquet"),
    ],
)
def test_bytes_of_another_kind(
    tmp_path: Path, work: Path, make: Callable[[Path], bytes], words: str, name: str
) -> None:
    sentence = refusal(made(tmp_path / "calls.csv", make(tmp_path)), work)
    assert sentence.startswith(f"calls.csv is {words}")
    assert f"rename it to {name}" in sentence


@pytest.mark.parametrize("suffix", [".gz", ".zip", ".xlsx", ".xls", ".ods", ".parquet"])
def test_text_under_another_name(tmp_path: Path, work: Path, suffix: str) -> None:
    sentence = refusal(made(tmp_path / f"calls{suffix}", PLAIN), work)
    assert f"calls{suffix} is not" in sentence
    assert "rename it to calls.csv if it is text" in sentence


def test_web_page_and_pdf(tmp_path: Path, work: Path) -> None:
    assert "is a web page, not a table" in refusal(made(tmp_path / "calls.xls", "<html><table>"), work)
    assert "is a PDF document" in refusal(made(tmp_path / "calls.csv", "%PDF-1.7"), work)


@pytest.mark.parametrize("second", ["call time", "CALL_TIME", " Call  Time "])
def test_repeated_column(tmp_path: Path, work: Path, second: str) -> None:
    sentence = refusal(made(tmp_path / "calls.csv", f"Ref,Call Time,{second}\n1,2,3\n"), work)
    assert f"calls.csv, line 1: columns 2 and 3 are both called '{second.strip()}'" in sentence


def test_column_without_a_name(tmp_path: Path, work: Path) -> None:
    sentence = refusal(made(tmp_path / "calls.csv", "Ref,,Area\n1,2,3\n"), work)
    assert sentence == "calls.csv, line 1: column 2 has no name: name it, or remove the column."


def test_nul(tmp_path: Path, work: Path) -> None:
    assert "line 3: there is a NUL byte" in refusal(made(tmp_path / "calls.csv", "Ref,Area\n1,Leek\n2,\0\n"), work)
    far = made(tmp_path / "far.csv", "Ref,Area\n" + "1,Leek\n" * 800_000 + "2,\0\n")
    assert "far.csv, line 800002: there is a NUL byte" in refusal(far, work)


def test_unclosed_quotation_mark(tmp_path: Path, work: Path) -> None:
    content = "Ref,Area\n1,Leek\n" + '2,"Hanley\n' + "3,Stone\n" * 10
    assert "calls.csv, line 3: a quotation mark is opened" in refusal(made(tmp_path / "calls.csv", content), work)
    header = made(tmp_path / "head.csv", 'Ref,"Area\n1,Leek\n')
    assert "line 1: a quotation mark in the column names is not closed" in refusal(header, work)


def test_header_stated_in_the_wrong_line(tmp_path: Path, work: Path) -> None:
    titled = made(tmp_path / "calls.csv", "Calls of May\n\n" + PLAIN)
    assert "they seem to be in line 3: set header_row = 3" in refusal(titled, work)
    assert "there are no column names" in refusal(titled, work, header_row=2) or "header_row = 3" in refusal(
        titled, work, header_row=2
    )
    assert "they seem to be in line 1: set header_row = 1" in refusal(
        made(tmp_path / "b.csv", PLAIN), work, header_row=2
    )
    assert "has only 3 lines" in refusal(made(tmp_path / "c.csv", PLAIN), work, header_row=9)


def test_archives_that_do_not_hold_one_file(tmp_path: Path, work: Path) -> None:
    two = zipped(tmp_path / "two.zip", {"a.csv": b"x", "b.csv": b"y"})
    assert "two.zip has 2 files in it (a.csv, b.csv): unpack it" in refusal(two, work)
    assert "none.zip has no file in it" in refusal(zipped(tmp_path / "none.zip", {}), work)


def test_archive_with_a_password(tmp_path: Path, work: Path) -> None:
    content = bytearray(zipped(tmp_path / "calls.zip", {"calls.csv": PLAIN.encode()}).read_bytes())
    # The flag that says so stands in the file's own header and in the directory at the end.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "has a password" in refusal(made(tmp_path / "locked.zip", bytes(content)), work)


@pytest.mark.parametrize("suffix", [".csv.gz", ".zip", ".xlsx", ".ods", ".parquet"])
def test_cut_short(tmp_path: Path, work: Path, suffix: str) -> None:
    make = {".csv.gz": make_gzip, ".zip": make_zip, ".xlsx": make_xlsx, ".ods": make_ods, ".parquet": make_parquet}[
        suffix
    ]
    whole = make(tmp_path)
    sentence = refusal(made(tmp_path / f"calls{suffix}", whole[: len(whole) * 2 // 3]), work)
    assert "damaged" in sentence
    assert "ask for it again" in sentence


def test_damaged_inside(tmp_path: Path, work: Path) -> None:
    content = bytearray(gzip.compress(PLAIN.encode() * 50))
    content[40] ^= 0xFF
    assert "damaged" in refusal(made(tmp_path / "calls.csv.gz", bytes(content)), work)


def test_old_workbook_or_password_under_a_new_name(tmp_path: Path, work: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Data").write(0, 0, "Ref")
    book.save(str(tmp_path / "calls.xlsx"))
    assert "save it without a password, or rename it to calls.xls" in refusal(tmp_path / "calls.xlsx", work)


def test_parquet_without_rows_or_with_one_name_twice(tmp_path: Path, work: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS ref WHERE false) TO '{tmp_path / 'none.parquet'}' (FORMAT parquet)")
        connection.execute(f"COPY (SELECT 1 AS ref, 2 AS \"Ref_\") TO '{tmp_path / 'two.parquet'}' (FORMAT parquet)")
    assert "has no rows" in refusal(tmp_path / "none.parquet", work)
    assert "columns 1 and 2 are both called 'Ref_'" in refusal(tmp_path / "two.parquet", work)


# Workbooks


def test_sheets(tmp_path: Path, work: Path) -> None:
    rows: list[list[object]] = [["Ref", "N"], ["a", 1]]
    path = workbook(tmp_path / "calls.xlsx", rows, Notes=[["Read me"]], Empty=[])
    sentence = refusal(path, work)
    assert "2 sheets with something in them (Data, Notes)" in sentence
    assert 'sheet = "Data"' in sentence
    assert rows_of(open_extract(path, FileShape(sheet="Data"), work)) == [("a", "1")]
    assert "has no sheet 'May', only Data, Notes, Empty" in refusal(path, work, sheet="May")
    only = workbook(tmp_path / "only.xlsx", rows, Empty=[])
    assert rows_of(open_extract(only, FileShape(), work)) == [("a", "1")]
    assert "none of its sheets" in refusal(workbook(tmp_path / "blank.xlsx", []), work)


def test_workbook_with_a_title(tmp_path: Path, work: Path) -> None:
    path = workbook(tmp_path / "calls.xlsx", [["Calls of May"], [None], ["Ref", "Call Time", "Area"], ["a", 1, "Leek"]])
    sentence = refusal(path, work)
    assert sentence.startswith("calls.xlsx, sheet Data, row 1: these are not column names")
    assert "seem to be in row 3: set header_row = 3" in sentence


def test_workbook_with_merged_header(tmp_path: Path, work: Path) -> None:
    path = workbook(
        tmp_path / "two.xlsx", [["Call", None, "Times", None], ["Ref", "Grade", "Sent", "There"], ["a", 1, 2, 3]]
    )
    book = openpyxl.load_workbook(path)
    book["Data"].merge_cells("A1:B1")
    book["Data"].merge_cells("C1:D1")
    book.save(path)
    assert "seem to be in row 2: set header_row = 2" in refusal(path, work)
    one = workbook(tmp_path / "one.xlsx", [["Ref", "Times", None], ["a", 1, 2]])
    book = openpyxl.load_workbook(one)
    book["Data"].merge_cells("B1:C1")
    book.save(one)
    assert "row 1: the cells B1 to C1 are merged" in refusal(one, work)


def test_workbook_with_a_column_without_a_name(tmp_path: Path, work: Path) -> None:
    gap = workbook(tmp_path / "gap.xlsx", [["Ref", None, "Area"], [1, 2, 3]])
    assert "row 1: column 2 has no name" in refusal(gap, work)
    beyond = workbook(tmp_path / "beyond.xlsx", [["Ref", "Area"], [1, 2], [1, 2, "see note"]])
    assert "row 3: the cell C3 holds a value, but its column has no name" in refusal(beyond, work)


def test_workbook_with_header_only(tmp_path: Path, work: Path) -> None:
    assert "row 1 but no rows below" in refusal(workbook(tmp_path / "calls.xlsx", [["Ref", "Area"], []]), work)


def test_formula_without_a_value(tmp_path: Path, work: Path) -> None:
    path = workbook(tmp_path / "calls.xlsx", [["Ref", "Area"], ["a", 1], ["b", "=B2+1"]])
    sentence = refusal(path, work)
    assert sentence.startswith("calls.xlsx, sheet Data: the cell B3 holds a formula whose value is not stored")
    assert "paste values only" in sentence


def test_formula_with_a_value_is_read(tmp_path: Path, work: Path) -> None:
    path = workbook(tmp_path / "calls.xlsx", [["Ref", "Area"], ["a", "=1+1"], ["b", '=""']])
    edited = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(edited, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b"<v></v>", b"<v />")  # as openpyxl writes it with lxml
            content = content.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            content = content.replace(b'<c r="B3"><f>""</f><v />', b'<c r="B3" t="str"><f>""</f><v></v>')
            target.writestr(name, content)
    assert rows_of(open_extract(edited, FileShape(), work)) == [("a", "2"), ("b", None)]


def test_error_value_in_a_cell(tmp_path: Path, work: Path) -> None:
    path = workbook(tmp_path / "calls.xlsx", [["Ref", "Area"], ["a", 1], ["b", "#REF!"]])
    assert "sheet Data: the cell B3 holds the error #REF!: correct or clear it" in refusal(path, work)


def test_faulty_cells_of_opendocument(tmp_path: Path, work: Path) -> None:
    header = [shown("Ref"), shown("N")]
    error = shown("#DIV/0!", formula="of:=1/0", valuetype="float", value="0")
    path = opendocument(tmp_path / "calls.ods", [header, [shown("a"), error]])
    assert "the cell B2 holds the error #DIV/0!" in refusal(path, work)
    bare = opendocument(tmp_path / "bare.ods", [header, [shown("a"), TableCell(formula="of:=[.A1]")]])
    assert "the cell B2 holds a formula whose value is not stored" in refusal(bare, work)


# Any table of text survives every way of writing it

letters = st.text(st.characters(codec="cp1252", exclude_characters="\0"), max_size=8)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(letters, min_size=width, max_size=width), min_size=1)
)


def seen(cell: str) -> str | None:
    return cell or None


@settings(max_examples=150, deadline=None)
@given(
    table=tables,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    packing=st.sampled_from(["", ".gz", ".zip"]),
)
def test_any_table_survives(
    tmp_path_factory: pytest.TempPathFactory,
    table: list[list[str]],
    encoding: str,
    delimiter: str,
    ending: str,
    packing: str,
) -> None:
    folder = tmp_path_factory.mktemp("survives")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    # A key in front, as every extract has one: a record of nothing but an empty text is a blank line.
    writer.writerow(["key", *(f"column {number}" for number in range(len(table[0])))])
    writer.writerows([[f"k{number}", *row] for number, row in enumerate(table)])
    content = buffer.getvalue().encode(encoding)
    assume(encoding != "cp1252" or content.isascii() or not is_utf8(content))
    path = folder / f"table.csv{'' if packing == '.zip' else packing}"
    if packing == ".zip":
        path = zipped(folder / "table.zip", {"table.csv": content})
    else:
        made(path, gzip.compress(content) if packing else content)
    stated = FileShape.model_validate({"encoding": encoding.removesuffix("-sig"), "delimiter": delimiter})
    extract = open_extract(path, stated, folder)
    assert rows_of(extract) == [(f"k{n}", *map(seen, row)) for n, row in enumerate(table)]
    written = list(io.StringIO(buffer.getvalue(), newline=""))
    for number, line in line_of(extract, range(len(table))).items():
        assert written[line - 1].startswith(f'"k{number}"')


def is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
