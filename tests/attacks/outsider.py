"""An outsider with whole numbers and a solver of its own; shares no code with the engine."""

from datetime import date

import numpy as np
import polars as pl
from scipy.optimize import LinearConstraint, milp

from kreisblick.protection.disclosure import SliceRef
from kreisblick.protection.ledger import figures_of
from kreisblick.protection.rules import Agreed, RuleSet
from kreisblick.statistics.cube import Cube, Slice, Unit, cell_frame
from kreisblick.territory.areas.model import Generation, Territory

DAY = date(2024, 12, 31)
EVERYBODY = Slice()


class Outsider:
    """Bounds of sums of unknown whole numbers, given all it was told.

    Sums are mappings of names to factors; numbers are at least 0, unless ``low`` says otherwise.
    """

    def __init__(self, low=0):
        self.names, self.low, self.told, self.lows = {}, low, [], {}

    def know(self, parts, low, high=None):
        """A sum lies between two bounds; with one bound it is exactly that."""
        for name in parts:
            self.names.setdefault(name, len(self.names))
        self.told.append((dict(parts), low, low if high is None else high))

    def free(self, *names):
        """Numbers that may be below zero, such as changes."""
        for name in names:
            self.names.setdefault(name, len(self.names))
            self.lows[name] = -np.inf

    def bounds(self, parts):
        """The smallest and the largest value of a sum; None where there is no table at all."""
        for name in parts:
            self.names.setdefault(name, len(self.names))
        rows = np.zeros((len(self.told), len(self.names)))
        for i, (told, _low, _high) in enumerate(self.told):
            for name, factor in told.items():
                rows[i, self.names[name]] += factor
        limits = LinearConstraint(rows, [t[1] for t in self.told], [t[2] for t in self.told])
        target = np.zeros(len(self.names))
        for name, factor in parts.items():
            target[self.names[name]] += factor
        ends = []
        for sign in (1, -1):
            lows = [self.lows.get(name, self.low) for name in self.names]
            answer = milp(
                sign * target,
                constraints=limits if self.told else (),
                integrality=np.ones(len(self.names)),
                bounds=(lows, np.inf),
            )
            if answer.status == 2:
                return None
            ends.append(np.inf * -sign if answer.fun is None else round(sign * answer.fun))
        return tuple(ends)


def territory(towns, key="2023"):
    rows = [(a, a, "planning_area", town, None) for town, areas in towns.items() for a in areas]
    rows += [(town, town, "municipality", "D", None) for town in towns]
    rows.append(("D", "D", "district", None, None))
    columns = ["area", "name", "level", "parent", "official_code"]
    areas = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    generation = Generation(key=key, valid_from=date(2023, 1, 1))
    return Territory(generation=generation, areas=areas, geometry=np.array([]))


def cube(
    key, values, dimensions=(), *, towns, level="planning_area", day=DAY, unit=Unit.PERSONS, **more
):
    """``values``: area, or (area, codes...), to count; ``more`` goes to ``Cube``."""
    rows = [
        (level, *(place if isinstance(place, tuple) else (place,)), value)
        for place, value in values.items()
    ]
    frame = pl.DataFrame(rows, schema=["level", "area", *dimensions, "value"], orient="row")
    return Cube(
        key=key,
        unit=unit,
        generation="2023",
        reference_date=day,
        dimensions=tuple(dimensions),
        cells=cell_frame(frame, dimensions),
        covered=frozenset(towns),
        **more,
    )


def rules(minimum=5, **more):
    return RuleSet(
        title={"de": "Regel"},
        minimum_count=minimum,
        agreed_with=Agreed(office="Statistikstelle", date=DAY),
        reason={"de": "Beispiel"},
        **more,
    )


def everything(cubes, *slices):
    """All slices of all cubes, and everybody."""
    return [SliceRef(one.key, question) for one in cubes for question in (EVERYBODY, *slices)]


def shown(result, key="aid"):
    """(generation, slice, area) to value, of cells with a number."""
    cells = result.released[key].cells.filter(pl.col("value").is_not_null())
    rows = cells.select("generation", "slice", "area", "value").iter_rows()
    return {(generation, name, area): int(value) for generation, name, area, value in rows}


def ledger(*results, export=False):
    """The figures of releases, as the ledger gives them."""
    frames = [
        figures_of(pl.concat([one.cells for one in result.released.values()])).with_columns(
            entry=pl.lit(number, pl.Int64), export=pl.lit(export)
        )
        for number, result in enumerate(results, start=1)
    ]
    return pl.concat(frames)
