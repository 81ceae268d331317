"""Who is looking: until there is a sign-in, the server's own setting, shown on every page."""

import os
from enum import StrEnum

from perfdash.errors import BadQuestion

SETTING = "PERFDASH_ROLE"


class Role(StrEnum):
    """A role, in the words that stand on the page and in the log."""

    PUBLIC = "public"
    COMMISSIONER = "commissioner"
    CHIEF_OFFICER = "chief officer"
    ANALYST = "analyst"

    @property
    def sees_incidents(self) -> bool:
        """Whether single incidents may be shown and downloaded."""
        return self is not Role.PUBLIC


def parse_role(text: str) -> Role:
    """The role of that name; a chief officer where nothing is set, since whoever starts the server holds the store.

    Raises:
        BadQuestion: there is no such role.
    """
    try:
        return Role(text.strip().lower()) if text.strip() else Role.CHIEF_OFFICER
    except ValueError as error:
        raise BadQuestion(f"There is no role '{text}'; choose from {', '.join(Role)}.") from error


def role() -> Role:
    """The role of this server: its `--role` option, else PERFDASH_ROLE."""
    return parse_role(os.environ.get(SETTING, ""))
