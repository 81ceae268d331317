"""What control rooms call things: police, fire and ambulance words for each column of the contract."""

import re

# Each phrase is a set of words that must all be in the column's name; the more words, the surer.
_PHRASES = {
    "call_answered_at": (
        "call, call answered, answered, call received, received, call start, call pickup, alarm, call taken, "
        "reported, call connect, phone pickup, incident, contact received"
    ),
    "created_at": (
        "created, create, creation, incident created, entry, entered, logged, log, opened, open, raised, "
        "incident start, call entry, event created, registered"
    ),
    "ready_for_despatch_at": (
        "ready, ready despatch, passed, passed despatch, sent despatch, queued, queue, pending, transferred, "
        "triaged, call end"
    ),
    "despatched_at": (
        "despatch, despatched, first despatched, assigned, first assigned, allocated, allocation, mobilised, "
        "first mobilised, deployed, tasked, resourced, alerted, resource assigned"
    ),
    "en_route_at": (
        "route, enroute, first route, responding, response, mobile, turnout, left, proceeding, acknowledged, "
        "unit responding, rolling"
    ),
    "arrived_at": (
        "arrived, arrival, arriving, arrive, first arrived, first arrival, arr, scene, onscene, first scene, "
        "on scene, attended, attendance, first attendance, attend, first arriving attendance, first unit "
        "arrived, response, responded, first unit scene"
    ),
    "stood_down_at": (
        "stood down, stand down, stooddown, available, clear, cleared, last clear, released, last cleared, "
        "left scene, resource clear"
    ),
    "closed_at": "closed, close, closure, incident closed, ended, end, finished, completed, resulted, finalised",
    "initial_grade": "initial GRADE, original GRADE, first GRADE, opening GRADE, call GRADE",
    "despatch_grade": "despatch GRADE, current GRADE, attending GRADE",
    "final_grade": "final GRADE, closing GRADE, last GRADE, end GRADE, GRADE, response GRADE",
    "lpt": (
        "lpt, policing team, neighbourhood team, team, neighbourhood, borough, borough name, area, area name, "
        "lpa, bcu, division, district, battalion, sector, beat, ward, ward name, locality, zone, command "
        "unit, station, station ground, precinct"
    ),
    "rurality": "rural, urban, urban rural, rurality, rural urban",
    "origin": (
        "origin, source, call source, channel, contact method, contact channel, how received, call origin, "
        "contact type, received via, method"
    ),
    "is_domestic_abuse": "domestic, domestic abuse, domestic violence, da, dv, da flag, dv flag, domestic flag, dash",
    "outcome": (
        "outcome, disposition, final disposition, result, result code, disposal, closing code, closure code, "
        "stop code, resolution, closing category, outcome code"
    ),
    "parent_reference": (
        "parent, linked, linked incident, master incident, duplicate, parent incident, linked to, primary incident"
    ),
    "incident": (
        "incident, incident number, incident ref, incident id, incident no, urn, log number, cad, cad number, "
        "cad id, event number, event id, event, log, job number, job id, reference, call id, call number, "
        "incident key, case number, oid, id, number, ref"
    ),
    "resource": (
        "unit, unit id, resource, resource id, callsign, call sign, vehicle, appliance, pump, asset, officer callsign"
    ),
}
MEANINGS = {column: tuple(phrases.split(", ")) for column, phrases in _PHRASES.items()}
_GRADES = {"grade", "grading", "priority", "urgency", "severity", "pri", "group", "category"}
_WEAK = {"group": "incident group", "category": "response category"}  # a grade only in this company
_OTHER_SPELLINGS = {
    "despatch": "dispatch dispatching despatching disp",
    "despatched": "dispatched",
    "mobilised": "mobilized mob",
    "finalised": "finalized",
    "neighbourhood": "neighborhood",
    "number": "no num nr",
    "received": "rec recd rcvd",
    "incident": "incidents inc",
    "arrived": "arrv",
    "attended": "att",
    "enroute": "enrt",
    "allocated": "allocate",
    "assigned": "assign",
    "id": "identifier",
    "resource": "resources",
    "clear": "clr",
    "closed": "clsd",
    "onscene": "ons",
    "responding": "respond",
    "answered": "ansd answer",
}
_SPELLINGS = {other: word for word, others in _OTHER_SPELLINGS.items() for other in others.split()}
_IN_SECONDS, _IN_MINUTES = ("seconds", "secs", "sec", "second", "s"), ("minutes", "mins", "min", "minute", "m")
_UNITS = dict.fromkeys(_IN_SECONDS, "seconds") | dict.fromkeys(_IN_MINUTES, "minutes")
_LATER = {"second", "third", "2nd", "2", "3", "next", "last"}  # a later resource's time is not the first's
_WORDS = {
    # How a column is written, not what it is.
    "written": "dttm datetime date time timestamp dt ts tm at of the to in and t on stamp day utc local gmt",
    # About a person, a place finer than a team, or free text.
    "personal": (
        "address street road house premises name surname forename caller informant phone telephone tel mobile "
        "email postcode zip zipcode post lat latitude long lon lng longitude location easting northing "
        "eastings northings coordinates x y geo uprn dob birth person victim suspect notes note narrative "
        "text remarks comments description free details"
    ),
}
_WRITTEN = frozenset(_WORDS["written"].split())
PERSONAL = frozenset(_WORDS["personal"].split())
_PLACES = MEANINGS["lpt"]


