"""Serves the pages: one process, warm before the first visitor."""

from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import bootstrap


def serve(script: Path, port: int) -> None:
    """Runs Streamlit on the script until it is stopped."""
    # A first visitor who follows a deep link would otherwise get the bare page script, without our frame:
    # Streamlit takes a pages/ folder for its old layout until st.navigation has run once.
    PagesManager.uses_pages_directory = False
    options = {"server.port": port}
    bootstrap.load_config_options(options)
    bootstrap.run(str(script), False, [], options)
