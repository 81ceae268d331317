"""The two icons of a measure, drawn by us: what is happening (variation) and what to expect (assurance).

Each is told apart by its shape alone, at 24 pixels and in greyscale, and always stands beside its word.
"""

from base64 import b64encode

from perfdash.analysis.spc_result import Assurance
from perfdash.figures.style import INK, TEXT_GREY, Mark

_SHAPES = {
    "circle": '<path d="M6 13c2-5 4-5 6-1s4 4 6-1" fill="none" stroke="{colour}" stroke-width="2.2"/>',
    "triangle-up": '<path d="M12 6l6 10H6z" fill="{colour}"/>',
    "triangle-down": '<path d="M12 18l6-10H6z" fill="{colour}"/>',
    "diamond": '<path d="M12 5l7 7-7 7-7-7z" fill="{colour}" stroke="#1D1D1B" stroke-width="1.2"/>',
    "square": '<path d="M7 7h10v10H7z" fill="{colour}"/>',
}
# A tick for will meet, a cross for will miss, a die's two faces for chance.
_ASSURANCES = {
    Assurance.CONSISTENTLY_PASSING: '<path d="M6.5 12.5l4 4 7-8.5" fill="none" stroke="{ink}" stroke-width="2.6"/>',
    Assurance.CONSISTENTLY_FAILING: '<path d="M7.5 7.5l9 9m0-9l-9 9" fill="none" stroke="{ink}" stroke-width="2.6"/>',
    Assurance.HIT_OR_MISS: (
        '<circle cx="8.5" cy="8.5" r="2.2" fill="{ink}"/><circle cx="15.5" cy="15.5" r="2.2" fill="{ink}"/>'
        '<path d="M6 18L18 6" stroke="{ink}" stroke-width="1.4"/>'
    ),
}


def variation_icon(mark: Mark, size: int = 24) -> str:
    """A ring with a wave, triangle, diamond or square."""
    ring = f'<circle cx="12" cy="12" r="10.5" fill="white" stroke="{mark.text_colour}" stroke-width="2"/>'
    return svg_image("pd-icon", 24, 24, ring + _SHAPES[mark.symbol].format(colour=mark.colour), (size, size))


def assurance_icon(assurance: Assurance | None, size: int = 24) -> str:
    """A square frame with a tick, a cross or a die; nothing where nothing can be said."""
    if assurance is None:
        return ""
    frame = f'<rect x="1.5" y="1.5" width="21" height="21" rx="4" fill="white" stroke="{TEXT_GREY}" stroke-width="2"/>'
    return svg_image("pd-icon", 24, 24, frame + _ASSURANCES[assurance].format(ink=INK), (size, size))


def svg_image(css: str, width: int, height: int, drawing: str, shown: tuple[int, int] | None = None) -> str:
    """A drawing as an image: pages drop inline SVG from HTML. The words beside it say the same, so its alt is empty."""
    across, up = shown or (width, height)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{across}" height="{up}" '
        f'preserveAspectRatio="none">{drawing}</svg>'
    )
    return f'<img class="{css}" alt="" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'
