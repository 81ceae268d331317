"""Did the change work? Interrupted time series: what happened, beside what would have happened without it.

One start date, declared beforehand. The model is a line, a step and a change of slope from the start date,
and harmonics for the seasons. It cannot tell the change from anything else that happened at the same time:
hence the cautions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from perfdash.analysis.errors import NotAShare
from perfdash.analysis.evaluation_fit import (
    LEVEL_CHANGE,
    SLOPE_CHANGE,
    Fitted,
    Model,
    design_of,
    fit_model,
    ljung_box,
    offset_of,
    student_t,
)
from perfdash.analysis.series import dated_values, instants

__all__ = ["Caution", "Effect", "Evaluation", "Model", "interrupted_time_series"]

FloatArray = npt.NDArray[np.float64]

FEWEST_POINTS_A_SIDE = 12
CLASH_MONTHS = 3


class Caution(StrEnum):
    """Why the result may mislead; each value is the sentence to show with it."""

    FEW_BEFORE = "There are fewer than 12 points before the change."
    FEW_AFTER = "There are fewer than 12 points after the change."
    OTHER_CHANGE_NEAR = "Another registered change falls within 3 months of this one."
    AUTOCORRELATION_LEFT = "The months still depend on each other beyond what the model allows for."


@dataclass(frozen=True, slots=True)
class Effect:
    """An estimate and its interval: in the values' unit, or a ratio (1 is no change) for quasi-Poisson."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """The fitted model. Intervals are at `level`, by Student's t on the residual degrees of freedom.

    `level_change` is the step when the change began; `slope_change` the change a month since. `terms` has one
    row a term on the scale of the model (logarithms for quasi-Poisson): term, estimate, standard_error, low,
    high. `points` has one row a month: date, value, fitted, without_change, without_change_low,
    without_change_high; the last two bound the expected course without the change, not single months, and
    before it the course itself.
    """

    model: Model
    level: float
    n_before: int
    n_after: int
    level_change: Effect
    slope_change: Effect
    terms: pd.DataFrame
    points: pd.DataFrame
    autocorrelation_p: float
    cautions: tuple[Caution, ...]


def interrupted_time_series(
    dates: Iterable[object],
    values: Iterable[object],
    *,
    change_on: object,
    model: Model = Model.NEWEY_WEST,
    exposure: Iterable[object] | None = None,
    harmonics: int = 2,
    lags: int | None = None,
    level: float = 0.95,
    other_changes: Iterable[object] = (),
) -> Evaluation:
    """Level and slope change of a monthly series at `change_on`, the first of its months to count as after.

    `exposure` (quasi-Poisson only, above 0, in the order of the dates) turns counts into rates. `lags` are
    those of the Newey-West errors: 12, or a quarter of a series shorter than 48. A missing value keeps its
    place in time and is left out of the fit. Raises `ModelNotPossible`, `CountsDisagree`, `NotAShare` and the
    errors of `series.dated_values`. Sources: Bernal, Cummins and Gasparrini (2017), Int. J. Epidemiology 46,
    348–355; Newey and West (1987).
    """
    if not 0 < level < 1:
        raise NotAShare()
    listed = list(dates)
    when, what = dated_values(listed, values)
    start = instants([change_on])[0]
    design = design_of(when, start, harmonics)
    offset = offset_of(listed, exposure, model)
    fitted = fit_model(np.array(what), design, offset, model, lags)
    margin = student_t(level, fitted.degrees_of_freedom) * fitted.errors
    terms = _terms(design.columns.tolist(), fitted, margin)
    n_before = int(np.sum(fitted.is_used & (when < start)))
    n_after = int(fitted.is_used.sum()) - n_before
    p_value = ljung_box(fitted.residuals)
    return Evaluation(
        model=model,
        level=level,
        n_before=n_before,
        n_after=n_after,
        level_change=_effect(terms, LEVEL_CHANGE, model),
        slope_change=_effect(terms, SLOPE_CHANGE, model),
        terms=terms,
        points=_points(when, what, design, offset, fitted, level, model),
        autocorrelation_p=p_value,
        cautions=_cautions(n_before, n_after, start, instants(other_changes), p_value),
    )


def _terms(names: list[str], fitted: Fitted, margin: FloatArray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "term": names,
            "estimate": fitted.estimates,
            "standard_error": fitted.errors,
            "low": fitted.estimates - margin,
            "high": fitted.estimates + margin,
        }
    )


def _effect(terms: pd.DataFrame, name: str, model: Model) -> Effect:
    figures = terms.loc[terms["term"] == name, ["estimate", "low", "high"]].to_numpy()[0]
    return Effect(*(float(figure) for figure in _in_units(figures, model)))


def _in_units(figures: FloatArray, model: Model) -> FloatArray:
    return np.exp(figures) if model is Model.QUASI_POISSON else figures


def _points(
    when: npt.NDArray[np.datetime64],
    what: list[float],
    design: pd.DataFrame,
    offset: FloatArray,
    fitted: Fitted,
    level: float,
    model: Model,
) -> pd.DataFrame:
    x = design.to_numpy()
    without = design.assign(**{LEVEL_CHANGE: 0.0, SLOPE_CHANGE: 0.0}).to_numpy()
    course = without @ fitted.estimates + offset
    variance = np.einsum("ij,jk,ik->i", without, fitted.covariance, without)
    margin = student_t(level, fitted.degrees_of_freedom) * np.sqrt(variance)
    return pd.DataFrame(
        {
            "date": when,
            "value": what,
            "fitted": _in_units(x @ fitted.estimates + offset, model),
            "without_change": _in_units(course, model),
            "without_change_low": _in_units(course - margin, model),
            "without_change_high": _in_units(course + margin, model),
        }
    )


def _cautions(
    n_before: int,
    n_after: int,
    start: np.datetime64,
    other_changes: npt.NDArray[np.datetime64],
    autocorrelation_p: float,
) -> tuple[Caution, ...]:
    clash = pd.DateOffset(months=CLASH_MONTHS)
    earliest, latest = pd.Timestamp(start) - clash, pd.Timestamp(start) + clash
    applies = {
        Caution.FEW_BEFORE: n_before < FEWEST_POINTS_A_SIDE,
        Caution.FEW_AFTER: n_after < FEWEST_POINTS_A_SIDE,
        Caution.OTHER_CHANGE_NEAR: any(earliest <= pd.Timestamp(other) <= latest for other in other_changes),
        Caution.AUTOCORRELATION_LEFT: autocorrelation_p < 0.05,
    }
    return tuple(caution for caution, is_so in applies.items() if is_so)
