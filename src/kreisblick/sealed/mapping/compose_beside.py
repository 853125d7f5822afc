"""Columns that a definition does not read, with what they hold: next year they are looked at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from kreisblick.base.definitions import PLACEHOLDERS
from kreisblick.sealed.mapping.definition import Grain
from kreisblick.sealed.mapping.model import ColumnProposal
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.mapping.shapes import SIGNS
from kreisblick.sealed.mapping.weigh import Weighed

__all__ = ["columns_beside"]

READ = ("columns", "address", "area", "values", "dimensions", "rows")
LISTED = frozenset({
    "sex", "citizenship", "second_citizenship", "family_status", "main_home", "code", "kind",
})  # fmt: skip
AREAS = frozenset({"area_code", "area_name", "municipality_code", "municipality_name"})
MOST_AREAS = 500  # a district with more has another kind of key in the column


def columns_beside(
    content: Mapping[str, Any],
    settled: Sequence[ColumnProposal],
    weighed: Mapping[str, Weighed],
    grain: Grain,
) -> list[dict[str, Any]]:
    """What ``DeliveryDefinition.beside`` says, as plain values.

    A content of a few persons' rows is never written down: then the whole list is left out.

    Args:
        content: the definition so far.
        settled: every column's meaning.
        weighed: by column, with cells.
        grain: what a row is.
    """
    read = set(_texts(content.get(part) for part in READ))
    found = []
    for column in settled:
        heading = column.heading.strip()
        if not heading or heading.lower() in PLACEHOLDERS or column.heading in read:
            continue
        beside: dict[str, Any] = {"column": column.heading, "means": column.means}
        codes = _codes(weighed[column.place].column.cells.drop_nulls(), column.means, grain)
        found.append(beside | ({"codes": codes} if codes else {}))
    return found


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(value.values())
        elif isinstance(value, Sequence):
            yield from _texts(value)


def _codes(filled: pl.Series, means: str, grain: Grain) -> list[str]:
    rules = shipped_mapping_rules()
    listed, areas = means in LISTED, means in AREAS and grain != Grain.PERSON
    if filled.is_empty() or not (listed or areas):
        return []
    counted = filled.filter(~filled.str.contains(SIGNS)).alias("text").value_counts()
    fewest = rules.fewest_holders if grain == Grain.PERSON else 1
    if counted.height > (MOST_AREAS if areas else rules.most_codes):
        return []
    if counted.filter(pl.col("count") < fewest).height:
        return []
    return sorted(counted["text"].to_list())
