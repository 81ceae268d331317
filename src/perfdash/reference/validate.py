"""Reads and cross-checks every table of data/reference and data/published, so that a wrong row stops the start."""

from collections.abc import Iterable, Mapping

from perfdash.errors import BadReference
from perfdash.reference import attendance, framework, published, recommendations, wellbeing, workforce
from perfdash.reference.dated import ForceRow, KeyedRow
from perfdash.reference.recommendations import Registered

DEMONSTRATION = "demonstration"


def check_reference(register: Mapping[str, Registered]) -> None:
    """Reads every table once; `register` is the register of measures, in the order of measures.csv.

    Raises:
        BadReference: a row is wrong, or points at something that is not there; named by file, row and column.
    """
    attendance.validate(register)
    _check_recommendations()
    _check_register(register)
    _check_commitments(register)
    _check_framework(register)
    published.contradictions()
    workforce.validate(register)
    wellbeing.validate(attendance.forces())


def _check_recommendations() -> None:
    """Recommendations hang together with their inspections and themes."""
    for number, row in enumerate(recommendations.recommendations(), 2):
        place = ("recommendations.csv", number)
        _need(*place, "inspection", [row.inspection], recommendations.inspections(), "inspection", "inspections.csv")
        _some(*place, "themes", row.themes, "theme")
        _need(*place, "themes", row.themes, _keys(recommendations.themes()), "theme", "themes.csv")


def _check_register(register: Mapping[str, Registered]) -> None:
    """Every measure answers a recommendation and belongs to a theme: what answers none has no place here."""
    known, themes = _keys(recommendations.recommendations()), _keys(recommendations.themes())
    for number, measure in enumerate(register.values(), 2):
        place = ("measures.csv", number)
        _some(*place, "recommendations", measure.recommendations, "recommendation")
        _need(*place, "recommendations", measure.recommendations, known, "recommendation", "recommendations.csv")
        _some(*place, "themes", measure.themes, "theme")
        _need(*place, "themes", measure.themes, themes, "theme", "themes.csv")


def _check_commitments(register: Mapping[str, Registered]) -> None:
    known = _keys(recommendations.recommendations())
    for number, row in enumerate(recommendations.commitments(), 2):
        place = ("commitments.csv", number)
        _need(*place, "recommendation", [row.recommendation], known, "recommendation", "recommendations.csv")
        _need(*place, "measures", row.measures, register, "measure", "measures.csv")
        _check_force(*place, row)


def _check_framework(register: Mapping[str, Registered]) -> None:
    tables: dict[str, tuple[ForceRow, ...]] = {
        "data_products.csv": framework.data_products(),
        "forums.csv": framework.forums(),
        "delivery_plans.csv": framework.delivery_plans(),
        "self_assessment.csv": framework.self_assessment(),
        "analysis_capacity.csv": framework.analysis_capacity(),
    }
    for name, rows in tables.items():
        for number, row in enumerate(rows, 2):
            _need(name, number, "measures", getattr(row, "measures", ()), register, "measure", "measures.csv")
            _check_force(name, number, row)
            if row.force == DEMONSTRATION and not framework.is_invented(row):
                raise BadReference(
                    name, number, "source", "a row of the demonstration force must say that it is invented"
                )


def _check_force(name: str, number: int, row: ForceRow) -> None:
    _need(name, number, "force", [row.force], attendance.forces(), "force", "forces.csv")


def _need(
    name: str, number: int, column: str, named: Iterable[str], known: Iterable[str], kind: str, listed: str
) -> None:
    held = set(known)
    for key in named:
        if key not in held:
            raise BadReference(name, number, column, f"there is no {kind} '{key}' in {listed}")


def _some(name: str, number: int, column: str, named: tuple[str, ...], kind: str) -> None:
    if not named:
        raise BadReference(name, number, column, f"it points at no {kind}")


def _keys(rows: Iterable[KeyedRow]) -> set[str]:
    return {row.key for row in rows}
