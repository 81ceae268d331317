"""The models behind an evaluation: the design of an interrupted time series, and two ways to fit it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from perfdash.analysis.errors import CountsDisagree, ModelNotPossible
from perfdash.analysis.series import dated_values

FloatArray = npt.NDArray[np.float64]

MONTHS = 12
LEVEL_CHANGE, SLOPE_CHANGE = "level change", "slope change"


class Model(StrEnum):
    """NEWEY_WEST for shares, times and rates; QUASI_POISSON for counts, whose effects are ratios."""

    NEWEY_WEST = "least squares with Newey-West errors"
    QUASI_POISSON = "quasi-Poisson"


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A fitted model on its own scale: one estimate a term; residuals and `is_used` by row of the design."""

    estimates: FloatArray
    covariance: FloatArray
    degrees_of_freedom: float
    residuals: FloatArray
    is_used: npt.NDArray[np.bool_]

    @property
    def errors(self) -> FloatArray:
        """Standard errors of the terms, shape (terms,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)), dtype=np.float64)


def design_of(when: npt.NDArray[np.datetime64], start: np.datetime64, harmonics: int) -> pd.DataFrame:
    """One row a date: 1, months from 1, 0 or 1 for the change, months of the change from 1, harmonics."""
    month = when.astype("datetime64[M]").astype(np.int64)
    t = month - month[0] + 1 if len(month) else month
    after = when >= start
    since = np.where(after, t - t[after][0] + 1, 0) if after.any() else np.zeros(len(t))
    columns = {"intercept": np.ones(len(t)), "slope": t, LEVEL_CHANGE: after, SLOPE_CHANGE: since}
    for k in range(1, harmonics + 1):
        columns[f"sine {k}"] = np.sin(2 * np.pi * k * t / MONTHS)
        columns[f"cosine {k}"] = np.cos(2 * np.pi * k * t / MONTHS)
    return pd.DataFrame(columns, dtype=np.float64)


def offset_of(dates: list[object], exposure: Iterable[object] | None, model: Model) -> FloatArray:
    """Logarithms of the exposure in order of date; 0 throughout where there is none."""
    if exposure is None:
        return np.zeros(len(dates))
    people = np.array(dated_values(dates, exposure)[1])
    if model is not Model.QUASI_POISSON or not (people > 0).all():
        raise ModelNotPossible("An exposure must be above 0, and only a quasi-Poisson model takes one.")
    return np.asarray(np.log(people), dtype=np.float64)


def fit_model(values: FloatArray, design: pd.DataFrame, offset: FloatArray, model: Model, lags: int | None) -> Fitted:
    """Fit the values that are not missing. Raises `ModelNotPossible` and `CountsDisagree`."""
    is_used = ~np.isnan(values)
    y, x = values[is_used], design.to_numpy()[is_used]
    if len(y) <= x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        raise ModelNotPossible()
    if model is Model.NEWEY_WEST:
        fit, residuals = _newey_west(y, x, min(MONTHS, len(y) // 4) if lags is None else lags)
    else:
        _check_counts(y, design.loc[is_used, LEVEL_CHANGE].to_numpy() == 1)
        fit, residuals = _quasi_poisson(y, x, offset[is_used])
    return Fitted(np.asarray(fit.params), np.asarray(fit.cov_params()), fit.df_resid, residuals, is_used)


def _check_counts(y: FloatArray, is_after: npt.NDArray[np.bool_]) -> None:
    if (y < 0).any():
        raise CountsDisagree()
    if not (y[is_after].any() and y[~is_after].any()):
        raise ModelNotPossible("A ratio needs at least one event before the change and one after it.")


def _newey_west(y: FloatArray, x: FloatArray, lags: int) -> tuple[Any, FloatArray]:
    from statsmodels.regression.linear_model import OLS

    fit = OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
    return fit, np.asarray(fit.resid)


def _quasi_poisson(y: FloatArray, x: FloatArray, offset: FloatArray) -> tuple[Any, FloatArray]:
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    # scale="X2" is Pearson's dispersion: errors as wide as the counts are scattered, not as Poisson says they
    # are.
    fit = GLM(y, x, family=Poisson(), offset=offset).fit(scale="X2")
    return fit, np.asarray(fit.resid_pearson)


def student_t(level: float, degrees_of_freedom: float) -> float:
    """How many standard errors the interval at `level` reaches to either side."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees_of_freedom, 0.5 + level / 2))


def ljung_box(residuals: FloatArray) -> float:
    """Probability of residuals this dependent by chance, over up to 12 lags (Ljung and Box, 1978)."""
    from statsmodels.stats.diagnostic import acorr_ljungbox

    with np.errstate(divide="ignore", invalid="ignore"):
        test = acorr_ljungbox(residuals, lags=[min(MONTHS, max(1, len(residuals) // 5))])
    return float(test["lb_pvalue"].iloc[0])
