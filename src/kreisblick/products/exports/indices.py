"""Composite indices: the class of every area, as the report shows it, and its map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.products.drawing import read_palette
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.table import DIGITS
from kreisblick.products.figures import State, class_words, released_indices, say, slug
from kreisblick.products.limits import read_wording
from kreisblick.products.model import BundleLike

__all__ = ["IndexMap", "Indices", "gather_indices"]

PARTS = ("status", "dynamics")  # as in the report


@dataclass(frozen=True, kw_only=True)
class IndexMap:
    """An index as a map of its last day.

    Attributes:
        key: of the index in the catalogue.
        title: for people, with its part.
        part: in words.
        name: of the layer.
        level: of the areas.
        day: ISO text.
        classes: name and fill, from the lowest index value to the highest.
        states: of areas without a class.
        near: whether any area stands at the border of two classes.
    """

    key: str
    title: str
    part: str
    name: str
    level: str
    day: str
    classes: tuple[tuple[str, str], ...]
    states: tuple[State, ...]
    near: bool


@dataclass(frozen=True, kw_only=True)
class Indices:
    """All index classes of a bundle.

    Attributes:
        rows: the columns of ``ExportWords.indices``, one row per index, part, date and area; maybe
            none.
        maps: one per index and part, of the last day that has a class anywhere.
    """

    rows: pl.DataFrame
    maps: tuple[IndexMap, ...]


def gather_indices(bundle: BundleLike, words: ExportWords) -> Indices:
    """The classes of a bundle's indices and their maps.

    Without a class there is no probability either; state, sign and note say why.
    """
    rows = _table(bundle, words)
    return Indices(rows=rows, maps=tuple(_maps(bundle, rows, words)))


def _table(bundle: BundleLike, words: ExportWords) -> pl.DataFrame:
    if bundle.indices.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(words.indices, pl.String))
    states = {state.value: word for state, word in words.states.items()}
    signs = {state.value: one.sign or None for state, one in words.all_told().items()}
    titles = {key: say(one["title"]) for key, one in bundle.index_definitions.items()}
    classed = pl.col("told").is_in([State.COUNTED.value, State.ESTIMATED.value])
    sure = pl.when(classed).then("class_probability")
    full = _named(bundle).with_columns(
        pl.when(classed).then(pl.col("class").replace(_called(bundle))).alias("class"),
        sure.round(DIGITS).alias("class_probability"),
        pl.col("reference_date").cast(pl.Date),
        title=pl.col("index").replace_strict(titles, default=pl.col("index")),
        part=pl.col("part").replace_strict(_part_words()),
        near=pl.when(sure < read_wording().class_sure_from).then(pl.lit(words.yes)),
        state=pl.col("told").replace_strict(states),
        sign=pl.col("told").replace_strict(signs),
    )
    return full.select(list(words.indices)).sort("index", "part", "reference_date", "area")


def _maps(bundle: BundleLike, table: pl.DataFrame, words: ExportWords) -> list[IndexMap]:
    states = {word: state for state, word in words.states.items()}
    found = []
    for (key, part), rows in table.group_by("index", "part", maintain_order=True):
        known = rows.filter(pl.col("class").is_not_null())
        definition = bundle.index_definitions.get(str(key))
        if known.is_empty() or definition is None:
            continue
        day = cast(date, known["reference_date"].max())
        latest = rows.filter(reference_date=day)
        present = {states[word] for word in latest["state"] if not states[word].has_number}
        code = next(name for name, word in _part_words().items() if word == part)
        found.append(
            IndexMap(
                key=str(key),
                title=f"{say(definition['title'])}: {part}",
                part=str(part),
                name=f"index_{slug(str(key))}_{code}",
                level=str(definition.get("level", "planning_area")),
                day=day.isoformat(),
                classes=_classes(definition[code]["classes"]),
                states=tuple(state for state in State if state in present),
                near=bool(latest["near"].is_not_null().any()),
            )
        )
    return found


def _named(bundle: BundleLike) -> pl.DataFrame:
    """The rows of the report's parts with names and the state in ``told``."""
    areas = bundle.areas.filter(generation=str(bundle.report["generation"]))
    names = areas.select("area", area_name="name", municipality="parent")
    rows = released_indices(bundle).filter(pl.col("part").is_in(PARTS))
    return rows.join(names, on="area", how="left").with_columns(told=_state())


def _state() -> pl.Expr:
    """Kept back, hidden, or why there is no class; a class is counted or estimated."""
    has_number = pl.col("observation").is_in([State.COUNTED.value, State.ESTIMATED.value])
    return (
        pl.when(pl.col("confidentiality") == State.BY_CHOICE.value)
        .then(pl.lit(State.BY_CHOICE.value))
        .when(pl.col("confidentiality") != "free")
        .then(pl.lit(State.SUPPRESSED.value))
        .when(pl.col("class").is_null() & has_number)
        .then(pl.lit(State.CANNOT_EXIST.value))
        .otherwise("observation")
    )


def _called(bundle: BundleLike) -> dict[str, str]:
    """The names of classes as the indices have them, to those in the reader's language."""
    return {
        str(one["name"]["de"]): class_words(say(one["name"]))
        for definition in bundle.index_definitions.values()
        for part in PARTS
        for one in (definition.get(part) or {}).get("classes", ())
    }


def _part_words() -> dict[str, str]:
    return {"status": _("Situation"), "dynamics": _("Development")}


def _classes(classes: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Names with their colours, spread over the sequence as in the report."""
    colours = read_palette().light.sequence
    steps = max(len(classes) - 1, 1)
    names = [class_words(say(one["name"])) for one in classes]
    return tuple((name, colours[round(place * 4 / steps)]) for place, name in enumerate(names))
