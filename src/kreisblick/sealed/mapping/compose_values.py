"""Columns of numbers and of dimensions of an aggregate delivery."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.ages import nearest_group, read_ages, without_overlap
from kreisblick.sealed.mapping.codes import complete_codes, read_codes
from kreisblick.sealed.mapping.contents import sample
from kreisblick.sealed.mapping.model import ColumnProposal, Known
from kreisblick.sealed.mapping.rules import shipped_heading_words
from kreisblick.sealed.mapping.slices import read_slice, says_all
from kreisblick.sealed.mapping.weigh import Weighed
from kreisblick.sealed.reading import Table
from kreisblick.sealed.reading.dated import with_period
from kreisblick.sealed.reading.region import PLACE_HEADING
from kreisblick.statistics.cube import ANY, CubeDefinition, Unit
from kreisblick.statistics.cube.definition import Dimension

__all__ = ["ValuesMade", "aggregate_values", "dimension_columns"]

BY_MEANING = {
    "age_group": "age",
    "sex": "sex",
    "citizenship": "citizenship",
    "code": "",
    "kind": "",
}


@dataclass(kw_only=True)
class ValuesMade:
    """Values or dimensions as plain values, columns with their slices, notes by path."""

    content: Any = None
    columns: list[ColumnProposal] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def aggregate_values(
    columns: Sequence[ColumnProposal], weighed: Mapping[str, Weighed], known: Known, target: str
) -> ValuesMade:
    """The columns of numbers with the slice each fills; shares are left to be computed."""
    cube = known.cubes.get(target)
    rate = cube is not None and cube.counts == Unit.RATE
    made = ValuesMade(content=[])
    slices = _slices(columns, cube)
    for column in columns:
        counted = column.means in {"value", "total"} or (rate and column.means == "share")
        if not counted and column.means != "share":
            made.columns.append(column)
            continue
        found = slices[column.place]
        doubts = _doubts(found, cube, column)
        typed = replace(
            column,
            set=found,
            cube=target or None,
            as_="decimal" if column.means == "share" else "integer",
            sure=column.sure and not doubts,
            doubts=doubts,
        )
        made.columns.append(typed)
        if counted and not doubts and not typed.period:
            value: dict[str, Any] = {"column": column.heading}
            made.content.append(value | ({"set": dict(found)} if found else {}))
        elif counted and not doubts and (pattern := with_period(column.heading)):
            dated: dict[str, Any] = {"column": pattern}
            made.content.append(dated | ({"set": dict(found)} if found else {}))
        elif counted:
            made.notes[f"values.{column.heading}"] = (
                doubts[0]
                if doubts
                else _("The column is about {period} alone; it is not read yet.").format(
                    period=column.period
                )
            )
    made.content = _distinct(made)
    return made


def _slices(
    columns: Sequence[ColumnProposal], cube: CubeDefinition | None
) -> dict[str, dict[str, str]]:
    """The slice that each heading names, ages in the light of the ages beside them."""
    named = {c.place: "" if PLACE_HEADING.match(c.heading) else c.heading for c in columns}
    found = {place: dict(read_slice(heading, cube).set) for place, heading in named.items()}
    ages = next((d for d in cube.dimensions if d.kind == "age"), None) if cube else None
    name = ages.name if ages else "age"
    groups = {place: said[name] for place, said in found.items() if name in said}
    for place, group in without_overlap(groups).items():
        own = nearest_group(group, ages.codes) if ages else None
        found[place][name] = own or group
    return found


def _doubts(
    found: Mapping[str, str], cube: CubeDefinition | None, column: ColumnProposal
) -> tuple[str, ...]:
    """Slices that the cube cannot hold."""
    if cube is None:
        return ()
    dimensions = {d.name: d for d in cube.dimensions}
    for name, code in found.items():
        if name not in dimensions:
            words = _("'{heading}' tells '{name}' apart, which the cube does not know.")
            return (words.format(heading=column.heading, name=name),)
        if code not in dimensions[name].codes:
            words = _("'{heading}' is about {code}; the cube has no such group.")
            return (words.format(heading=column.heading, code=code),)
    return ()


def _distinct(made: ValuesMade) -> list[dict[str, Any]]:
    """Of columns for the same slice one is kept, the others are told.

    Kept is what stands under the same group as most columns: the total of persons, not the
    households beside them. Of equals the first is kept.
    """
    groups = Counter(_group(value) for value in made.content if value.get("set"))
    slots: dict[str, list[dict[str, Any]]] = {}
    for value in made.content:
        slots.setdefault(str(sorted(value.get("set", {}).items())), []).append(value)
    kept = []
    for values in slots.values():
        best = max(values, key=lambda value: groups[_group(value)])
        kept.append(best)
        others = [v["column"] for v in values if v["column"] != best["column"]]  # not its months
        if others:
            words = _("'{heading}' and '{other}' both stand for the same numbers. Keep one.")
            note = words.format(heading=best["column"], other=others[0])
            made.notes[f"values.{best['column']}"] = note
    return sorted(kept, key=made.content.index)


def _group(value: Mapping[str, Any]) -> str:
    """The group that a column's heading stands under; "" for none."""
    head, joint, _rest = value["column"].partition(" | ")
    return head if joint else ""


