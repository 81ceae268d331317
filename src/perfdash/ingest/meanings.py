"""What a supplier's code means in the contract's closed lists, where it is plain enough to say."""

import re

_YES = ("y", "yes", "true", "1", "t")
_NO = ("n", "no", "false", "0", "f")
# The first pattern that is found in the value decides.
_PATTERNS = {
    "rurality": ((r"^(r|rural)\b", "rural"), (r"^(u|urban)\b", "urban"), (r"^(unknown|not known)$", "not known")),
    "origin": (
        (r"officer|on view|self.?generated|police", "officer"),
        (r"appointment|diary|scheduled|planned", "scheduled"),
        (r"\b(999|101|112|911|public|online|web|phone|telephone|text|email|walk.?in|front counter)\b", "public"),
        (r"^(unknown|not known)$", "not known"),
    ),
    "outcome": (
        (r"cancel|stood down|abandon", "cancelled"),
        (
            r"without (deployment|attendance)|telephone|phone|no deployment|desk|advice given",
            "resolved without deployment",
        ),
        (r"appointment|diary|scheduled", "scheduled appointment"),
        (r"attend|arrest", "attended"),
        (r"^(unknown|not known|open)$", "not known"),
        (r"^other\b", "other"),
    ),
}


def guess_value(column: str, value: str) -> str:
    """The contract's word for a supplier's value, the value itself where the contract has no list, '' where in doubt."""
    folded = " ".join(value.casefold().split())
    if column == "is_domestic_abuse":
        return "yes" if folded in _YES else "no" if folded in _NO else ""
    if column not in _PATTERNS:
        return value
    return next((word for pattern, word in _PATTERNS[column] if re.search(pattern, folded)), "")
