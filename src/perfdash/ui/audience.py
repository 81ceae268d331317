"""Who a page about people is shown to: the public, or the Commissioner and the chief officers, as the server's role says.

Everything that is put to the store on a reader's behalf goes by this word, so that what is hidden is hidden before it is
drawn. Present mode is a webcast: there the public looks on, whoever is signed in.
"""

from html import escape

import streamlit as st

from perfdash.analysis.disclosure import Audience
from perfdash.ui.roles import Role, role

PRESENT = "present"  # of the URL


def audience_of(who: Role, is_presented: bool) -> Audience:
    """What a role may see. An analyst's unsuppressed figures are for the command line and never for a page."""
    return Audience.PUBLIC if is_presented or who is Role.PUBLIC else Audience.OFFICIAL


def audience() -> Audience:
    """The audience of the page that runs now."""
    return audience_of(role(), st.query_params.get(PRESENT) == "1")


def carried() -> dict[str, str]:
    """What a link within the page must carry on: whoever follows one in present mode stays in public."""
    return {PRESENT: "1"} if st.query_params.get(PRESENT) == "1" else {}


def marking_html(reader: Audience) -> str:
    """What every screen for this audience carries; nothing in public."""
    return f'<p class="pd-marking" role="note">{escape(reader.marking.capitalize())}</p>' if reader.marking else ""


def marked(formal: str, reader: Audience) -> str:
    """A formal line with the marking at its end: so it stands under the chart, and in the notes of its download."""
    return " · ".join(part for part in (formal, reader.marking) if part)