def dimension_columns(
    columns: Sequence[ColumnProposal],
    weighed: Mapping[str, Weighed],
    known: Known,
    target: str,
    table: Table,
) -> ValuesMade:
    """Columns that hold codes of the cube's dimensions (long tables)."""
    cube = known.cubes.get(target)
    made = ValuesMade(content={})
    for column in columns:
        dimension = _dimension_of(column, weighed, cube)
        if dimension is None or dimension.name in made.content:
            made.columns.append(column)
            continue
        sums = _only_in_sums(column.place, table)
        codes, unread = _codes(weighed[column.place], dimension, sums)
        if not codes:
            made.columns.append(column)
            continue
        rule: dict[str, Any] = {"from": column.heading, "as": "code", "codes": codes}
        if None in sums:
            rule["empty"] = ANY
        made.content[dimension.name] = rule
        doubts: tuple[str, ...] = ()
        if unread:
            words = _("Nobody knows what {codes} mean(s) here: add them to the list.")
            doubts = (words.format(codes=", ".join(f"'{text}'" for text in unread[:5])),)
            made.notes[f"dimensions.{dimension.name}"] = doubts[0]
        made.columns.append(
            replace(column, becomes=dimension.name, as_="code", codes=codes, doubts=doubts)
        )
    return made


def _dimension_of(
    column: ColumnProposal, weighed: Mapping[str, Weighed], cube: CubeDefinition | None
) -> Dimension | None:
    if cube is None or column.means not in BY_MEANING:
        return None
    wanted = BY_MEANING[column.means]
    if wanted == "age":
        return next((d for d in cube.dimensions if d.kind == "age"), None)
    if wanted:
        return next((d for d in cube.dimensions if d.name == wanted), None)
    shares = [
        (read_codes(sample(weighed[column.place].column.cells), _words(d)).share, d.name, d)
        for d in cube.dimensions
        if d.kind == "code"
    ]
    best = max(shares, default=(0.0, "", None), key=lambda one: one[:2])
    return best[2] if best[0] > 0.5 else None


def _words(dimension: Dimension) -> dict[str, tuple[str, ...]]:
    offices = shipped_heading_words().codes
    said = offices.get(dimension.name, offices["yes_no"] if "yes" in dimension.codes else {})
    labels = {code: label.de for code, label in dimension.labels.items()}
    return {c: (c.replace("_", " "), labels.get(c, c), *said.get(c, ())) for c in dimension.codes}


def _only_in_sums(place: str, table: Table) -> frozenset[str | None]:
    """What a column holds in rows of sums alone: "i", "zus.", nothing. It means all together."""
    sums = [total.place for total in table.totals if isinstance(total.place, int)]
    is_sum = pl.col("row").is_in(sums)
    if place not in table.body.columns:
        return frozenset()
    data = set(table.body.filter(~is_sum)[place])
    return frozenset(set(table.body.filter(is_sum)[place]) - data)


def _codes(
    weighed: Weighed, dimension: Dimension, sums: frozenset[str | None]
) -> tuple[dict[str, str], list[str]]:
    """Delivered content to code; and what nobody knows. Aggregates hold no person's content."""
    whole = {text: ANY for text in sample(weighed.column.cells).unique() if says_all(text)}
    filled = sample(weighed.column.cells.filter(~weighed.column.cells.is_in(list(whole))))
    codes, unread = _told_apart(filled, dimension)
    whole |= {text: ANY for text in sums if text is not None and text not in codes}
    return {**_complete(codes, dimension), **dict(sorted(whole.items()))}, unread


def _complete(codes: Mapping[str, str], dimension: Dimension) -> dict[str, str]:
    """The codes with those that no row has this year."""
    return complete_codes(codes, {} if dimension.kind == "age" else _words(dimension))


def _told_apart(filled: pl.Series, dimension: Dimension) -> tuple[dict[str, str], list[str]]:
    if dimension.kind == "age":
        texts = filled.unique().sort().to_list()
        groups = {text: read_ages(text) for text in texts}
        own = {t: nearest_group(g, dimension.codes) for t, g in groups.items() if g}
        return {t: c for t, c in own.items() if c}, [t for t in texts if not own.get(t)]
    read = read_codes(filled, _words(dimension))
    return dict(read.codes), list(read.unread)
