"""The rows behind a pack: one CSV a screen, and an index of them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from perfdash.figures.tables import csv_text
from perfdash.meeting.pack_words import DEMONSTRATION, Pack, file_stem, is_invented, source_words, when
from perfdash.meeting.screens import Screen

_EPOCH = (2000, 1, 1, 0, 0, 0)  # the same pack gives the same file


def pack_zip(pack: Pack) -> bytes:
    """The content of a .zip file. Rows are as the charts have them: what is hidden there is a blank here."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in _files(pack).items():
            # Excel takes UTF-8 for what it is only where the file begins with its mark.
            archive.writestr(ZipInfo(name, _EPOCH), text.encode("utf-8-sig"), ZIP_DEFLATED)
    return out.getvalue()


def _files(pack: Pack) -> dict[str, str]:
    files = {"index.csv": csv_text(_index(pack), _notes(pack))}
    for number, screen in enumerate(pack.screens, 1):
        files[f"{file_stem(number, screen)}.csv"] = csv_text(_rows(screen), _screen_notes(pack, screen))
    return files


def _rows(screen: Screen) -> list[dict[str, object]]:
    """The rows; of a screen of numbers, the numbers."""
    if screen.rows or not screen.numbers:
        return [{name: "" if value is None else value for name, value in row.items()} for row in screen.rows]
    return [
        {
            "title": one.title,
            "value": one.value,
            "unit": one.unit,
            "verdict": one.verdict,
            "notes": "; ".join(one.notes),
        }
        for one in screen.numbers
    ]


def _index(pack: Pack) -> list[dict[str, object]]:
    return [
        {
            "number": number,
            "file": f"{file_stem(number, screen)}.csv",
            "finding": screen.title,
            "of": screen.formal,
            "source": screen.source,
            "question": screen.question,
            "rows": len(_rows(screen)),
        }
        for number, screen in enumerate(pack.screens, 1)
    ]


def _notes(pack: Pack) -> list[str]:
    invented = DEMONSTRATION if is_invented(pack, pack.screens) else ""
    return [note for note in (pack.title, when(pack), pack.as_at, pack.suppression, invented) if note]


def _screen_notes(pack: Pack, screen: Screen) -> list[str]:
    events = [f"{event.number} {event.on}: {event.text}" for event in screen.events]
    invented = DEMONSTRATION if is_invented(pack, [screen]) else ""
    said = [
        screen.title,
        screen.formal,
        source_words(screen),
        *events,
        *screen.commentary,
        pack.as_at,
        pack.suppression,
    ]
    return [note for note in (*said, invented) if note]
