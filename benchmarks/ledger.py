"""Releases together: eight dates and three overlapping geographies in one system, and one more.

Run: ``python benchmarks/ledger.py [areas]`` (default 60 planning areas). Invented counts, seed 1:
sums since January at the end of eight quarters, by sex, for planning areas, postcodes and school
districts that cut slivers off one another. Printed: cells, what is withheld, seconds; and what
a further release of the last date costs beside everything that is out.
"""

import sys
import time
from datetime import date

import numpy as np
import polars as pl

from kreisblick.protection.disclosure import PIECE, Overlay, SliceRef, SumOf, protect
from kreisblick.protection.ledger import figures_of
from kreisblick.protection.rules import Agreed, RuleSet
from kreisblick.statistics.cube import Cube, Slice, Unit, cell_frame
from kreisblick.territory.areas.model import Generation, Territory

OWN, TOWN, QUARTERS = "planning", 10, 8
SLICES = (Slice(), Slice.of({"sex": ["f"]}))
ENDS = [date(2023 + q // 4, 3 * (q % 4) + 3, 28) for q in range(QUARTERS)]


def ground(areas: int, rng: np.random.Generator) -> tuple[pl.DataFrame, dict[str, Territory]]:
    """Pieces, and the territory of each geography."""
    rows = []
    for area in range(areas):
        post, school = area // 2, area // 5
        rows.append((f"core{area}", f"A{area}", f"P{post}", f"S{school}"))
        if rng.random() < 0.5:
            rows.append((f"post{area}", f"A{area}", f"P{(post + 1) % (areas // 2)}", f"S{school}"))
        if rng.random() < 0.3:
            rows.append((f"way{area}", f"A{area}", f"P{post}", f"S{(school + 1) % (areas // 5)}"))
    pieces = pl.DataFrame(rows, schema=["piece", OWN, "post", "school"], orient="row")
    sizes = {OWN: TOWN, "post": areas, "school": areas}
    return pieces, {key: _territory(key, pieces[key], size) for key, size in sizes.items()}


def _territory(key: str, column: pl.Series, size: int) -> Territory:
    names = sorted(set(column), key=lambda name: int(name[1:]))
    towns = {name: f"{key} {i // size}" for i, name in enumerate(names)}
    rows = [(name, name, "planning_area", town, None) for name, town in towns.items()]
    rows += [(town, town, "municipality", "D", None) for town in sorted(set(towns.values()))]
    rows.append(("D", "D", "district", None, None))
    columns = ["area", "name", "level", "parent", "official_code"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    generation = Generation(key=key, valid_from=date(2020, 1, 1))
    return Territory(generation=generation, areas=frame, geometry=np.array([]))


def cubes(pieces: pl.DataFrame, towns: list[str], rng: np.random.Generator) -> list[Cube]:
    """Sums since January at the end of every quarter."""
    base = pieces.select(area="piece").join(pl.DataFrame({"sex": ["f", "m"]}), how="cross")
    core = base["area"].str.starts_with("core").to_numpy()
    found, running = [], np.zeros(base.height, np.int64)
    for quarter, end in enumerate(ENDS):
        new = np.where(core, rng.poisson(12, base.height), rng.poisson(2, base.height))
        running = new if quarter % 4 == 0 else running + new
        frame = base.with_columns(level=pl.lit(PIECE), value=pl.Series(running))
        found.append(
            Cube(
                key=f"until_{quarter}",
                unit=Unit.PERSONS,
                generation=OWN,
                reference_date=end,
                dimensions=("sex",),
                cells=cell_frame(frame, ["sex"]),
                covered=frozenset(towns),
            )
        )
    return found


def relations() -> list[SumOf]:
    """Every quarter begins with the one before, within a year."""
    return [
        SumOf(SliceRef(f"until_{q}", s), (SliceRef(f"until_{q - 1}", s),), rest=True)
        for q in range(QUARTERS)
        if q % 4
        for s in SLICES
    ]


def main() -> None:
    """Measure."""
    areas = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    rng = np.random.default_rng(1)
    pieces, territories = ground(areas, rng)
    own = territories.pop(OWN)
    overlay = Overlay(
        pieces=pieces, others=tuple(territories.values()), published=frozenset(territories)
    )
    towns = own.areas.filter(pl.col("level") == "municipality")["area"].to_list()
    every = cubes(pieces, towns, rng)
    rule = RuleSet(
        title={"de": "Regel"},
        minimum_count=5,
        agreed_with=Agreed(office="Statistikstelle", date=ENDS[0]),
        reason={"de": "Messung"},
    )
    rules = {cube.key: rule for cube in every}
    ask = [SliceRef(cube.key, question) for cube in every for question in SLICES]
    clock = time.perf_counter()
    found = protect(every, ask, [], own, rules, overlay=overlay, sums=relations())
    seconds = time.perf_counter() - clock
    cells = pl.concat([one.cells for one in found.released.values()])
    hidden = cells.filter(pl.col("confidentiality") != "free").height
    print(
        f"{QUARTERS} dates x 3 geographies, {pieces.height} pieces: {cells.height} cells, "
        f"{hidden} withheld ({hidden / cells.height:.1%}), every need proved, {seconds:.1f} s"
    )
    out = figures_of(cells).with_columns(entry=pl.lit(1, pl.Int64), export=pl.lit(value=False))
    last = every[-1:]
    clock = time.perf_counter()
    protect(last, ask[-len(SLICES) :], [], own, rules, overlay=overlay, earlier=out)
    print(f"the last date once more, beside all that is out: {time.perf_counter() - clock:.1f} s")


if __name__ == "__main__":
    main()
