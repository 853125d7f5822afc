"""Ages as offices write them: ``unter 3 Jahre``, ``ü3``, ``65 u. ä.``, ``18 b. u. 25``."""

import re
from collections.abc import Mapping
from functools import cache

from kreisblick.sealed.mapping.folding import fold
from kreisblick.statistics.cube.definition import OLDEST, age_borders

__all__ = ["nearest_group", "read_ages", "without_overlap"]

LAST_BEFORE_PENSION = 64
"""The pension age moves; cubes and official tables end their group of working age here."""
LAST_BEFORE_SCHOOL = 5
"""Children start school at six; cubes and official tables end their group before school here."""
LAST_AGES = {"working": LAST_BEFORE_PENSION, "before school": LAST_BEFORE_SCHOOL}
_OTHER_UNITS = re.compile(
    r"(?:\b(?:über|ueber|unter|bis|ab|mehr als|von)\s+)?"
    r"[0-9][0-9.,:]*(?:\s*[-–]\s*[0-9][0-9.,:]*)?\s*"
    r"(?:uhr|std|stunden|wochen|monate?n?|tagen?|euro|eur|€|%|prozent|qm|m²)(?![a-zäöüß])\.?",
    re.IGNORECASE,
)
"""Hours of a day or a week, months, money: numbers that are no ages."""
_YEARS = r"(?:\s*(?:jahren?|jaehrigen?|jaehr\.?|j\.?|jahrige|years?|lj\.?))?"
_AGE = r"([0-9]{1,3})"
_UNDER = r"(?:unter|u\.?|bis unter|b\.? ?u\.?|below|under|<|juenger als|noch nicht)"
_OLDER = (
    r"(?:und aelter|u\. ?ae\.?|und mehr|u\. ?m\.?|"
    r"und darueber|and (?:above|older|over)|\+|plus|aelter)"
)
_TO_UNDER = r"(?:bis unter|b\. ?u\.?|bis u\.?|b\.? unter|to (?:under|below)|bis <|<)"
_PENSION = r"(?:bis|b\.?|-)\s*(?:unter |u\.? ?|zur |zum )*(?:regelalters|renten|alters)\w*"
_SCHOOL = (
    r"(?:bis|b\.?|-)\s*(?:zum |zur )?(?:schul(?:eintritt|beginn|pflicht|anfang)|einschulung)\w*"
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\b{_AGE}{_YEARS}\s*{_TO_UNDER}\s*{_AGE}{_YEARS}\b"), "below"),
    (re.compile(rf"\b{_AGE}{_YEARS}\s*(?:bis|to|-)\s*{_AGE}{_YEARS}(?![0-9])"), "through"),
    (re.compile(rf"\b{_AGE}{_YEARS}\s*{_PENSION}"), "working"),
    (re.compile(rf"\b{_AGE}{_YEARS}\s*{_SCHOOL}"), "before school"),
    (re.compile(rf"\b{_AGE}{_YEARS}\s*{_OLDER}"), "from"),
    (
        re.compile(rf"(?:\bab|\bvon|\bage from|\bfrom|\bmindestens|>)\s*{_AGE}{_YEARS}(?![0-9])"),
        "from",
    ),
    (re.compile(rf"(?:\bueber|\bue\.?|\babove|\bover|\bo\.)\s*{_AGE}{_YEARS}(?![0-9])"), "above"),
    (re.compile(rf"(?:^|(?<=[^a-z0-9])){_UNDER}\s*{_AGE}{_YEARS}(?![0-9])"), "under"),
    (re.compile(rf"\bbis\s*(?:einschl\.? )?{_AGE}{_YEARS}(?![0-9])"), "until"),
)
_PAIR = re.compile(r"(?:^|[^0-9.,])([0-9]{1,3})\s*(?:-|–|/)\s*([0-9]{1,3})(?![0-9.,])")
_PLUS = re.compile(r"(?:^|[^0-9])([0-9]{1,3})\s*\+")
_SINGLE = re.compile(r"^(?:alter )?([0-9]{1,3})(?: jahre?| jaehrige)?$")
_AGE_WORDS = {
    "minderjaehrige": (0, 17),
    "volljaehrige": (18, OLDEST),
    "saeuglinge": (0, 0),
}


@cache
def read_ages(text: str) -> str | None:
    """The group of ages a text names, as cubes write it; None when it names none.

    >>> read_ages("18 bis unter 25 Jahre"), read_ages("u3"), read_ages("65 u. ä.")
    ('18-24', '0-2', '65+')
    >>> read_ages("ü3"), read_ages("3 - 5"), read_ages("bis 17 Jahre")
    ('3+', '3-5', '0-17')
    >>> read_ages("3 J. bis Schuleintritt"), read_ages("Mo 17-19 Uhr")
    ('3-5', None)
    """
    plain = _OTHER_UNITS.sub(" ", text.replace("\u00ad", ""))
    pair = _PAIR.search(plain)
    plus = _PLUS.search(plain)
    folded = re.sub(r"\s*jaehrig\w*", " jaehrige", fold(plain))
    found = _by_words(folded)
    if found is None and pair:
        found = int(pair[1]), int(pair[2])
    if found is None and plus:
        found = int(plus[1]), OLDEST
    if found is None:
        found = _AGE_WORDS.get(folded)
    if found is None or not 0 <= found[0] <= found[1] <= OLDEST:
        return None
    low, high = found
    return f"{low}+" if high == OLDEST else f"{low}-{high}"


def _by_words(folded: str) -> tuple[int, int] | None:
    for pattern, kind in _PATTERNS:
        match = pattern.search(folded)
        if match is None:
            continue
        first = int(match[1])
        if kind == "below":
            return first, int(match[2]) - 1
        if kind in LAST_AGES:
            return first, LAST_AGES[kind]
        if kind == "through":
            return first, int(match[2])
        if kind in {"from", "above"}:
            return first, OLDEST
        return (0, first - 1) if kind == "under" else (0, first)
    return None


def nearest_group(group: str, codes: tuple[str, ...]) -> str | None:
    """The cube's own group for one as offices write it; None when none is meant.

    ``ü3`` in a cube whose oldest group is ``3-5`` means that group, and so does ``65 bis 130``;
    ``3 bis 6`` in it ends where the next group begins.

    >>> nearest_group("3+", ("0-2", "3-5"))
    '3-5'
    >>> nearest_group("18-29", ("0-2", "3-5")) is None
    True
    """
    if group in codes:
        return group
    low, high = age_borders(group)
    oldest = max(codes, key=lambda code: age_borders(code)[0])
    if high == OLDEST and age_borders(oldest)[0] == low:
        return oldest
    shorter = f"{low}-{high - 1}"
    return shorter if shorter in codes else None


def without_overlap(groups: Mapping[str, str]) -> dict[str, str]:
    """Groups of one table that end where the next begins: ``18 - 65`` beside ``65+`` is to 64.

    >>> without_overlap({"a": "0-17", "b": "18-65", "c": "65+"})
    {'a': '0-17', 'b': '18-64', 'c': '65+'}
    """
    begins = {age_borders(group)[0] for group in groups.values()}
    found = {}
    for key, group in groups.items():
        low, high = age_borders(group)
        meets = high < OLDEST and high in begins and high + 1 not in begins and low < high
        found[key] = f"{low}-{high - 1}" if meets else group
    return found
