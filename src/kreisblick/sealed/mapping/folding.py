"""Fold headings and names: one spelling for what people would call the same."""

import re
from functools import cache

from kreisblick.sealed.reading.timeless import without_time

__all__ = ["after_district", "fold", "fold_name", "parts_of", "squeeze", "street_key"]

JOINT = " | "
_GERMAN = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "é": "e", "è": "e"})
_BROKEN_WORD = re.compile(r"(?<=\w)-\s*\n\s*(?=[a-zäöüß])")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ][a-zäöüß]|[A-ZÄÖÜ]{2})")
_FOOTNOTE = re.compile(r"(?:\s|(?<=[a-zäöüß]))(?:[0-9]\)|\*{1,3}\)?|[¹²³⁴])+\s*$")
_PIVOT = re.compile(r"^\s*(?:Summe|Anzahl|Sum|Count)\s+(?:von|of)\s+(?=\S)")
_NAME_NOISE = re.compile(
    r"^(?:stadt|gemeinde|markt|landkreis|kreis|grosse kreisstadt|st\.|gde\.?)\s+|"
    r"[,\s]+(?:stadt|st\.|gemeinde|gde\.?|markt|landeshauptstadt)$|\s*\([^)]*\)$"
)


_DISTRICT = re.compile(
    r"^(?:land)?kreis(?:es)?\b|^(?:städte)?region\b|^kreisgebiet\b|[,\s]+(?:land)?kreis$"
)


@cache
def fold(text: str) -> str:
    """Small letters, ``ae oe ue ss``, words parted by one blank, dots kept at shortened words.

    Years, dates and footnote signs are left out; ``GebJahr`` becomes two words.

    >>> fold("Geb.-Dat. 1)")
    'geb. dat.'
    >>> fold("HausNr")
    'haus nr'
    """
    joined = _BROKEN_WORD.sub("", text.replace("\u00ad", ""))
    bare = without_time(_FOOTNOTE.sub("", joined))
    plain = _CAMEL.sub(" ", bare).lower().translate(_GERMAN)
    known = re.sub(r"[^a-z0-9.%§<>+|]+", " ", plain)
    return re.sub(r"\s+", " ", re.sub(r"\s*\.+\s*", ". ", known)).strip()


@cache
def squeeze(text: str) -> str:
    """Letters and digits only.

    >>> squeeze("Haus-Nr.")
    'hausnr'
    """
    return re.sub(r"[^a-z0-9%§<>+]", "", fold(text))


def parts_of(heading: str) -> list[str]:
    """The parts of a joined heading, top to bottom, without what a pivot table puts before them.

    >>> parts_of("Wohngeld | Summe von Haushalte")
    ['Wohngeld', 'Haushalte']
    """
    parts = [_PIVOT.sub("", part) for part in heading.split(JOINT)]
    return [part for part in parts if part.strip()]


@cache
def fold_name(text: str) -> str:
    """A name of an area or place: folded, without the words offices put around it.

    >>> fold_name("Stadt Großenbrück")
    'grossenbrueck'
    """
    plain = re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip().lower().translate(_GERMAN)
    bare = _NAME_NOISE.sub("", plain)
    return re.sub(r"[^a-z0-9]+", " ", bare or plain).strip()


@cache
def after_district(text: str) -> str | None:
    """What is left of a text that speaks of a district; None where it does not.

    >>> after_district("Landkreis Lindenau"), after_district("Lindenau, Kreis")
    ('lindenau', 'lindenau')
    >>> after_district("Kreis"), after_district("Kreisstadt Lindenau")
    ('', None)
    """
    plain = re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip().casefold()
    return _DISTRICT.sub("", plain).strip(" ,.:") if _DISTRICT.search(plain) else None


@cache
def street_key(text: str) -> str:
    """A street's name so that ``Str.`` and ``Straße``, blanks and hyphens make no difference.

    >>> street_key("Karl-Marx-Str.") == street_key("Karl Marx Straße")
    True
    """
    key = squeeze(text)
    return key[: -len("strasse")] + "str" if key.endswith("strasse") else key
