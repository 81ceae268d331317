"""Screens as plain values: whatever numbers and dates a page's library uses become those that JSON holds.

Otherwise a number of NumPy would be kept as a text, and an array as a shortened one, and nobody would see it for a year.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from perfdash.meeting.screens import Screen, from_json, to_json


def plain_screens(screens: Sequence[Screen]) -> tuple[Screen, ...]:
    """The screens as they come back from a file: equal to what is read a year later."""
    return from_json(to_json([_plain_screen(screen) for screen in screens]))


def _plain_screen(screen: Screen) -> Screen:
    figure = None if screen.figure is None else _plain(screen.figure)
    return replace(screen, figure=figure, rows=[_plain(row) for row in screen.rows])


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(cell) for key, cell in value.items()}
    if isinstance(value, np.ndarray | pd.Series | list | tuple):
        return [_plain(cell) for cell in value]
    if value is pd.NaT or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, np.datetime64):
        return _plain(pd.Timestamp(value))
    if isinstance(value, np.generic):
        return _plain(value.item())
    # A day reads the same whether it came as a date or as its midnight.
    return value.isoformat().removesuffix("T00:00:00") if isinstance(value, date) else value
