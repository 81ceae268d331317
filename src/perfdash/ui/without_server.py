"""What the pages need of a server, for commands that run pages without one.

It must stand before the pages' own modules are imported: they look for it when they declare what they keep.
"""

from pathlib import Path

from streamlit import runtime
from streamlit.logger import set_log_level
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.caching.storage.dummy_cache_storage import MemoryCacheStorageManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

APP = Path(__file__).parents[3] / "app.py"


def begin() -> None:
    """Puts memory in the place of a server's files and caches; nothing where there is a server."""
    if runtime.exists():
        return
    set_log_level("error")
    Runtime(
        RuntimeConfig(
            script_path=str(APP),
            media_file_storage=MemoryMediaFileStorage("/media"),
            uploaded_file_manager=MemoryUploadedFileManager("/upload"),
            cache_storage_manager=MemoryCacheStorageManager(),
        )
    )
