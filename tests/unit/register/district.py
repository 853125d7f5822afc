"""A district of two towns with three areas, and records to count in it."""

from datetime import date

import numpy as np
import polars as pl

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import Generation, Territory
from kreisblick.territory.crosswalks.model import Crosswalk

DAY = date(2024, 12, 31)
AREAS = [
    ("a1", "planning_area", "m1"),
    ("a2", "planning_area", "m1"),
    ("b1", "planning_area", "m2"),
    ("m1", "municipality", "d"),
    ("m2", "municipality", "d"),
    ("d", "district", None),
]


def territory(areas: list[tuple[str, str, str | None]] = AREAS, key: str = "2023") -> Territory:
    rows = [(area, area.upper(), level, parent, None) for area, level, parent in areas]
    names = ["area", "name", "level", "parent", "official_code"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    generation = Generation(key=key, valid_from=date(2023, 1, 1))
    return Territory(generation=generation, areas=frame, geometry=np.full(len(rows), None))


def crosswalk(*shares: tuple[str, str, float], basis: str = "addresses") -> Crosswalk:
    rows = [(s, t, share, "identity" if share == 1 else basis, 10) for s, t, share in shares]
    names = ["source", "target", "share", "basis", "weight_n"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return Crosswalk(source_generation="2019", target_generation="2023", shares=frame)


def register(key: str) -> RegisterDefinition:
    return read_definition(shipped("catalogue", "registers", f"{key}.yaml"), RegisterDefinition)


def cube(**content: object) -> CubeDefinition:
    return CubeDefinition.model_validate(
        {"title": {"de": "Probe"}, "counts": "persons", "rules": "residents", **content}
    )


def dimension(name: str, *codes: str, kind: str = "code") -> dict[str, object]:
    return {"name": name, "title": {"de": name}, "codes": list(codes), "kind": kind}


def people(*rows: tuple[int | None, str, str, str | None]) -> pl.DataFrame:
    """Records: birth year, sex, household, area; everybody has the main home here."""
    kinds = {"birth_year": pl.Int64, "sex": pl.String, "household": pl.String}
    frame = pl.DataFrame(list(rows), schema={**kinds, "area_2023": pl.String}, orient="row")
    return frame.with_columns(main_home=pl.lit("yes"), delivery=pl.lit(0))
