"""What one headline figure of the overview is: a card, and how the measure behind it is judged."""

from dataclasses import dataclass

from perfdash.figures.cards import Card
from perfdash.figures.overview_sentences import Judged


@dataclass(frozen=True)
class Finding:
    """One headline figure of a theme: its card, and what is judged of it (nothing for a count of rows)."""

    card: Card
    judged: Judged | None = None
