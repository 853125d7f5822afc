"""What an area cell may say: keys and names of every level, in an office's own way of writing.

Whoever reads a table knows at once that ``Heidkrug (Eschwalde)`` is Eschwalde-Heidkrug, that
``Stadt Eschwalde insgesamt`` is the town's sum and ``Landkreis Lindenau`` the district's. A
misspelt name is never guessed: it is a fault with a hint.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from kreisblick.sealed.mapping.folding import after_district
from kreisblick.sealed.mapping.translate import NamedArea, area_by_words, named_areas
from kreisblick.sealed.reading.rules import shipped_table_rules
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["PSEUDO_AREA", "AreaNames", "plain_name", "says_sum"]

# Words that offices put before or after a municipality's name.
NAME_NOISE = re.compile(
    r"^(?:stadt|gemeinde|markt|landkreis|kreis|große kreisstadt)\s+|"
    r"[,\s]+(?:stadt|st\.|gemeinde|gde\.?|markt|insgesamt|gesamt|zusammen)$|\s*\([^)]*\)$"
)
TOTAL_WORDS = re.compile(
    r"^(?:(?:zwischen|teil|gesamt|end)?summe|insgesamt|gesamt|zusammen|total|alle)\b[:\s]*(?:(?:der|"
    r"des|für|in)\s+)?|[,:\s–-]+(?:(?:zwischen|teil|gesamt|end)?summe|insgesamt|gesamt|zusammen|"
    r"total|insg\.?|zus\.?|ges\.?)[.:]?$"
)
PSEUDO_AREA = re.compile(r"^[0-9]*(?:SUM)+$")
"""The employment agency's key of a sum of areas."""


def plain_name(text: str) -> str:
    """A name without office words, case and doubled blanks.

    >>> plain_name("Stadt Lindenau")
    'lindenau'
    """
    return NAME_NOISE.sub("", _even(text)).strip()


def _even(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip().casefold()


@dataclass(frozen=True)
class AreaNames:
    """Looks names and keys up in one territory.

    Attributes:
        territory: with the areas of all levels.
        level: of the rows that are no sums.
        by_name: rows may be named; where they carry keys only keys are looked up.
    """

    territory: Territory = field(repr=False)
    level: AreaLevel
    by_name: bool

    @cached_property
    def known(self) -> dict[AreaLevel, dict[str, str]]:
        """Everything an area may be called, plain, with its key, by level."""
        return {level: self._of_level(level) for level in AreaLevel}

    def _of_level(self, level: AreaLevel) -> dict[str, str]:
        areas = self.territory.areas.filter(pl.col("level") == level.value)
        found: dict[str, str] = {}
        if self.by_name or level != self.level:
            unique = areas.filter(pl.col("name").is_unique())
            found |= {plain_name(n): a for a, n in unique.select("area", "name").iter_rows()}
        codes = areas.filter(pl.col("official_code").is_not_null())
        found |= {plain_name(c): a for a, c in codes.select("area", "official_code").iter_rows()}
        return found | {plain_name(area): area for area in areas["area"]}

    @cached_property
    def _words(self) -> list[NamedArea]:
        return named_areas(self.territory, self.level)

    def own(self, text: str) -> str | None:
        """The area of the rows' level that a text is the key or name of."""
        return self.known[self.level].get(plain_name(text))

    def by_words(self, text: str) -> str | None:
        """The one area whose name and municipality say all that the text says."""
        if not self.by_name or not re.search(r"[^\W\d]{3}", text):
            return None
        return area_by_words(text, self._words)

    def by_words_in(self, text: str, sheet: str) -> str | None:
        """The area of the town that a sheet is called after."""
        town = self.known[AreaLevel.MUNICIPALITY].get(plain_name(sheet)) if sheet else None
        return self.by_words(f"{text} ({plain_name(sheet)})") if town else None

    def sum_of(self, text: str) -> tuple[AreaLevel, str] | None:
        """The larger area that a text names, with or without a word for sums; None for others."""
        plain, bare = _even(text), TOTAL_WORDS.sub("", _even(text)).strip()
        exact = self._exactly(bare)
        if exact is not None:
            return exact
        left = after_district(bare) if bare or plain == bare else ""
        if left is not None:
            return self._district(left)
        if self.level == AreaLevel.PLANNING_AREA:
            town = self.known[AreaLevel.MUNICIPALITY].get(NAME_NOISE.sub("", bare).strip())
            return (AreaLevel.MUNICIPALITY, town) if town else None
        return None

    def _exactly(self, text: str) -> tuple[AreaLevel, str] | None:
        """A larger area called exactly so: "Landkreis Lindenau" is not the town of Lindenau."""
        areas = self.territory.areas.select("level", "area", "name").iter_rows()
        above = list(AreaLevel)[list(AreaLevel).index(self.level) + 1 :]
        found = [
            (AreaLevel(level), area)
            for level, area, name in areas
            if level in above and text in {_even(name or ""), area.casefold()}
        ]
        return found[0] if len(found) == 1 else None

    def _district(self, left: str) -> tuple[AreaLevel, str] | None:
        """The district, where a text names no other one."""
        keys = self.territory.keys(AreaLevel.DISTRICT)
        names = self.territory.areas.filter(pl.col("level") == AreaLevel.DISTRICT.value)["name"]
        ours = {after_district(name) or _even(name) for name in names.drop_nulls()}
        return (AreaLevel.DISTRICT, keys[0]) if len(keys) == 1 and left in {"", *ours} else None


def says_sum(text: str) -> bool:
    """Whether a text says that its row is a sum."""
    return re.search(shipped_table_rules().total, text) is not None
