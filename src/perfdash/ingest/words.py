"""Words of the contract for a supplier's words, as SQL over one column of text."""

from collections.abc import Mapping

from perfdash.contract.columns import Column, ContractColumn
from perfdash.ingest.profile import Split

YES, NO = ("yes", "y", "true", "t", "1"), ("no", "n", "false", "f", "0")
_AS_WRITTEN = (Column.GRADE, Column.PLACE, Column.GROUP)


def word_sql(column: ContractColumn, text: str, mapping: Mapping[str, str]) -> str:
    """SQL for the contract's word, or the flag; NULL where the text is blank or has none."""
    word = text if column.holds in _AS_WRITTEN else f"lower({text})"
    if mapping:
        pairs = " ".join(
            f"WHEN {quoted(folded(key))} THEN {quoted(value)}" for key, value in mapping.items() if key != "*"
        )
        other = f" WHEN {text} IS NOT NULL THEN {quoted(mapping['*'])}" if "*" in mapping else ""
        word = f"CASE {_fold_sql(text)} {pairs} END" if pairs else "NULL"
        word = f"CASE WHEN ({word}) IS NOT NULL THEN ({word}){other} END" if other else word
    if column.holds is Column.FLAG:
        return f"CASE WHEN lower({word}) IN {YES!r} THEN true WHEN lower({word}) IN {NO!r} THEN false END"
    if column.choices and not mapping:
        # The contract writes some of its words with capitals; a supplier need not.
        pairs = " ".join(f"WHEN {quoted(folded(word))} THEN {quoted(word)}" for word in column.choices)
        return f"CASE {_fold_sql(text)} {pairs} END"
    return word


def words_sql(column: ContractColumn, text: str, split: Split | None, mapping: Mapping[str, str]) -> str:
    """SQL for a list of the contract's words, sorted and each once, from one text; a word it does not know is NULL."""
    parts = f"string_split({text}, {quoted(split.by)})" if split else f"[{text}]"
    filled = f"list_filter({parts}, lambda part: trim(part) <> '')"
    word = word_sql(column, "trim(part)", mapping)
    return f"CASE WHEN {text} IS NOT NULL THEN list_transform({filled}, lambda part: {word}) END"


def flagged_sql(cells: Mapping[str, str]) -> str:
    """SQL for a list of words from SQL of one cell each: a word is there where its cell says anything but no."""
    said = [
        f"CASE WHEN {cell} IS NOT NULL AND lower({cell}) NOT IN {NO!r} THEN {quoted(word)} END"
        for cell, word in cells.items()
    ]
    return f"list_filter([{', '.join(said)}], lambda word: word IS NOT NULL)"


def sorted_sql(words: str) -> str:
    """SQL for a list's words, each once and in order, so that two rows that say the same are the same."""
    return f"list_sort(list_distinct({words}))"


def folded(text: str) -> str:
    """A supplier's word without case and inner spacing."""
    return " ".join(text.casefold().split())


def _fold_sql(text: str) -> str:
    # Inner runs of spaces are rare and the pattern is slow, so only texts that have one pay for it.
    return f"lower(CASE WHEN contains({text}, '  ') THEN regexp_replace({text}, ' +', ' ', 'g') ELSE {text} END)"


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
