"""Crosswalks where the truth is known: errors, and how often the 90 % interval holds it.

Run: ``python benchmarks/crosswalk_truth.py``. Berlin's residents of 31.12.2020 from the old cut to
the new one (published on both; also for districts 07 to 12 alone, because rules were fixed on 01 to
06), all counts of residents of Lindenau by addresses, and its benefits spread from municipalities
to areas by residents of the age group; seeds 1 and 2 (the rules were fixed on seeds from 101 on).
Coverage is told for areas that are divided; the others are certain.
"""

import os
import tempfile
from functools import cache
from pathlib import Path

import polars as pl

from kreisblick.base.definitions import read_definition
from kreisblick.lindenau import Size, generate
from kreisblick.territory.areas import GenerationDefinition, Territory, load_generation
from kreisblick.territory.crosswalks import (
    Crosswalk,
    Cut,
    build_crosswalk,
    convert,
    count_addresses,
    crosswalk_error,
    crosswalk_from_pairs,
    learn_density,
    spread,
)

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.setdefault("KREISBLICK_DATA", str(ROOT.parent / "shared" / "data")))
FEWEST = 2_000  # counts of fewer people in the whole district are not looked at
BENEFITS = {  # cube, slice and the residents it is spread by
    "basic income, children": ("sgb_ii", "age=0-14", ("0-2", "3-5", "6-9", "10-14")),
    "basic income, adults": ("sgb_ii", "age=25-64", ("25-44", "45-64")),
    "basic income in old age": ("old_age_income", "age=65+", ("65-79", "80+")),
    "unemployed": ("unemployed", "law=sgb_ii", ("18-24", "25-44", "45-64")),
    "care": ("care_recipients", "all", ("65-79", "80+")),
}


def measure_truth() -> None:
    """Errors and the coverage of intervals where the truth is known."""
    for seed in (1, 2):
        told(f"Lindenau, seed {seed}, by addresses", *lindenau(seed))
    if not DATA.is_dir():
        print("Berlin left out: no open data")
        return
    cuts, old, new, kinds = berlin()
    learned = learn_density(Cut.of(cuts[0]), Cut.of(cuts[1]), kinds, old)
    ways = {
        "area": None,
        "area and addresses of the new cut": kinds.select("area", "weight"),
        "area, addresses and people per address": learned,
    }
    for name, weights in ways.items():
        crosswalk = build_crosswalk(*cuts, target_density=weights)
        told(f"Berlin by {name}", [(old, new)], crosswalk)
        told("  districts 07 to 12 alone", [(old, new)], crosswalk, held_out=True)


def measure_spread() -> None:
    """How often intervals of spread counts hold the truth."""
    for seed in (1, 2):
        for topic, places in benefits(seed).items():
            inside = rows = 0
            for place in places:
                counts = place.group_by("key").agg(n=pl.col("n").sum())
                found = spread(counts, place.select("area", "key", "weight"), named=topic)
                both = found.join(place.select("area", "n"), on="area")
                true = pl.col("n").is_between(pl.col("lower") - 0.5, pl.col("upper") + 0.5)
                inside, rows = inside + both.filter(true).height, rows + both.height
            print(
                f"Lindenau, seed {seed}, {topic} spread from municipalities: 90 % intervals hold "
                f"{100 * inside / rows:.1f} % of {rows:,} counts"
            )


def told(
    name: str,
    tables: list[tuple[pl.DataFrame, pl.DataFrame]],
    crosswalk: Crosswalk,
    *,
    held_out: bool = False,
) -> None:
    """One line about errors and coverage; of Berlin's second half of districts when held out."""
    divided = crosswalk.shares.filter(pl.col("share") < 1)["target"].unique()
    inside, areas, worse = 0, 0, 0
    for values, truth in tables:
        found = convert(values, crosswalk).join(truth, on="area", suffix="_true")
        found = found.filter(pl.col("area") > "07") if held_out else found
        some = found.filter(pl.col("area").is_in(divided.implode()))
        true = pl.col("n_true")
        inside += some.filter(true.is_between(pl.col("lower") - 0.5, pl.col("upper") + 0.5)).height
        areas += some.height
        worse += found.filter((pl.col("n") - true).abs() > 0.1 * true).height
    values, truth = max(tables, key=lambda pair: pair[0]["n"].sum())
    both = [convert(values, crosswalk).select("area", "n"), truth]
    both = [frame.filter(pl.col("area") > "07") if held_out else frame for frame in both]
    error = crosswalk_error(*both)
    print(
        f"{name}: sum of errors {100 * error.share:.2f} %, median {100 * error.median:.2f} %, p90 "
        f"{100 * error.p90:.1f} %; off by more than 10 %: {worse}; 90 % intervals hold"
        f" {100 * inside / areas:.1f} % of {areas:,} counts of divided areas"
    )


