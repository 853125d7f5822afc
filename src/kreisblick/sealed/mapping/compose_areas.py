"""How rows of an aggregate table find their area, and which rows are sums of others."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.contents import sample
from kreisblick.sealed.mapping.folding import fold_name
from kreisblick.sealed.mapping.model import ColumnProposal, Known
from kreisblick.sealed.mapping.translate import propose_translation
from kreisblick.sealed.mapping.weigh import Weighed
from kreisblick.sealed.reading import Table

__all__ = ["AreaMade", "area_rule"]

ORDER = ("area_code", "area_name", "municipality_code", "municipality_name", "place", "postcode")
MOST_UNKNOWN = 0.05  # more names that nobody knows, and the office has names of its own
AGS = 8  # digits of an official municipality key


@dataclass(kw_only=True)
class AreaMade:
    """The area rule as plain values; empty when no column says where a row belongs."""

    area: dict[str, Any] = field(default_factory=dict)
    totals: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def area_rule(
    table: Table,
    columns: Sequence[ColumnProposal],
    weighed: Mapping[str, Weighed],
    known: Known,
) -> AreaMade:
    """The rule of the column whose contents are best known, and the patterns of totals rows."""
    made = AreaMade()
    found = [c for c in columns if c.means in ORDER and c.heading]
    if not found:
        made.notes["area"] = _("No column says which area a row is about.")
        return made
    totals = _total_rows(table)
    cells = {c.place: _without(table, c.place, totals) for c in found}
    shares = {c.place: _known_share(c, cells[c.place], known) for c in found}
    best = max(found, key=lambda c: (shares[c.place], -ORDER.index(c.means)))
    made.area = _rule(best, cells[best.place], known)
    unknown = _unknown_names(best, cells[best.place], known)
    found_own = [one for one in propose_translation(unknown, known) if one.sure]
    if found_own and made.area.get("level") is None:
        made.area |= {"kind": "own_key", "translation": {one.text: one.area for one in found_own}}
    doubtful = len(unknown) - len(found_own)
    if doubtful and shares[best.place] < 1 - MOST_UNKNOWN and best.means != "postcode":
        made.notes["area"] = _(
            "{share} of the areas in '{heading}' are known. Give a table of the office's own "
            "areas, or correct their spelling."
        ).format(share=f"{round(100 * shares[best.place])} %", heading=best.heading)
    made.totals = _total_rules(table, best.place, totals, known)
    return made


def _unknown_names(column: ColumnProposal, cells: pl.Series, known: Known) -> list[str]:
    """Names of areas that nobody knows, sorted; keys are looked up elsewhere."""
    if column.means not in {"area_name", "area_code"}:
        return []
    texts = [text for text in cells.unique().to_list() if re.search(r"[A-Za-zÄÖÜäöüß]{3}", text)]
    ours = known.area_names | known.area_keys | known.municipality_names
    return sorted(text for text in texts if not {fold_name(text), text} & ours)


def _total_rows(table: Table) -> list[int]:
    return [total.place for total in table.totals if isinstance(total.place, int)]


def _without(table: Table, place: str, totals: list[int]) -> pl.Series:
    if place not in table.body.columns:
        return pl.Series([], dtype=pl.String)
    return sample(table.body.filter(~pl.col("row").is_in(totals))[place])


def _known_share(column: ColumnProposal, cells: pl.Series, known: Known) -> float:
    texts = cells.unique().to_list()
    if not texts:
        return 0.0
    tests: dict[str, Callable[[str], bool]] = {
        "area_code": lambda text: text in known.area_keys or fold_name(text) in known.area_names,
        "area_name": lambda text: fold_name(text) in known.area_names | known.municipality_names,
        "municipality_code": lambda text: text.zfill(AGS) in known.municipality_keys,
        "municipality_name": lambda text: fold_name(text) in known.municipality_names,
        "place": lambda text: fold_name(text) in known.municipality_names,
        "postcode": lambda text: text.zfill(5) in known.postcodes,
    }
    return sum(1 for text in texts if tests[column.means](text)) / len(texts)


def _rule(column: ColumnProposal, cells: pl.Series, known: Known) -> dict[str, Any]:
    rule: dict[str, Any] = {"column": column.heading}
    texts = cells.unique().to_list()
    towns = sum(1 for text in texts if fold_name(text) in known.municipality_names)
    if column.means == "postcode":
        short = any(len(text) < 5 for text in texts)
        return rule | {"kind": "postcode"} | ({"pad": 5} if short else {})
    if column.means == "municipality_code":
        short = any(len(text) == AGS - 1 for text in texts)
        rule |= {"kind": "municipality_code", "level": "municipality"}
        return rule | ({"pad": AGS} if short else {})
    if column.means in {"municipality_name", "place"} or 2 * towns > len(texts):
        return rule | {"kind": "name", "level": "municipality"}
    names = sum(1 for text in texts if fold_name(text) in known.area_names)
    keys = sum(1 for text in texts if text in known.area_keys)
    return rule | {"kind": "name" if names > keys or column.means == "area_name" else "code"}


def _total_rules(table: Table, place: str, totals: list[int], known: Known) -> list[dict[str, Any]]:
    """Patterns of the totals rows: a municipality's where it is named, else the district's."""
    if place not in table.body.columns:
        return []
    rows = table.body.filter(pl.col("row").is_in(totals))
    first = pl.coalesce(place, *[c for c in table.columns if c in rows.columns and c != place])
    texts = rows.select(first.alias("text"))["text"].drop_nulls().unique(maintain_order=True)
    sums = [text for text in texts if text.endswith("SUM")]
    towns = [text for text in texts if fold_name(text) in known.municipality_names]
    found = {rule["pattern"]: rule for rule in (_pseudo_areas(sums, known) if sums else [])}
    if towns:  # a bare name: only these names, or every row would be a sum
        pattern = "^(" + "|".join(re.escape(t).replace("\\ ", " ") for t in sorted(towns)) + ")$"
        found[pattern] = {"pattern": pattern, "level": "municipality"}
    for text in texts:
        if text not in sums and text not in towns:
            pattern, level = _pattern(text, known)
            found.setdefault(pattern, {"pattern": pattern, "level": level})
    return list(found.values())


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
        return f"^{re.escape(head)}(.+){re.escape(tail)}$".replace("\\ ", " "), "municipality"
    if re.fullmatch(r"[0-9]{5}", text) and text == known.district:
        return "^[0-9]{5}$", "district"
    return f"^{re.escape(text)}$".replace("\\ ", " "), "district"


def _names_in(text: str, known: Known) -> list[str]:
    """Pieces of the text that are names of municipalities."""
    words = text.split(" ")
    pieces = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
    return [p for p in pieces if fold_name(p) in known.municipality_names and fold_name(p)]
