"""What a supplier's word about people means in the contract's closed lists, where it is plain enough to say."""

import re

from perfdash.contract.columns import Column, ContractColumn
from perfdash.ingest.words import NO, YES, folded

_UNKNOWN = (r"^(unknown|not known|n/?k|not recorded)$", "not known")
_OTHER = (r"^other\b", "other")

# The first pattern that is found in the value decides; where it names no word, the analyst must.
_REASONS = (
    (r"^(none|no reason|nil)\b|none of the above|no factors?$", "none given"),
    (r"pension", "pension"),
    (r"\bpay\b|salary|wage|money|remunerat|\bbenefits?\b", "pay"),
    (r"security", "job security"),
    (
        r"career move|career change|(other|another|new|better|different) (job|position|role|employ|opportunit)",
        "other job",
    ),
    (r"(public|private) sector|self.?employ", "other job"),
    (r"promotion|progress|advancement|career (develop|opportunit|prospect)", "progression"),
    (r"line manage|supervis|\bmanager", "line manager"),
    (r"leadership|management|executive", "senior leadership"),
    (r"recogni|\bvalued|appreciat", "recognition"),
    (r"\bvoice|consult|listened", "no voice"),
    (r"flexib|work.?life|part.?time|^hours$", "flexible hours"),
    (r"adjustment", "adjustments"),
    (r"workload|work ?pressure|\bstress|burn.?out|overwork", "workload"),
    (r"complaint|grievance|misconduct", "complaint handling"),
    (r"training", "training load"),
    (r"work location|posting|commut|distance|travel (time|to work)", "posting"),
    (r"relocat|\bmov(e|ing)\b|overseas|interstate|spouse.*transfer", "relocation"),
    (r"shift|roster|\brota|nights?\b", "shifts"),
    (r"trauma", "trauma"),
    (r"\brisk|danger|violence|assault", "risk"),
    (r"public (treat|attitude|perception|hostil)", "public treatment"),
    (r"culture|conflict|bully|harass|discriminat|morale", "culture"),
    (r"environment|conditions|equipment|facilit", "working conditions"),
    (r"famil|matern|patern|caring|\bcarer|child", "family"),
    (r"health|illness|medical|injur", "health"),
    (r"\bstud(y|ies|ying)|school|educat|universit|college", "study"),
    (r"\bretir", "retirement reached"),
    _OTHER,
)
_PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "leaver_type": (
        (r"death|\bdied\b|deceased", "death"),
        (r"(health|medical|disabilit).*(retir|pension)|retir.*(health|medical|disabilit)", "medical retirement"),
        (r"voluntary (early|redundan|severance|exit|separation (package|scheme))", ""),
        (r"\bresign|\bquit\b|\bvoluntar(y|ily)\b", "voluntary resignation"),
        (r"transfer", "transfer out"),
        (r"(contract|term).*(expir|complet)|fixed.?term|end of (contract|term)|secondment", "end of fixed term or secondment"),
        (r"retir|pension", "normal retirement"),
        (r"dismiss|terminat|discharg|misconduct|\bfired\b|for cause|no.?show|no.?call", "dismissal or contract end"),
        (r"lay.?off|laid.?off|redundan|retrench|involuntar|probation|required to resign", "dismissal or contract end"),
        (r"another (position|job)|career change|more money|return to school|relocation|unhappy", "voluntary resignation"),
        _OTHER,
        _UNKNOWN,
    ),
    "worker_type": (
        (r"special (constable|officer|sergeant|inspector)|^(specials?|sc)$|special constabulary", "special constable"),
        (r"pcso|community support", "PCSO"),
        (r"volunteer|^vol$|cadet leader", "volunteer"),
        (r"designated|s\.? ?38|detention officer", "designated officer"),
        (r"civilian|non.?sworn|unsworn|police staff|support staff|^staff$|professional staff", "staff"),
        (r"officer|\bsworn\b|constable|^(po|pc)$|^police$", "officer"),
        _UNKNOWN,
    ),
    "joiner_type": (
        (r"re.?join|re.?hire|re.?instat|re.?employ|return", "rejoiner"),
        (r"transfer", "transfer in"),
        (r"^new|direct|recruit|probation|entry|\bhire\b|trainee|student|graduate|apprentice", "new joiner"),
        _OTHER,
        _UNKNOWN,
    ),
    "outcome": (
        (r"declin|refus|opt(ed)? out|did not wish|no response|no reply", "declined"),
        (r"not (asked|offered|invited|sent)|^no$", "not asked"),
        (r"complet|return|held|received|conducted|^yes$", "completed"),
        _UNKNOWN,
    ),
    "form": ((r"full|long|face|interview", "full"), (r"short|brief", "short"), _UNKNOWN),
    "reasons": _REASONS,
    "main_reason": (*_REASONS, _UNKNOWN),
    "trigger": (
        (r"retir|pension", "approaching retirement"),
        (r"consider|thinking|intent|risk of leaving|resign", "considering leaving"),
        (r"new|join|probation|induction", "new joiner"),
        (r"manager|supervisor|line", "manager referral"),
        (r"self", "self referral"),
        _UNKNOWN,
    ),
    "reply": (
        (r"no (reply|response|answer)|^none$|not replied|awaiting", "no reply"),
        (r"accept|agree|^y(es)?$", "accepted"),
        (r"declin|refus|^no?$", "declined"),
        _UNKNOWN,
    ),
    "basis": ((r"fte|full.?time equiv|wte", "FTE"), (r"head.?count|people|heads", "headcount")),
    "programme": (
        (r"annual|screening|yearly", "annual screening"),
        (r"enhanced|(six|6).?month", "enhanced support"),
        _OTHER,
        _UNKNOWN,
    ),
    "organisation": ((r"fire", "fire and rescue"), (r"polic|constab", "police"), _OTHER, _UNKNOWN),
    "reason_group": (
        (r"psych|mental|stress|emotional", "psychological"),
        (r"muscul|msk|\bback\b|joint|skelet", "musculoskeletal"),
        _OTHER,
        _UNKNOWN,
    ),
}  # fmt: skip
STILL_HERE = re.compile(
    r"active|current(ly)?( employed| employee)?|employed|in post|serving|present|ongoing|open|to date|till date|"
    r"(n/?a ?- ?)?still ?(employed|here|serving)|leave of absence|future start"
)


def guess_word(column: ContractColumn, value: str) -> str:
    """The contract's word for a supplier's value; '' where it is in doubt."""
    text = folded(value)
    if column.holds is Column.FLAG:
        return "yes" if text in YES else "no" if text in NO else ""
    same = next((choice for choice in column.choices if folded(choice) == text), "")
    guessed = next((word for pattern, word in _PATTERNS.get(column.name, ()) if re.search(pattern, text)), "")
    word = same or guessed
    return word if word in column.choices else ""


def says_still_here(value: str) -> bool:
    """Whether a value says that somebody has not left, where a date or a reason of leaving would stand."""
    return bool(STILL_HERE.fullmatch(folded(value)))
