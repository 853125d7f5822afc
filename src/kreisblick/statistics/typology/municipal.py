"""Gather: one row for every municipality, from files that are given for larger units.

Much is published for associations of municipalities (Ämter, Samtgemeinden, Verbandsgemeinden) or
districts only. A municipality then carries the figure of the unit it belongs to, and the column
says so; nothing is estimated.
"""

from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.territory.areas.files import read_table

__all__ = ["MunicipalTable", "municipal_table"]


class Register(Definition):
    """The list of municipalities.

    Attributes:
        file: below the folder of data.
        key, regional_key, name, residents, square_kilometres: its columns. The regional key
            (ARS, 12 digits) names the association.
    """

    file: Text
    key: Text
    regional_key: Text
    name: Text
    residents: Text
    square_kilometres: Text


class Column(Definition):
    """One column of the table.

    Attributes:
        title: in German.
        file, year: where it stands; ``key`` is the file's column of keys.
        given_for: ``association`` (a municipality without one stands for itself) or ``district``.
        divided_by: another file by which the figure is divided.
        times: what the quotient is multiplied with.
        since: an earlier year; the column is the change since then in percent.
        source: publisher and year, for people.
    """

    title: Translated
    file: Text
    year: Text
    key: Text = "kennziffer"
    given_for: Literal["association", "district"]
    divided_by: Text | None = None
    times: float = 1.0
    since: Text | None = None
    source: Text


class Belonging(Definition):
    """Whether the units of file and register are the same, told by their people.

    Attributes:
        file, year: people of the units.
        least, most: what these may be as a share of the residents; outside, boundaries have
            changed since, and the figures of the association are not used.
    """

    file: Text
    year: Text
    key: Text = "kennziffer"
    least: float = Field(gt=0)
    most: float = Field(gt=0)


class MunicipalTable(Definition):
    """How the table of all municipalities is put together."""

    title: Translated
    text: Translated
    municipalities: Register
    belonging: Belonging
    columns: dict[str, Column]


def municipal_table(definition: MunicipalTable, data: Path) -> pl.DataFrame:
    """The table: ``area, name, parent, residents, density`` and the definition's columns.

    ``area`` is the official key (8 digits), ``parent`` that of the district, ``density`` residents
    per square kilometre. A column is null where its unit cannot be found or has changed.

    Raises:
        TableFileError: when a file is missing.
    """
    base = _base(definition.municipalities, data)
    base = base.join(_sound(definition.belonging, base, data), on="association", how="left")
    for name, column in definition.columns.items():
        figures = _figures(column, data).rename({"figure": name})
        left = "parent" if column.given_for == "district" else "association"
        base = base.join(figures, left_on=left, right_on="unit", how="left")
        if column.given_for == "association":
            base = base.with_columns(pl.when("same").then(name).alias(name))
    kept = ["area", "name", "parent", "residents", "density", *definition.columns]
    return base.select(kept).sort("area")


def association_key(key: str, regional_key: str) -> pl.Expr:
    """The key of the association as official statistics write it: district, 9, two digits.

    After the district the regional key has four digits for the association; they begin with 5
    where there is one, and the last two name it. Other municipalities stand for themselves.
    """
    part = pl.col(regional_key).str.slice(5, 4)
    joined = pl.col(key).str.slice(0, 5) + pl.lit("9") + part.str.slice(2, 2)
    return pl.when(part.str.starts_with("5")).then(joined).otherwise(pl.col(key))


def _base(register: Register, data: Path) -> pl.DataFrame:
    table = read_table(data / register.file)
    size = pl.col(register.square_kilometres).cast(pl.Float64)
    people = pl.col(register.residents).cast(pl.Float64)
    return table.select(
        pl.col(register.key).alias("area"),
        pl.col(register.name).alias("name"),
        pl.col(register.key).str.slice(0, 5).alias("parent"),
        people.alias("residents"),
        pl.when(size > 0).then(people / size).alias("density"),
        association_key(register.key, register.regional_key).alias("association"),
    )


def _sound(belonging: Belonging, base: pl.DataFrame, data: Path) -> pl.DataFrame:
    """``association, same``: whether an association still has the municipalities it had."""
    people = _year(data / belonging.file, belonging.key, belonging.year)
    units = base.group_by("association").agg(pl.col("residents").sum(), members=pl.len())
    share = pl.col("figure") / pl.col("residents")
    alone = pl.col("members") == 1  # a municipality by itself is known by its key
    return units.join(people, left_on="association", right_on="unit", how="left").select(
        "association", same=alone | share.is_between(belonging.least, belonging.most)
    )


def _figures(column: Column, data: Path) -> pl.DataFrame:
    """``unit, figure`` of a column."""
    now = _year(data / column.file, column.key, column.year)
    if column.since:
        before = _year(data / column.file, column.key, column.since)
        joined = now.join(before, on="unit", suffix="_before")
        change = 100 * (pl.col("figure") - pl.col("figure_before")) / pl.col("figure_before")
        valid = pl.col("figure_before") > 0
        return joined.select("unit", figure=pl.when(valid).then(change))
    if column.divided_by:
        below = _year(data / column.divided_by, column.key, column.year)
        joined = now.join(below, on="unit", suffix="_below")
        valid = pl.col("figure_below") > 0
        now = joined.select(
            "unit", figure=pl.when(valid).then(pl.col("figure") / pl.col("figure_below"))
        )
    return now.with_columns(pl.col("figure") * column.times)


def _year(path: Path, key: str, year: str) -> pl.DataFrame:
    table = read_table(path)
    return table.select(pl.col(key).alias("unit"), pl.col(year).cast(pl.Float64).alias("figure"))
