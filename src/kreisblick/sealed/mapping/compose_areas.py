"""How rows of an aggregate table find their area: by the finest column whose contents are known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.area_cells import Fit, best_fit
from kreisblick.sealed.mapping.compose_totals import total_rules
from kreisblick.sealed.mapping.contents import sample
from kreisblick.sealed.mapping.folding import fold_name
from kreisblick.sealed.mapping.model import ColumnProposal, Known
from kreisblick.sealed.mapping.translate import propose_translation
from kreisblick.sealed.mapping.weigh import Weighed
from kreisblick.sealed.reading import Table

__all__ = ["AreaMade", "area_rule"]

ORDER = (
    "area_code", "area_name", "municipality_code", "municipality_name", "place", "postcode",
    "postcode_place",
)  # fmt: skip
MOST_UNKNOWN = 0.05  # more names that nobody knows, and the office has names of its own
NEARLY_ALL = 0.9  # a coarser column has fewer different contents than that
AGS = 8  # digits of an official municipality key


@dataclass(kw_only=True)
class AreaMade:
    """The area rule as plain values; empty when no column says where a row belongs."""

    area: dict[str, Any] = field(default_factory=dict)
    totals: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    """A column that may say where rows belong, with its distinct contents and how they fit."""

    column: ColumnProposal
    texts: list[str]
    fit: Fit


def area_rule(
    table: Table,
    columns: Sequence[ColumnProposal],
    weighed: Mapping[str, Weighed],
    known: Known,
) -> AreaMade:
    """The rule of the finest column whose contents are known, and the patterns of totals rows."""
    del weighed
    made = AreaMade()
    totals = [total.place for total in table.totals if isinstance(total.place, int)]
    found = [_candidate(c, table, totals, known) for c in columns if c.means in ORDER and c.heading]
    if not found:
        made.notes["area"] = _("No column says which area a row is about.")
        return made
    best = _best(found)
    made.area = _rule(best, known)
    unknown = _unknown_names(best, known)
    translated = [one for one in propose_translation(unknown, known) if one.sure]
    if translated and made.area.get("level") is None and best.fit.own is None:
        made.area |= {"kind": "own_key", "translation": {one.text: one.area for one in translated}}
    doubtful = best.fit.share < 1 - MOST_UNKNOWN and len(unknown) > len(translated)
    if doubtful or (best.fit.share < 1 - MOST_UNKNOWN and not unknown):
        made.notes["area"] = _(
            "{share} of the areas in '{heading}' are known. Give a table of the office's own "
            "areas, or correct their spelling."
        ).format(share=f"{round(100 * best.fit.share)} %", heading=best.column.heading)
    made.totals = total_rules(table, best.column.place, totals, known, best.fit)
    return made


def _candidate(column: ColumnProposal, table: Table, totals: list[int], known: Known) -> _Candidate:
    rows = table.body.filter(~pl.col("row").is_in(totals))
    cells = rows[column.place] if column.place in rows.columns else pl.Series([], dtype=pl.String)
    texts = sample(cells).unique().sort().to_list()
    return _Candidate(column=column, texts=texts, fit=best_fit(column.means, texts, known))


def _best(found: Sequence[_Candidate]) -> _Candidate:
    """The best known of the finest columns; where none of them is known, the finest says so."""
    most = max(len(one.texts) for one in found)
    fine = [one for one in found if len(one.texts) >= NEARLY_ALL * most]
    return max(
        fine,
        key=lambda one: (one.fit.share, one.fit.own is None, -ORDER.index(one.column.means)),
    )


def _unknown_names(best: _Candidate, known: Known) -> list[str]:
    """Names of areas that nobody knows, sorted; keys are looked up elsewhere."""
    if best.column.means not in {"area_name", "area_code"} or best.fit.own is not None:
        return []
    texts = [text for text in best.texts if re.search(r"[A-Za-zÄÖÜäöüß]{3}", text)]
    ours = known.area_names | known.area_keys | known.municipality_names
    return [t for t in texts if not {fold_name(t), t, best.fit.inside(t)} & ours]


def _rule(best: _Candidate, known: Known) -> dict[str, Any]:
    means, texts, fit = best.column.means, best.texts, best.fit
    rule: dict[str, Any] = {"column": best.column.heading}
    more = {key: value for key, value in (("extract", fit.extract), ("pad", fit.pad)) if value}
    if means in {"postcode", "postcode_place"}:
        return rule | {"kind": "postcode"} | more
    if fit.own is not None:
        table = fit.own.table.model_dump(by_alias=True)
        rule |= {"kind": "own_key", "table": table | {"base": fit.own.table.base}}
        return rule | more | ({"other": list(fit.own.other)} if fit.own.other else {})
    if means == "municipality_code":
        return rule | {"kind": "municipality_code", "level": "municipality"} | more
    inside = [fit.inside(text) for text in texts]
    towns = sum(1 for text in inside if fold_name(text) in known.municipality_names)
    if means in {"municipality_name", "place"} or 2 * towns > len(inside):
        return rule | {"kind": "name", "level": "municipality"} | more
    names = sum(1 for text in inside if fold_name(text) in known.area_names)
    keys = sum(1 for text in inside if text in known.area_keys)
    named = names > keys or (means == "area_name" and keys <= names)
    return rule | {"kind": "name" if named else "code"} | more
