"""Tables of an office's own areas that the workspace already has: learned once, used by all.

The employment agency numbers its areas alike in every product, and a district keeps one table for
them. What an earlier definition names, a new one can use, for every generation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.folding import fold_name
from kreisblick.sealed.mapping.places import TotalRule, TranslationFile

__all__ = ["OwnAreas", "as_written", "own_areas"]


@dataclass(frozen=True, kw_only=True)
class OwnAreas:
    """An office's own keys or names of areas, as a table of the workspace.

    Attributes:
        table: where it lies.
        texts: what it translates, of all generations.
        totals: how sums are written beside these keys.
        other: what stands there for people without an area.
    """

    table: TranslationFile
    texts: frozenset[str] = field(repr=False)
    totals: tuple[TotalRule, ...] = ()
    other: tuple[str, ...] = ()

    def share(self, texts: Sequence[str], *, pad: int | None = None) -> float:
        """Share of texts that it translates."""
        filled = [text.zfill(pad) if pad else text for text in texts]
        return sum(1 for text in filled if text in self.texts) / max(len(filled), 1)

    @property
    def width(self) -> int | None:
        """Digits of all keys, where they are digits only and of one length."""
        lengths = {len(text) for text in self.texts if text.isdigit()}
        whole = all(text.isdigit() for text in self.texts)
        return lengths.pop() if whole and len(lengths) == 1 else None


def own_areas(
    earlier: Mapping[str, DeliveryDefinition], generations: Sequence[str]
) -> tuple[OwnAreas, ...]:
    """The tables that earlier definitions use, each once, in the order of their products.

    A table that cannot be read is left out here; intake says so where it is needed.
    """
    found: dict[tuple[str, str, str], OwnAreas] = {}
    for definition in earlier.values():
        rule = definition.area
        if rule is None or rule.table is None:
            continue
        key = (rule.table.file, rule.table.from_, rule.table.to)
        texts = _texts(rule.table, generations)
        if texts and key not in found:
            totals, other = definition.totals, rule.other
            found[key] = OwnAreas(table=rule.table, texts=texts, totals=totals, other=other)
    return tuple(found.values())


def as_written(content: Mapping[str, Any]) -> dict[str, Any]:
    """A definition's plain values as they are written: a table lies in whatever workspace it is."""
    table = content.get("area", {}).get("table")
    if not table:
        return dict(content)
    named = {key: value for key, value in table.items() if key != "base"}
    return {**content, "area": {**content["area"], "table": named}}


def _texts(table: TranslationFile, generations: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    for generation in generations:
        try:
            read = pl.read_csv(table.path(generation), separator=";", infer_schema=False)
            found |= {text for text in read[table.from_] if fold_name(text or "")}
        except (OSError, pl.exceptions.PolarsError):
            continue
    return frozenset(found)
