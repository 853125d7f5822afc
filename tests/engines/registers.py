"""Registers of a district with what makes engines differ: gaps, strange codes, odd keys."""

from datetime import date

import numpy as np
import polars as pl

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.lindenau.crowd import gather
from kreisblick.lindenau.definitions import Crowd
from kreisblick.lindenau.files import read_parameters
from kreisblick.sealed.register import Counted, Records, RegisterDefinition, count
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import Territory

DAY = date(2024, 12, 31)
DISTRICT = Crowd(residents=549_000, municipalities=10, areas=90, town_size_spread=0.8)
ODD = ("a-{}", "A{}", "ä {}", "Z{}", "z_{}", "ß{}", "{}")  # by bytes otherwise than in a dictionary


def default_cubes() -> dict[str, CubeDefinition]:
    """All shipped cubes that are counted from rows about persons, on one reference date."""
    folder = shipped("catalogue", "cubes")
    read = {file.stem: read_definition(file, CubeDefinition) for file in folder.glob("*.yaml")}
    counted_here = {key: cube for key, cube in sorted(read.items()) if cube.register}
    return {key: cube for key, cube in counted_here.items() if not register_of(cube).flows}


def register_of(cube: CubeDefinition) -> RegisterDefinition:
    """How a cube's register reads its records."""
    return read_definition(
        shipped("catalogue", "registers", f"{cube.register}.yaml"), RegisterDefinition
    )


def counted(tables: dict[str, Records]) -> dict[str, Counted]:
    """All default cubes, counted on the engine that holds the tables of records."""
    territory = ground()
    return {
        key: count(
            cube,
            key=key,
            register=register_of(cube),
            records=tables[register_of(cube).records],
            reference_date=DAY,
            territory=territory,
        )
        for key, cube in default_cubes().items()
    }


def ground() -> Territory:
    """The district's areas under keys that engines sort differently."""
    made = gather(DISTRICT, 4, read_parameters()).territory()
    small = pl.col("level") == "planning_area"
    area = pl.when(small).then(pl.col("area").replace_strict(_odd_keys(), default=None))
    return Territory(
        generation=made.generation,
        areas=made.areas.with_columns(area=area.otherwise("area")),
        geometry=made.geometry,
    )


def records() -> dict[str, pl.DataFrame]:
    """Rows of each record type, some without area, year, household or with an unknown code."""
    crowd = gather(DISTRICT, 4, read_parameters())
    rows = pl.concat([pl.DataFrame(pl.from_arrow(batch)) for batch in crowd.batches()])
    random = np.random.default_rng(4)
    areas = pl.Series([*_odd_keys().values(), "elsewhere", None], dtype=pl.String)
    moved = areas.gather(random.integers(0, len(areas), rows.height))
    people = rows.with_columns(
        delivery=pl.lit(0, pl.Int64),
        area_2023=pl.when(_some(random, rows, 0.02))
        .then(moved)
        .otherwise(pl.col("area_2023").replace_strict(_odd_keys(), default=None)),
        birth_year=pl.when(~_some(random, rows, 0.01)).then("birth_year"),
        household=pl.when(~_some(random, rows, 0.01)).then("household"),
        sex=pl.when(_some(random, rows, 0.01)).then(pl.lit("Männlich")).otherwise("sex"),
    )
    age = DAY.year - pl.col("birth_year")
    return {
        "residents": people,
        "school_entry": _with_fields(people.filter(age == 6), "school_entry", random),
        "benefit_spells": _spells(people.filter(age.is_between(0, 99)).head(60_000), random),
        "support_cases": _with_fields(
            people.filter(age.is_between(0, 22)), "support_cases", random
        ),
    }


def _with_fields(rows: pl.DataFrame, key: str, random: np.random.Generator) -> pl.DataFrame:
    """The rows with invented values of a cube's own dimensions."""
    cube = default_cubes()[key]
    columns = []
    for dimension in cube.dimensions:
        if dimension.kind == "age":
            continue
        codes = pl.Series([*dimension.codes * 9, "unbekannt", None], dtype=pl.String)
        columns.append(
            codes.gather(random.integers(0, len(codes), rows.height)).alias(dimension.name)
        )
    return rows.select("delivery", "area_2023", "birth_year", *columns)


def _spells(people: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Up to three grants per person with gaps, overlaps, and some without an end or a beginning."""
    rows = people.select("delivery", "area_2023", "birth_year").with_row_index("person")
    rows = pl.concat([rows] * 3)
    first = pl.Series(random.integers(0, 2500, rows.height))
    length = pl.Series(random.integers(-5, 1200, rows.height))
    begin = pl.lit(date(2018, 6, 1)) + pl.duration(days=first)
    return rows.select(
        "delivery",
        "area_2023",
        "birth_year",
        pl.col("person").cast(pl.String),
        begins_on=pl.when(~_some(random, rows, 0.01)).then(begin.dt.to_string()),
        ends_on=pl.when(~_some(random, rows, 0.1)).then(
            (begin + pl.duration(days=length)).dt.to_string()
        ),
    )


def _some(random: np.random.Generator, rows: pl.DataFrame, share: float) -> pl.Series:
    return pl.Series(random.random(rows.height) < share)


def _odd_keys() -> dict[str, str]:
    keys = gather(DISTRICT, 4, read_parameters()).areas
    return {key: ODD[place % len(ODD)].format(key) for place, key in enumerate(keys)}
