"""Settings of an office: who holds it, and what it is called. Names of people stand nowhere else, and never in code."""

import os
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from perfdash.errors import BadSettings
from perfdash.reference.attendance import force_name, forces

SETTING = "PERFDASH_SETTINGS"
SETTINGS = Path(__file__).parents[3] / "data" / "settings.toml"


class Office(BaseModel):
    """The settings of one force. A name that nobody filled in stays empty, and is said to be missing."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    force_name: str = ""
    commissioner_title: str = Field(default="Police and Crime Commissioner", min_length=1)
    commissioner: str = ""
    chief_constable_title: str = Field(default="Chief Constable", min_length=1)
    chief_constable: str = ""


_OFFICES = TypeAdapter(dict[str, Office])


def office(force: str) -> Office:
    """The settings of a force, by the name of the reference data where they give none.

    A force never borrows the office-holders of the one it is shaped like: they are people, and not its own.

    Raises:
        BadSettings: the file cannot be read, or a line of it is wrong.
    """
    found = _offices(settings_file()).get(force, Office())
    return found if found.force_name else found.model_copy(update={"force_name": force_name(force)})


def settings_file() -> Path:
    """The file that PERFDASH_SETTINGS names, else data/settings.toml."""
    return Path(os.environ.get(SETTING) or SETTINGS)


def _offices(path: Path) -> dict[str, Office]:
    if path == SETTINGS and not path.exists():
        return {}  # nobody has set anything: every name is then said to be missing
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        offices = _OFFICES.validate_python(found)
    except OSError as error:
        raise BadSettings(f"The settings {path} cannot be read ({error.strerror}); mend {SETTING}.") from error
    except ValueError as error:  # pydantic's, TOML's and UTF-8's errors all are
        raise BadSettings(f"The settings {path} are wrong: {_fault(error)}.") from error
    for force in offices:
        if force not in forces():
            raise BadSettings(f"The settings {path} are wrong: there is no force '{force}' in forces.csv.")
    return offices


def _fault(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return " ".join(str(error).split()).rstrip(".")
    fault = error.errors()[0]
    return f"{'.'.join(map(str, fault['loc'])) or 'the file'}: {fault['msg'][:1].lower()}{fault['msg'][1:]}"
