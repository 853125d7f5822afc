"""The CSV files beside each other: figures, what they mean, where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.publication import Publication
from kreisblick.products.exports.table import reader_table
from kreisblick.products.figures import Described

__all__ = ["CsvTable", "classes_told", "csv_tables"]


@dataclass(frozen=True, kw_only=True)
class CsvTable:
    """A CSV file with what its columns mean.

    Attributes:
        name: of the file, without its ending.
        title: for people.
        columns: ``name, title, type`` (``string, number, integer, date``) in the file's order;
            ``title`` is the heading.
        rows: what is written.
        key: names of the columns that tell rows apart.
        points_to: column to ``(table, column)`` it names a row of.
    """

    name: str
    title: str
    columns: tuple[Mapping[str, str], ...]
    rows: pl.DataFrame
    key: tuple[str, ...]
    points_to: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def csv_tables(
    figures: pl.DataFrame,
    described: Mapping[str, Described],
    words: ExportWords,
    publication: Publication,
    indices: pl.DataFrame,
) -> list[CsvTable]:
    """``figures``, ``indices`` where there are any, ``indicators`` and ``sources``."""
    return [
        _figures(reader_table(figures, described, words), words),
        *([_indices(indices, words)] if indices.height else []),
        _named("indicators", _("Indicators"), words.indicators, _indicators(described, words)),
        _named("sources", _("Sources"), words.sources, _sources(publication, words)),
    ]


def _figures(table: pl.DataFrame, words: ExportWords) -> CsvTable:
    kinds = dict(zip(table.columns, table.dtypes, strict=True))
    columns = tuple(
        {"name": name, "title": title, "type": _type(kinds[title])}
        for name, title in words.columns.items()
    )
    return CsvTable(
        name="figures",
        title=_("All figures"),
        columns=columns,
        rows=table,
        key=("indicator", "reference_date", "generation", "level", "area"),
        points_to={"indicator": ("indicators", "indicator")},
    )


def _indices(indices: pl.DataFrame, words: ExportWords) -> CsvTable:
    kinds = dict(zip(indices.columns, indices.dtypes, strict=True))
    return CsvTable(
        name="indices",
        title=_("Composite indices"),
        columns=tuple(
            {"name": name, "title": title, "type": _type(kinds[name])}
            for name, title in words.indices.items()
        ),
        rows=indices.rename(dict(words.indices)),
        key=("index", "part", "reference_date", "area"),
    )


def _named(name: str, title: str, titles: Mapping[str, str], rows: pl.DataFrame) -> CsvTable:
    columns = tuple({"name": key, "title": said, "type": "string"} for key, said in titles.items())
    first = next(iter(titles))
    return CsvTable(
        name=name, title=title, columns=columns, rows=rows.rename(dict(titles)), key=(first,)
    )


def _indicators(described: Mapping[str, Described], words: ExportWords) -> pl.DataFrame:
    rows = [
        (
            one.key, one.title, one.theme, one.question, one.unit, one.formula, one.definition,
            "; ".join(one.sources), one.legal_basis, classes_told(one), " ".join(one.limits),
            one.text,
        )
        for one in described.values()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(words.indicators, pl.String), orient="row")


def classes_told(one: Described) -> str | None:
    """The classes of an indicator with their places; None where it has numbers.

    ``1 = A (unter 4 %); 2 = B (4 bis unter 8 %)``.
    """
    told = (f"{place} = {words}" for place, words in enumerate(one.classes, start=1))
    return "; ".join(told) or None


def _sources(publication: Publication, words: ExportWords) -> pl.DataFrame:
    rows = [
        (c.key, c.title, c.licence or _("licence not stated"), c.page or None, c.attribution,
         c.legal_basis or None)
        for c in publication.credits
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(words.sources, pl.String), orient="row")


def _type(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "integer"
    if kind.is_numeric():
        return "number"
    return "date" if kind == pl.Date else "string"
