"""The one hierarchy of errors. Every message is one plain sentence: what, where, and what to do.

PerfdashError
├── BadReference     a row of data/reference is wrong
├── BadSettings      the settings (who holds which office) cannot be used
├── BadProfile       a profile cannot be used
├── BadExtract       a file as a whole cannot be read
│   └── TooManyRefused   so many rows are refused that the profile, not the rows, is at fault
├── StoreProblem     the store cannot be read or written
│   ├── StoreMissing     there is no store yet
│   ├── StoreBusy        another load is under way
│   ├── StoreFull        the disk is full
│   └── StoreBroken      a check found rows that break a rule
├── KeyProblem       the key that replaces identifiers cannot be used
├── LogProblem       the log of what people write cannot be read or written
├── BadEntry         something cannot be written into the log as it stands
├── CannotServe      the pages cannot be served at the address asked for
├── NothingToCompare fewer than two whole months are held
├── NoBrowser        a PDF is asked for where no Chromium can print it
├── NotHeld          what is asked for needs records or a column that no extract has brought
└── BadQuestion      a measure, breakdown or filter that does not exist
"""


class PerfdashError(Exception):
    """Something perfdash can explain in one sentence. The command line prints it and exits with 1."""


class BadReference(PerfdashError):
    """A row of the reference data is wrong; the message names file, row and column."""

    def __init__(self, file: str, row: int, column: str, what: str) -> None:
        super().__init__(f"{file}, row {row}, column {column}: {what}.")


class BadSettings(PerfdashError):
    """The settings file is missing or malformed; the message names the file and the setting."""


class BadProfile(PerfdashError):
    """A profile is missing, malformed or does not fit the file it was given."""


class BadExtract(PerfdashError):
    """A file cannot be read as the profile says; nothing of it was loaded."""


class TooManyRefused(BadExtract):
    """More rows were refused than the profile allows, so nothing was loaded."""


class StoreProblem(PerfdashError):
    """The store cannot be read or written; the last published store is untouched."""


class StoreMissing(StoreProblem):
    """There is no store yet; load an extract or build the demonstration force."""


class StoreBusy(StoreProblem):
    """Another load or build is writing to this store; wait for it to end."""


class StoreFull(StoreProblem):
    """The disk that holds the store is full; nothing changed."""


class StoreBroken(StoreProblem):
    """A check found rows that break a rule of the store, so it was not published."""


class KeyProblem(PerfdashError):
    """The key that replaces the identifiers of people is missing, misplaced or another; nothing was loaded."""


class LogProblem(PerfdashError):
    """The log of what people write cannot be read or written; nothing that was written before is lost."""


class BadEntry(PerfdashError):
    """What somebody wants to write lacks something, or is not theirs to write; nothing was written."""


class CannotServe(PerfdashError):
    """The pages cannot be served at this address: another program has its port, or it is not this machine's."""


class NothingToCompare(PerfdashError):
    """There are not two periods of whole months to compare."""


class NoBrowser(PerfdashError):
    """A PDF is printed by Chromium, and none is here or it did not print."""


class NotHeld(PerfdashError):
    """What is asked for needs records, or a column, that no extract has brought."""


class BadQuestion(PerfdashError):
    """A measure, breakdown, filter or clock that does not exist was asked for."""