@cache
def generated(seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Addresses and true counts of Lindenau."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Size.DISTRICT, seed, Path(folder))
        houses = Path(folder) / "territory" / "house_coordinates.csv"
        pairs = pl.read_csv(houses, separator=";", infer_schema=False)
        truth = pl.read_parquet(Path(folder) / "truth" / "counts.parquet")
    return pairs, truth


def benefits(seed: int) -> dict[str, list[pl.DataFrame]]:
    """Per benefit and date ``area, key, weight, n`` of municipalities with several areas."""
    pairs, truth = generated(seed)
    truth = truth.filter(level="planning_area", generation="2023")
    towns = pairs.select(area="area_2023", key="municipality").unique().sort("area")
    found: dict[str, list[pl.DataFrame]] = {}
    for topic, (cube, slice_, ages) in BENEFITS.items():
        groups = [f"age={age}" for age in ages]
        for day in truth["reference_date"].unique().sort():
            part = truth.filter(reference_date=day)
            people = part.filter(pl.col("slice").is_in(groups), cube="residents")
            people = people.group_by("area").agg(weight=pl.col("value").sum())
            cases = part.filter(cube=cube, slice=slice_).select("area", n="value")
            both = towns.join(people, on="area").join(cases, on="area", how="left")
            known = pl.col("n").is_not_null().all().over("key") & (pl.len().over("key") > 1)
            found.setdefault(topic, []).append(both.filter(known).sort("area"))
    return found


def lindenau(seed: int) -> tuple[list[tuple[pl.DataFrame, pl.DataFrame]], Crosswalk]:
    """Residents by age and date on both cuts, and the crosswalk by addresses."""
    pairs, truth = generated(seed)
    truth = truth.filter(cube="residents", level="planning_area").select(
        "slice", "reference_date", "generation", "area", n="value"
    )
    tables = []
    for _key, part in truth.group_by("slice", "reference_date", maintain_order=True):
        old, new = (part.filter(generation=g).select("area", "n") for g in ("2019", "2023"))
        if old["n"].sum() >= FEWEST:
            tables.append((old, new))
    return tables, crosswalk_from_pairs(pairs, source="area_2019", target="area_2023")


def berlin() -> tuple[tuple[Territory, Territory], pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Both cuts, residents on the old and the new one, addresses of the new one by kind."""
    base = ROOT / "examples" / "berlin"
    cuts = []
    for key in ("2020", "2021"):
        definition = read_definition(
            base / "catalogue" / "territory" / f"{key}.yaml", GenerationDefinition
        )
        cuts.append(
            load_generation(
                definition, key=key, district_key="11000", district_name="Berlin", base=base
            )
        )
    old = pl.read_csv(
        DATA / "berlin-lor-population/population_2020-02_t1_planning_areas.csv.gz",
        schema_overrides={"id": pl.String},
    ).select(area="id", n="inhabitants")
    new = pl.read_csv(
        DATA / "berlin-mss-2021/mss_2021_wfs.csv.gz", schema_overrides={"PLR_ID": pl.String}
    ).select(area="PLR_ID", n=pl.col("EW").cast(pl.Int64).fill_null(0))
    addresses = pl.read_csv(
        DATA / "berlin-adressen-plr/adressen_plr_2023_06.csv.gz", infer_schema=False
    ).rename({"str_name": "street", "hnr_zusatz": "suffix", "plz": "postcode"})
    return (cuts[0], cuts[1]), old, new, count_addresses(addresses, area="PLR_ID")


if __name__ == "__main__":
    measure_truth()
    measure_spread()
