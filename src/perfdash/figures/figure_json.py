"""A Plotly figure as plain values: what a frozen meeting keeps, read back without Plotly."""

import base64
import re
from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

import numpy as np

Plain = dict[str, Any]  # a figure, a trace, an axis or an annotation as plain values
_AXIS = re.compile(r"[xy]axis\d*")


def plain(value: Any) -> Any:
    """The same figure with its numbers as lists: Plotly writes arrays as base64 text, and what is not a number as NaN."""
    if isinstance(value, Mapping):
        if "bdata" in value and "dtype" in value:
            return plain(_numbers(value))
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return None if isinstance(value, float) and isnan(value) else value


def _numbers(packed: Mapping[str, Any]) -> list[Any]:
    values = np.frombuffer(base64.b64decode(packed["bdata"]), np.dtype(packed["dtype"]))
    if "shape" in packed:
        values = values.reshape([int(n) for n in str(packed["shape"]).split(",")])
    listed: list[Any] = values.tolist()
    return listed


def traces_of(figure: Mapping[str, Any]) -> list[Plain]:
    """The traces of a figure of plain values, in the order in which they are drawn."""
    return _traces(**figure)


def _traces(data: Sequence[Plain] | None = None, **_: Any) -> list[Plain]:
    return list(data or ())


def axes_of(layout: Mapping[str, Any]) -> dict[str, Plain]:
    """The axes of a layout by name: `xaxis`, `yaxis2`."""
    return {name: axis for name, axis in layout.items() if _AXIS.fullmatch(name) and isinstance(axis, dict)}


def height_of(figure: Mapping[str, Any], otherwise: int) -> float:
    """How high a figure is drawn, in pixels: by itself, by its template, or `otherwise`."""
    layout = figure.get("layout", {})
    of_template = layout.get("template", {}).get("layout", {})
    return float(layout.get("height") or of_template.get("height") or otherwise)
