"""Translate an office's own names of areas into ours, as far as the words say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from kreisblick.sealed.mapping.folding import fold
from kreisblick.sealed.mapping.model import Known
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = [
    "NamedArea",
    "Translated_",
    "area_by_words",
    "named_areas",
    "propose_translation",
    "translation_csv",
]

NamedArea = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Key, words of the name, words of the municipality's name."""

NOISE = frozenset(
    {"stadt", "gemeinde", "ot", "ortsteil", "stadtteil", "st", "gde", "der", "die", "und", "in"}
)
SHORTEST_CUT = 3  # letters; shorter beginnings fit too many words


@dataclass(frozen=True, kw_only=True)
class Translated_:  # noqa: N801  (a text in two languages has the plain name)
    """An office's name for an area and what it is taken for.

    Attributes:
        text: as the office writes it.
        area: our key; "" when nothing fits.
        certainty: 0 to 1.
        second: the next likely key; "" when there is none near.
    """

    text: str
    area: str
    certainty: float
    second: str = ""

    @property
    def sure(self) -> bool:
        """Whether it can be used without a question."""
        return bool(self.area) and self.certainty >= shipped_mapping_rules().areas.sure


def propose_translation(texts: Sequence[str], known: Known) -> list[Translated_]:
    """The areas that an office's names mean, in the generation that is valid last.

    Words are compared without order, case and umlauts; shortened words (``Altst.``) fit whole ones;
    the municipality may stand beside the name (``Altst. (Eschwalde)``). Two names that fit equally
    well are no answer.
    """
    if not known.territories:
        return []
    territory = max(known.territories.values(), key=lambda t: t.generation.valid_from)
    named = named_areas(territory, AreaLevel.PLANNING_AREA)
    return [_translate(text, named) for text in dict.fromkeys(texts)]


def translation_csv(found: Sequence[Translated_], names: dict[str, str]) -> str:
    """The translation as a CSV file for ``area.table``; doubtful rows are marked for a person.

    Columns: ``own_name;area;name;check`` with ``?`` in ``check`` where somebody must look.
    """
    lines = ["own_name;area;name;check"]
    lines += [
        f"{one.text};{one.area};{names.get(one.area, '')};{'' if one.sure else '?'}"
        for one in found
    ]
    return "\n".join(lines) + "\n"


def named_areas(territory: Territory, level: AreaLevel) -> list[NamedArea]:
    """The areas of a level with the words that may stand for them."""
    names = dict(territory.areas.select("area", "name").iter_rows())
    parents = territory.parents
    return [
        (area, _words(names[area]), _words(names.get(parents[area] or "", "")))
        for area in territory.keys(level)
        if names[area]
    ]


def area_by_words(text: str, named: Sequence[NamedArea]) -> str | None:
    """The one area whose name and municipality say exactly what a text says; None for others.

    Order, case, umlauts and brackets make no difference, and a word with a dot may be a beginning.
    Nothing is guessed: a misspelt word, or a second area that fits as well, is no answer; nor is
    ``Altstadt`` alone where two towns have one.
    """
    mine = _words(text)
    fits = [one for one in named if mine and all(_said(word, (*one[1], *one[2])) for word in mine)]
    found = [one for one in fits if one[1] and all(_said_by(w, mine) for w in _needed(one))]
    if len(found) != 1:
        return None
    area, _own, town = found[0]
    placed = len(fits) == 1 or all(_said_by(word, mine) for word in town)
    return area if placed else None


def _needed(named: NamedArea) -> list[str]:
    """Words without which an area is not meant: those of its name, the municipality's aside."""
    _area, own, town = named
    return [word for word in own if word not in town] or list(own)


def _said(mine: str, theirs: Sequence[str]) -> bool:
    return any(_same(mine, word) for word in theirs)


def _said_by(theirs: str, mine: Sequence[str]) -> bool:
    return any(_same(word, theirs) for word in mine)


def _same(mine: str, theirs: str) -> bool:
    """One word, or its beginning with a dot."""
    if mine.strip(".") == theirs.strip("."):
        return True
    return "." in mine and len(mine) > SHORTEST_CUT and theirs.startswith(mine.strip("."))


@cache
def _words(text: str) -> tuple[str, ...]:
    words = fold(text or "").replace("|", " ").split()
    return tuple(word for word in words if word.strip(".") not in NOISE)


def _translate(text: str, named: Sequence[NamedArea]) -> Translated_:
    rules, mine = shipped_mapping_rules().areas, _words(text)
    scored = sorted(((_score(mine, own, town), area) for area, own, town in named), reverse=True)
    if not mine or not scored or scored[0][0] < rules.possible:
        return Translated_(text=text, area="", certainty=0.0)
    best, second = scored[0], scored[1] if len(scored) > 1 else (0.0, "")
    close = best[0] - second[0] < rules.gap
    certainty = best[0] * (0.5 if close else 1.0)
    other = second[1] if second[0] >= rules.possible else ""
    return Translated_(text=text, area=best[1], certainty=round(certainty, 2), second=other)


def _score(mine: Sequence[str], own: Sequence[str], town: Sequence[str]) -> float:
    """How much of the office's words is said by name and municipality, and of the name by them."""
    if not mine or not own:
        return 0.0
    there = sum(max((_alike(a, b) for b in (*own, *town)), default=0.0) for a in mine) / len(mine)
    back = sum(max((_alike(a, b) for a in mine), default=0.0) for b in own) / len(own)
    return there * back


@cache
def _alike(mine: str, theirs: str) -> float:
    a, b = mine.strip("."), theirs.strip(".")
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    if "." in mine + theirs and len(short) >= SHORTEST_CUT and long.startswith(short):
        return 0.95
    alike = OSA.normalized_similarity(a, b)
    return alike if alike >= shipped_mapping_rules().areas.alike else 0.0