def words_of(name: str) -> list[str]:
    """The words of a column name, in lower case and one spelling: 'TimeOfCall' and 'TIME_OF_CALL' alike."""
    spaced = re.sub(r"([a-z])([A-Z])|([A-Za-z])(\d)|(\d)([A-Za-z])", r"\1\3\5 \2\4\6", name)
    return [_SPELLINGS.get(word, word) for word in re.findall(r"[^\W_]+", spaced.lower())]


def meaning_words(name: str) -> list[str]:
    """The words that say what a column is, without those that say how it is written."""
    return [word for word in words_of(name) if word not in _WRITTEN]


def unit_of(name: str) -> str | None:
    """The unit a duration's name states: 'seconds', 'minutes' or None."""
    return next((_UNITS[word] for word in reversed(words_of(name)) if word in _UNITS), None)


def likeness(name: str, column: str) -> float:
    """How well a column's name fits a column of the contract; 0 is not at all, above 2 is a good fit."""
    words = [word for word in meaning_words(name) if word not in _UNITS or word == "second"]
    if column in ("arrived_at", "despatched_at", "en_route_at") and _LATER & set(words):
        return 0.0
    found = max((fit(words, phrase.split()) for phrase in MEANINGS[column]), default=0.0)
    if column == "lpt" and found:
        found += 0.02 * (len(_PLACES) - _rank_of_place(words))
    # Of a number of the call and one of the incident, the incident's is wanted; of a code and a name, the name.
    telling = {"lpt": "name", "incident": "incident"}.get(column)
    return found + 0.5 * (found > 0 and telling in words)


def looks_personal(name: str) -> bool:
    """Whether a column's name suggests something about a person, an address or free text."""
    personal = PERSONAL & set(words_of(name))
    # A ward's name is not a person's.
    return bool(personal - {"name"}) or (bool(personal) and not likeness(name, "lpt"))


def fit(words: list[str], phrase: list[str]) -> float:
    """Two for each word of the phrase that is there, less a half for each of the name's that is not in it."""
    matched = 0
    for wanted in phrase:
        if not (_is_grade(words) if wanted == "GRADE" else wanted in words):
            return 0.0
        matched += 1
    surplus = max(0, len(set(words)) - matched)
    return max(0.1, 2.0 * matched - 0.5 * surplus)


def _is_grade(words: list[str]) -> bool:
    found = _GRADES & set(words)
    weak = {word for word in found if word in _WEAK}
    return bool(found - weak) or any(set(_WEAK[word].split()) <= set(words) for word in weak)


def _rank_of_place(words: list[str]) -> int:
    return next((n for n, phrase in enumerate(_PLACES) if set(phrase.split()) <= set(words)), len(_PLACES))
