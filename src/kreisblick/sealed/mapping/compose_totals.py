"""Patterns of the rows of an aggregate table that are sums of others."""

import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from kreisblick.sealed.mapping.area_cells import Fit
from kreisblick.sealed.mapping.folding import after_district, fold_name
from kreisblick.sealed.mapping.model import Known
from kreisblick.sealed.reading import Table

__all__ = ["total_rules"]

PSEUDO = "SUM"


def total_rules(
    table: Table, place: str, totals: Sequence[int], known: Known, fit: Fit
) -> list[dict[str, Any]]:
    """Patterns of the totals rows: a municipality's where it is named, else the district's.

    A row that names one of our areas is no sum of areas: it sums up sexes or ages.

    Args:
        table: as found.
        place: the column of areas.
        totals: lines of the sums; those that name the district are found here.
        known: what is known of the district.
        fit: how cells become areas; the sums of a known table of own keys are known as well.
    """
    if place not in table.body.columns:
        return []
    is_sum = pl.col("row").is_in(totals) | pl.col(place).is_in(
        _of_the_district(table, place, known)
    )
    rows = table.body.filter(is_sum.fill_null(value=False))
    data = set(table.body.filter(~is_sum.fill_null(value=False))[place].drop_nulls())
    first = pl.coalesce(place, *[c for c in table.columns if c in rows.columns and c != place])
    texts: Sequence[str] = (
        rows.select(first.alias("text"))["text"].drop_nulls().unique(maintain_order=True).to_list()
    )
    texts = [text for text in texts if not _is_area(text, known, fit, data)]
    found = {rule.pattern: rule.model_dump(mode="json", exclude_defaults=True)
             for rule in (fit.own.totals if fit.own else ())}  # fmt: skip
    left = [text for text in texts if not any(re.search(pattern, text) for pattern in found)]
    left = [text for text in left if text not in known.municipality_keys]  # found by themselves
    sums = [text for text in left if text.endswith(PSEUDO)]
    for rule in _pseudo_areas(sums, known) if sums else ():
        found.setdefault(rule["pattern"], rule)
    return [*found.values(), *_worded([text for text in left if text not in sums], known)]


def _of_the_district(table: Table, place: str, known: Known) -> list[str]:
    """Contents that name our district among other areas: sums, whether they add up or not."""
    texts = table.body[place].drop_nulls().unique(maintain_order=True).to_list()
    ours = [text for text in texts if _is_the_district(text, known)]
    return ours if len(ours) < len(texts) else []


def _is_area(text: str, known: Known, fit: Fit, data: set[str]) -> bool:
    inside = fit.inside(text)
    ours = inside in known.area_keys or fold_name(text) in known.area_names
    return text in data or (ours and fold_name(text) not in known.municipality_names)


def _worded(texts: Sequence[str], known: Known) -> list[dict[str, Any]]:
    """Sums that are named: by a municipality alone, by a word, by the district."""
    districts = [text for text in texts if _is_the_district(text, known)]
    towns = [t for t in texts if t not in districts and fold_name(t) in known.municipality_names]
    found: dict[str, dict[str, Any]] = {}
    if districts:  # before the towns: "Landkreis Lindenau" is not the town of Lindenau
        pattern = "^(?:" + "|".join(_escaped(text) for text in sorted(districts)) + ")$"
        found[pattern] = {"pattern": pattern, "level": "district"}
    if towns:  # a bare name: only these names, or every row would be a sum
        pattern = "^(" + "|".join(_escaped(text) for text in sorted(towns)) + ")$"
        found[pattern] = {"pattern": pattern, "level": "municipality"}
    for text in texts:
        if text not in districts and text not in towns:
            pattern, level = _pattern(text, known)
            found.setdefault(pattern, {"pattern": pattern, "level": level})
    return list(found.values())


def _is_the_district(text: str, known: Known) -> bool:
    """Its key, its name, or another word for district before the name: no town of that name."""
    even = re.sub(r"\s+", " ", text).strip().casefold()
    if even in known.district_names or text == known.district:
        return True
    names = {after_district(name) or name for name in known.district_names}
    return after_district(text) in {"", *names}


def _escaped(text: str) -> str:
    return re.escape(text).replace("\\ ", " ")


def _pseudo_areas(sums: Sequence[str], known: Known) -> list[dict[str, Any]]:
    """The employment agency's sums: of all, of a municipality, of a part of one."""
    own = f"{known.district}SUM"
    whole = f"^{own}$" if own in sums else "^(?:SUM)+$"  # sums of more than the district go out
    town = "^(?:[0-9]{5})?([0-9]{3})SUM(?:SUM)?$"
    return [
        {"pattern": whole, "level": "district"},
        {"pattern": town, "level": "municipality", "area": f"{known.district}{{}}"},
        {"pattern": "SUM$", "level": "ignored"},
    ]


def _pattern(text: str, known: Known) -> tuple[str, str]:
    """The pattern of one totals row."""
    for name in sorted(_names_in(text, known), key=len, reverse=True):
        head, _name, tail = text.partition(name)
        return f"^{_escaped(head)}(.+){_escaped(tail)}$", "municipality"
    if re.fullmatch(r"[0-9]{5}", text) and text == known.district:
        return "^[0-9]{5}$", "district"
    return f"^{_escaped(text)}$", "district"


def _names_in(text: str, known: Known) -> list[str]:
    """Pieces of the text that are names of municipalities."""
    words = text.split(" ")
    pieces = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
    return [p for p in pieces if fold_name(p) in known.municipality_names and fold_name(p)]
