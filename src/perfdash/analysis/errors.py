"""What can be wrong with the numbers handed over; each docstring is the sentence a person reads.

AnalysisError (ValueError)
├── CountsDisagree        intervals, proportions, evaluation, disclosure
├── NotAShare             intervals
├── NotInOrder            intervals
├── LengthsDiffer         all but intervals
├── DuplicateDate         spc, seasonal, evaluation
├── NotADate              spc, seasonal, evaluation
├── NotANumber            spc, seasonal, evaluation, disclosure
├── RebaseNotInData       spc
├── BaseTooShort          spc, proportions
├── NotADirection         spc
├── GapInMonths           seasonal
├── TimesDisagree         survival
├── DuplicateCell         disclosure
├── NotACount             disclosure
├── AlreadySuppressed     disclosure
├── NotPermitted          disclosure_cuts
└── ModelNotPossible      evaluation, seasonal
"""


class AnalysisError(ValueError):
    """The numbers cannot be analysed."""

    def __init__(self, sentence: str = "") -> None:
        """Say `sentence`, or the class's own where none is given."""
        super().__init__(sentence or (type(self).__doc__ or "").splitlines()[0])


class CountsDisagree(AnalysisError):
    """A count is negative, or larger than the total it is a part of."""


class NotAShare(AnalysisError):
    """A share or a confidence level must lie strictly between 0 and 1."""


class NotInOrder(AnalysisError):
    """The values must be sorted from smallest to largest."""


class LengthsDiffer(AnalysisError):
    """The columns handed over do not have the same number of rows."""


class DuplicateDate(AnalysisError):
    """A date occurs twice in one series."""


class NotADate(AnalysisError):
    """A date is missing or cannot be read."""


class NotANumber(AnalysisError):
    """A value is infinite or is not a number."""


class RebaseNotInData(AnalysisError):
    """A rebase date is not one of the dates of the series."""


class BaseTooShort(AnalysisError):
    """A fixed baseline needs at least 12 points."""


class NotADirection(AnalysisError):
    """The improvement direction must be increase, decrease or neutral."""


class GapInMonths(AnalysisError):
    """A month is missing from the series, so its seasons cannot be told apart."""


class TimesDisagree(AnalysisError):
    """Someone leaves before, or at the moment, they come under observation."""


class DuplicateCell(AnalysisError):
    """A cell of the breakdown occurs twice, so its numbers cannot be protected."""


class NotACount(AnalysisError):
    """A rate, a sum or a value rests on a column that is not among the counts handed over."""


class AlreadySuppressed(AnalysisError):
    """Small numbers are hidden in these figures already, for another audience; start again from the raw answer."""


class NotPermitted(AnalysisError):
    """This question is not answered for this audience."""


class ModelNotPossible(AnalysisError):
    """There are too few points to fit this model."""
