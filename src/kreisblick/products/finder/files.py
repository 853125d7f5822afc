"""Files: the index as scripts of a few kilobytes each, fetched when a name begins with a letter.

A page that is opened from the disk may not read data, but may run scripts that lie beside it; so
every file hands its part over by a call.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.base.files import write_bytes
from kreisblick.products.finder.model import BAR, AddressIndex, FinderDefinition
from kreisblick.products.model import area_slug
from kreisblick.territory.addresses import AddressRules, shipped_rules
from kreisblick.territory.addresses.normalise import whole_words, word_endings

__all__ = ["ASSETS", "DATA", "read_finder", "shard_of", "write_finder"]

ASSETS = ("finder.css", "finder.js")
DATA = "data/addresses"
PARITIES = {"both": 0, "odd": 1, "even": 2}


def read_finder(path: Path | None = None) -> FinderDefinition:
    """The definition in a file; without one the shipped ``finder.yaml``."""
    return read_definition(path or _catalogue() / "finder.yaml", FinderDefinition)


def write_finder(
    index: AddressIndex | None, folder: Path, definition: FinderDefinition | None = None
) -> list[Path]:
    """Script, style and the index's parts below a site's root folder.

    ``data/addresses/index.js`` holds how names are folded and what areas are called,
    ``s-<letter>.js`` the streets by first letter, ``names.js`` all names for suggestions. The same
    index gives the same bytes.

    Returns:
        What was written, sorted; nothing without an index.
    """
    if index is None:
        return []
    known = _Known(index)
    about = known.about(definition or read_finder())
    parts: dict[str, Any] = {"index": about, "names": known.names()}
    parts |= {f"s-{letter}": streets for letter, streets in known.shards().items()}
    for name, part in parts.items():
        text = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        path = folder / DATA / f"{name}.js"
        write_bytes(path, f"kreisblickAddresses({json.dumps(name)},{text});\n".encode())
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for name in ASSETS:
        shutil.copyfile(_catalogue() / "assets" / name, folder / "assets" / name)
    written = [folder / DATA / f"{name}.js" for name in parts]
    return sorted([*written, *(folder / "assets" / name for name in ASSETS)])


def shard_of(key: str) -> str:
    """The part a folded name stands in: its first letter; names that begin with a digit: 0."""
    return key[0] if key[0].isalpha() else "0"


class _Known:
    """The index with places, postcodes and areas as numbers, so that each is said once."""

    def __init__(self, index: AddressIndex) -> None:
        self.rows = index.stretches
        self.labels = index.areas
        self.areas = _told(index.stretches["areas"])
        self.codes = _told(index.stretches["postcode"])
        self.places = sorted(index.stretches["place"].drop_nulls().unique())

    def about(self, definition: FinderDefinition) -> dict[str, Any]:
        """What is needed before a name can be looked up."""
        return {
            "areas": [
                [area, *self.labels.get(area, (area, "")), area_slug(area)] for area in self.areas
            ],
            "places": self.places,
            "codes": self.codes,
            "shards": sorted({shard_of(key) for key in self.rows["key"]}),
            "folding": folding_rules(shipped_rules()),
            "errors": sorted(definition.errors.items(), reverse=True),
            "most": definition.most_offered,
        }

    def names(self) -> list[str]:
        """Every name of a street once, as readers write it."""
        return sorted(self.rows["street"].unique())

    def shards(self) -> dict[str, list[list[Any]]]:
        """Letter → streets ``key, name, place, codes, stretches``; -1 for an unknown place."""
        found: dict[str, list[list[Any]]] = {}
        streets = self.rows.group_by("key", "street", "postcode", "place", maintain_order=True)
        for (key, street, postcode, place), rows in streets:
            told = [
                str(street),
                -1 if place is None else self.places.index(str(place)),
                [] if postcode is None else _numbers(str(postcode), self.codes),
                self._stretches(rows),
            ]
            found.setdefault(shard_of(str(key)), []).append([str(key), *told])
        return dict(sorted(found.items()))

    def _stretches(self, rows: pl.DataFrame) -> list[list[int]]:
        """``parity, low, high (0: to the end), area, area …``."""
        return [
            [PARITIES[parity], low, high or 0, *_numbers(areas, self.areas)]
            for parity, low, high, areas in rows.select("parity", "low", "high", "areas").rows()
        ]


def _told(column: pl.Series) -> list[str]:
    """The single entries of a column of entries that are parted by a bar, sorted."""
    return sorted(column.drop_nulls().str.split(BAR).explode().unique())


def _numbers(text: str, known: Sequence[str]) -> list[int]:
    return [known.index(one) for one in text.split(BAR)]


def folding_rules(rules: AddressRules) -> Mapping[str, Any]:
    """The tables by which names are folded and spelt out, for the script's ``fold``."""
    return {
        "mojibake": rules.mojibake,
        "repairs": rules.repairs,
        "words": whole_words(rules),
        "endings": word_endings(rules),
        "tails": rules.tails.removeprefix("(?i)"),
    }


def _catalogue() -> Path:
    return shipped("catalogue", "products", "finder")
