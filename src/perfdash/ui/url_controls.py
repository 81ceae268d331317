"""Controls that follow the URL: they start from it, write what is chosen back into it, and give way where it has moved."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from perfdash.ui.trail import here


@dataclass(frozen=True)
class UrlControls:
    """A group of controls: its name in the session, the keys of its controls, and the parameters of the URL that are its own."""

    name: str
    keys: tuple[str, ...]
    parameters: tuple[str, ...]

    def asked(self) -> dict[str, str]:
        """What the URL says of them; a page's own parameters (which view, which incident) are not theirs."""
        return {key: value for key, value in st.query_params.to_dict().items() if key in self.parameters}

    def kept(self) -> dict[str, str]:
        """What was chosen last, on this page or another."""
        found: dict[str, str] = st.session_state.get(f"{self.name}_query", {})
        return found

    def give_way(self) -> None:
        """Lets go of what the controls hold where the reader has gone back or followed a link."""
        # The URL is new while the controls stand as they were left. (A URL that is merely late, after two quick choices,
        # comes with controls that have changed.)
        query = self.asked()
        follows = bool(query) and query != self.kept() and self._held() == st.session_state.get(f"{self.name}_shown")
        # Another page's controls of the same name are others to Streamlit, though what they held is still there.
        if follows or st.session_state.get(f"{self.name}_on_page") != here():
            forget(*self.keys)

    def settle(self, query: Mapping[str, str]) -> None:
        """Writes what is chosen into the URL, and remembers how the controls were left."""
        session = st.session_state
        session[f"{self.name}_query"] = dict(query)
        session[f"{self.name}_shown"], session[f"{self.name}_on_page"] = self._held(), here()
        if self.asked() != query:
            every = st.query_params.to_dict().items()
            st.query_params.from_dict({key: value for key, value in every if key not in self.parameters} | dict(query))

    def _held(self) -> dict[str, object]:
        return {key: st.session_state[key] for key in self.keys if key in st.session_state}


def start(key: str, value: object) -> None:
    """What a control shows first; through the session and not its own default: only so does it change when the URL does."""
    if key not in st.session_state:
        st.session_state[key] = value


def forget(*keys: str) -> None:
    """Lets go of what controls hold."""
    for key in keys:
        st.session_state.pop(key, None)
