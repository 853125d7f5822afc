"""Small tables and a small district for the tests of mapping."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.pipeline.knowing import register_shapes
from kreisblick.sealed.mapping import Known
from kreisblick.sealed.mapping.folding import fold_name, street_key
from kreisblick.sealed.reading import Grid, Table
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import Generation, Territory

AREAS = [
    ("05998", "Landkreis Lindenau", "district", None, "05998"),
    ("05998004", "Ährenfeld", "municipality", "05998", "05998004"),
    ("05998008", "Eschwalde", "municipality", "05998", "05998008"),
    ("1001", "Ährenfeld-Altstadt", "planning_area", "05998004", None),
    ("1002", "Ährenfeld-Nord", "planning_area", "05998004", None),
    ("1003", "Marktviertel", "planning_area", "05998004", None),
    ("2001", "Eschwalde-Heidkrug", "planning_area", "05998008", None),
    ("2002", "Marktviertel", "planning_area", "05998008", None),
]
STREETS = ["Friedhofsweg", "Am Anger", "Goethestraße", "Karl-Marx-Straße"]


@cache
def district() -> Known:
    """Two towns with three areas, four streets, the shipped cubes and registers."""
    cubes = read_definitions([shipped("catalogue", "cubes")], CubeDefinition)
    registers = read_definitions([shipped("catalogue", "registers")], RegisterDefinition)
    territory = Territory(
        generation=Generation(key="2023", valid_from=date(2023, 1, 1)),
        areas=pl.DataFrame(
            AREAS, schema=["area", "name", "level", "parent", "official_code"], orient="row"
        ),
        geometry=np.empty(len(AREAS), dtype=object),
    )
    return Known(
        territories={"2023": territory},
        cubes=cubes,
        registers=register_shapes(registers, cubes),
        streets=frozenset(street_key(name) for name in STREETS),
        postcodes=frozenset({"05200", "05201"}),
        places=frozenset({fold_name("Ährenfeld"), fold_name("Eschwalde")}),
        district="05998",
    )


def bare(known: Known) -> Known:
    """The same district without a list of addresses."""
    return replace(known, streets=frozenset(), postcodes=frozenset(), places=frozenset())


def table(
    columns: Mapping[str, Sequence[str | None]],
    *,
    title: Sequence[str] = (),
    sheet: str | None = None,
) -> Table:
    """A table with headings and cells, as the reader finds it."""
    names = [str(number) for number in range(1, len(columns) + 1)]
    body = pl.DataFrame(
        {name: list(cells) for name, cells in zip(names, columns.values(), strict=True)},
        schema=dict.fromkeys(names, pl.String),
    ).with_row_index("row", offset=2)
    first = pl.DataFrame({name: [text] for name, text in zip(names, columns, strict=True)})
    first = first.with_columns(row=pl.lit(1, pl.Int64))
    cells = pl.concat([first, body.with_columns(pl.col("row").cast(pl.Int64))], how="diagonal")
    return Table(
        grid=Grid(cells=cells.select("row", *names), sheet=sheet),
        title=tuple(title),
        heading_rows=(1,),
        headings={name: text for name, text in zip(names, columns, strict=True) if text},
        columns=tuple(names),
        first_row=2,
        last_row=body.height + 1,
        body=body.with_columns(pl.col("row").cast(pl.Int64)),
    )
