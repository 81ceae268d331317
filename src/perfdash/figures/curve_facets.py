"""Where the facets of the retention curves stand: one scale for all of them, a table of numbers at risk under each."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil

from perfdash.figures.style import BLUE, GREY, INK, PURPLE, WORK, Part, Sizes, room_for

EVERYONE = "all"  # the cohort of all who ever joined
# Newest first. Not the orange of the palette: here nothing is a concern.
_COLOURS = (BLUE, "#28A197", PURPLE, "#3D3D3D")
_TOP = 1.03  # of the scale, so that a line at 100 % is drawn whole
_NARROW = 1000  # pixels of the narrowest page a chart stands on: labels are placed to fit there
_SHARES = (0, 0.25, 0.5, 0.75, 1)
AT_RISK = "at risk"
_PEOPLE = {
    "officer": "officers",
    "PCSO": "PCSOs",
    "designated officer": "designated officers",
    "special constable": "special constables",
    "volunteer": "volunteers",
}


def people(worker_type: str) -> str:
    """'officer' → 'officers', 'staff' → 'staff'."""
    return _PEOPLE.get(worker_type, worker_type)


def type_name(worker_type: str) -> str:
    """'officer' → 'Officers', as a heading has it."""
    many = people(worker_type)
    return f"{many[:1].upper()}{many[1:]}"


@dataclass(frozen=True)
class Facets:
    """The worker types and cohorts drawn, the newest cohort first, and the longest time; lengths are in pixels."""

    types: tuple[str, ...]
    cohorts: tuple[str, ...]
    years: float
    sizes: Sizes

    @property
    def columns(self) -> int:
        return {1: 1, 2: 2, 4: 2}.get(len(self.types), 3)

    @property
    def rows(self) -> int:
        return ceil(len(self.types) / self.columns)

    @property
    def line(self) -> float:
        return 1.4 * self.sizes.text

    @property
    def plot(self) -> float:
        """The height of one facet."""
        return (18 if self.rows == 1 else 13) * self.sizes.text

    @property
    def row(self) -> float:
        """A facet with its title above, its years and its numbers at risk below."""
        return 2 * self.line + self.plot + self.line * (len(self.cohorts) + 1.9)

    @property
    def height(self) -> float:
        return self.rows * self.row

    @property
    def label_height(self) -> float:
        """Of a line of words, as a part of the scale."""
        return 1.3 * self.sizes.text * _TOP / self.plot

    @cached_property
    def left(self) -> float:
        names = room_for([self.row_name(name, is_plain=True) for name in self.cohorts], self.sizes)
        return max(names + self.half_number + 0.4 * self.sizes.text, room_for(["100 %  "], self.sizes))

    @property
    def half_number(self) -> float:
        """Half the width of a number at risk, which stands astride the first year."""
        return 0.3 * self.sizes.text * len("1,234")

    @property
    def width(self) -> float:
        """Of one facet, on the narrowest page."""
        return (_NARROW * self.sizes.text / WORK.text - self.left) / self.columns * 0.94

    @cached_property
    def label_years(self) -> float:
        """How many years of the axis the widest label at the end of a curve takes."""
        label = room_for([f"■ {name} 100 %" if len(self.cohorts) > 1 else "100 %" for name in self.cohorts], self.sizes)
        return self.years * label / max(self.width - label, label)

    @cached_property
    def ticks(self) -> list[int]:
        """Whole years, as many as numbers at risk have room beside each other."""
        a_year = self.width / (self.years + self.label_years)
        return list(range(0, int(self.years) + 1, ceil(2.2 * self.half_number / a_year)))

    def colour(self, cohort: str) -> str:
        is_beside = cohort == EVERYONE and len(self.cohorts) > 1
        return GREY if is_beside else _COLOURS[self.cohorts.index(cohort)]

    def named(self, cohort: str) -> str:
        """A square of the cohort's colour and its name; nothing where there is but one."""
        square = f'<span style="color:{self.colour(cohort)}">■</span>'
        return f"{square} {cohort} " if len(self.cohorts) > 1 else ""

    def row_name(self, cohort: str, is_plain: bool = False) -> str:
        if len(self.cohorts) == 1:
            return f"{AT_RISK}  "
        return f"■ {cohort}  " if is_plain else f"{self.named(cohort)} "

    def number(self, place: int) -> str:
        """What Plotly writes behind x and y on the axes of a facet."""
        return "" if place == 0 else str(place + 1)

    def table(self, place: int) -> str:
        """The same of the axis that the numbers at risk stand on, below the facet."""
        return str(len(self.types) + place + 1)

    def axes(self, place: int) -> Part:
        """Both axes of a facet, and the hidden one of its numbers at risk, a whole number a line."""
        row, column = divmod(place, self.columns)
        gap = 0.06 if self.columns > 1 else 0.0
        width = (1 - gap * (self.columns - 1)) / self.columns
        start, top = column * (width + gap), 1 - (row * self.row + 2 * self.line) / self.height
        foot = top - self.plot / self.height
        head = foot - 1.4 * self.line / self.height
        years = {
            "domain": [start, start + width],
            "anchor": f"y{self.number(place)}",
            "range": [0, self.years + self.label_years],
            "tickvals": self.ticks,
            "showline": True,
            "automargin": False,
        }
        shares = {
            "domain": [foot, top],
            "anchor": f"x{self.number(place)}",
            "range": [0, _TOP],
            "tickvals": list(_SHARES),
            "ticktext": [f"{100 * share:.0f} %  " if column == 0 else "" for share in _SHARES],
            "automargin": False,
        }
        n = len(self.cohorts)
        table = {
            "domain": [head - n * self.line / self.height, head],
            "anchor": f"x{self.number(place)}",
            "range": [n - 0.5, -0.5],
            "visible": False,
        }
        number = self.number(place)
        return {f"xaxis{number}": years, f"yaxis{number}": shares, f"yaxis{self.table(place)}": table}

    def title(self, place: int) -> Part:
        """The worker type above its facet."""
        number = self.number(place)
        mark = {"x": 0, "xref": f"x{number} domain", "xanchor": "left", "y": 1, "yref": f"y{number} domain"}
        words = {"text": f"<b>{type_name(self.types[place])}</b>", "showarrow": False, "yanchor": "bottom"}
        return mark | words | {"yshift": 0.5 * self.sizes.text, "font": {"size": self.sizes.text, "color": INK}}

    def years_word(self, place: int) -> Part:
        """'years', behind the last of them."""
        last, number = self.ticks[-1], self.number(place)
        mark = {"x": last, "xref": f"x{number}", "xanchor": "left", "y": 0, "yref": f"y{number} domain"}
        words = {"text": "year" if last == 1 else "years", "showarrow": False, "yanchor": "top"}
        beside = 0.35 * self.sizes.text * len(str(last)) + 2
        return (
            mark
            | words
            | {"xshift": beside, "yshift": -0.2 * self.sizes.text, "font": {"size": self.sizes.text, "color": INK}}
        )

    def row_names(self, row: int) -> list[Part]:
        """At the left of the numbers at risk, once a row of facets."""
        axis = f"y{self.table(row * self.columns)}"
        mark = {
            "x": 0,
            "xref": "paper",
            "xanchor": "right",
            "xshift": -self.half_number,
            "yref": axis,
            "showarrow": False,
        }
        font = {"size": self.sizes.text, "color": INK}
        return [mark | {"y": at, "text": self.row_name(cohort), "font": font} for at, cohort in enumerate(self.cohorts)]
