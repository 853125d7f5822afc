"""Compare a finished round on Berlin's open data with what the publishers say.

    python examples/berlin/compare.py OUT [--edition-2019 OUT_2019] [--json]

OUT is the folder of ``kreisblick run -w examples/berlin --out OUT``, OUT_2019 that of
``examples/berlin-2019``; KREISBLICK_DATA names the folder with the publishers' files. One line
per claim with what was found and what was expected; the exit code is 1 when one does not hold.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.protection.bundle import Bundle, open_bundle
from kreisblick.territory.crosswalks import crosswalk_error

TOTALS = {
    date(2018, 12, 31): 3_748_148,
    date(2020, 12, 31): 3_769_962,
    date(2021, 12, 31): 3_775_480,
    date(2022, 12, 31): 3_850_809,
    date(2023, 12, 31): 3_878_100,
}
AREAS = 542  # of the cut that is valid from 2021
ASSESSED_2019, ASSESSED_2021 = 436, 536
ROUNDING = 0.005  # table 3 prints two decimals
DIGITS = 5  # the shares of the monitoring are printed with five, so no index is known better
# Sum of all errors as a share of all residents; who lives on the wrong side counts twice. Weighted
# with addresses it is 0.0706, with plain areas 0.1032: above this the addresses were not used.
MISPLACED = 0.075


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One sentence that either holds or does not.

    Attributes:
        name: what is claimed.
        found: in the bundle.
        expected: from the publisher; None where a number is only reported.
        holds: whether they agree.
    """

    name: str
    found: float
    expected: float | None
    holds: bool

    def __str__(self) -> str:
        """One line for the terminal."""
        beside = "" if self.expected is None else f" / {self.expected:,.6g}"
        if self.expected is not None and float(self.expected).is_integer():
            beside = f" / {self.expected:,.0f}"
        number = f"{self.found:,.0f}" if float(self.found).is_integer() else f"{self.found:.5f}"
        return f"{'ok  ' if self.holds else 'FAIL'} {self.name}: {number}{beside}"


def equal(name: str, found: float | None, expected: float) -> Claim:
    """Found must be what was published."""
    number = float("nan") if found is None else found
    return Claim(name=name, found=number, expected=expected, holds=number == expected)


def at_most(name: str, found: float, limit: float) -> Claim:
    """Found must not be larger than a limit."""
    return Claim(name=f"{name} (at most)", found=found, expected=limit, holds=found <= limit)


def current_bundle(out: Path) -> Bundle:
    """The verified bundle of the last good round."""
    name = (out / "bundles" / "current").read_text(encoding="utf-8").strip()
    return open_bundle(out / "bundles" / name)


def published(data: Path, name: str) -> pl.DataFrame:
    """A publisher's table, all columns as text."""
    return pl.read_csv(data / name, infer_schema=False)


def claims_of_round(bundle: Bundle, data: Path) -> list[Claim]:
    """Everything that must hold for ``examples/berlin``."""
    table3 = published(data, "berlin-mss-2021/mss_2021_table3_z_values_and_indices.csv.gz")
    mss = published(data, "berlin-mss-2021/mss_2021_wfs.csv.gz")
    theirs = mss.select("PLR_ID", "SI_V", "DI_V").rename(
        {"PLR_ID": "area", "SI_V": "status", "DI_V": "dynamics"}
    )
    return [
        *_totals(bundle),
        *_series(bundle),
        *_margins(bundle),
        *_same_cut(bundle, data),
        *_crosswalk(bundle, mss),
        *_facilities(bundle, data),
        *_classes(bundle, theirs, edition=2021, assessed=ASSESSED_2021),
        *_index_values(bundle, table3),
    ]


def claims_of_2019(bundle: Bundle, data: Path) -> list[Claim]:
    """Everything that must hold for ``examples/berlin-2019``."""
    mss = published(data, "berlin-mss-2019/mss_2019_planning_areas.csv.gz")
    theirs = mss.select(
        pl.col("id").str.zfill(8).alias("area"),
        pl.col("status_index_class").alias("status"),
        pl.col("dynamic_index_class").alias("dynamics"),
    )
    return list(_classes(bundle, theirs, edition=2019, assessed=ASSESSED_2019))


def _residents(bundle: Bundle, level: str) -> pl.DataFrame:
    return bundle.indicators.filter(
        (pl.col("indicator") == "residents_total") & (pl.col("level") == level)
    ).select("reference_date", "area", "value", "observation")


def _totals(bundle: Bundle) -> Iterator[Claim]:
    found = dict(_residents(bundle, "district").select("reference_date", "value").iter_rows())
    for day, total in TOTALS.items():
        yield equal(f"residents of {day}", found.get(day), total)


def _series(bundle: Bundle) -> Iterator[Claim]:
    """One series on the cut of 2021: every area at every date, and nobody lost."""
    areas = _residents(bundle, "planning_area").drop_nulls("value")
    for day, total in TOTALS.items():
        of_day = areas.filter(pl.col("reference_date") == day)
        yield equal(f"areas with residents of {day} on the cut of 2021", of_day.height, AREAS)
        yield equal(f"sum of the areas of {day}", of_day["value"].sum(), total)


def _margins(bundle: Bundle) -> Iterator[Claim]:
    """Age groups add up to the residents of each area, also after the crosswalk."""
    cells = bundle.cells.filter(
        (pl.col("cube") == "residents") & (pl.col("level") == "planning_area")
    )
    codes = [c for d in bundle.cubes["residents"]["dimensions"] if d["name"] == "age"
             for c in d["codes"]]  # fmt: skip
    place = ["reference_date", "area"]
    slices = [f"age={code}" for code in codes]
    ages = cells.filter(pl.col("slice").is_in(slices)).group_by(place).agg(pl.col("value").sum())
    whole = cells.filter(pl.col("slice") == "all").select(*place, total="value")
    same = ages.join(whole, on=place).filter(pl.col("value") == pl.col("total")).height
    yield equal("areas and dates whose age groups add up", same, AREAS * len(TOTALS))


def _same_cut(bundle: Bundle, data: Path) -> Iterator[Claim]:
    """From 2021 on no crosswalk is needed: the register's numbers as they are."""
    areas = _residents(bundle, "planning_area")
    for year in (2021, 2022, 2023):
        name = f"berlin-lor-population/population_{year}-02_t2_planning_areas.csv.gz"
        register = published(data, name).select(
            pl.col("id").str.zfill(8).alias("area"), true=pl.col("inhabitants").cast(pl.Float64)
        )
        ours = areas.filter(pl.col("reference_date") == date(year, 12, 31))
        same = ours.join(register, on="area").filter(pl.col("value") == pl.col("true")).height
        yield equal(f"areas equal to the register of {year}", same, AREAS)


def _crosswalk(bundle: Bundle, mss: pl.DataFrame) -> Iterator[Claim]:
    """2020 came on the old cut; the monitoring knows the same day on the new one."""
    truth = mss.select(area="PLR_ID", residents=pl.col("EW").cast(pl.Float64)).fill_null(0.0)
    day = pl.col("reference_date") == date(2020, 12, 31)
    ours = _residents(bundle, "planning_area").filter(day)
    error = crosswalk_error(ours.select("area", residents="value"), truth, column="residents")
    exact = ours.filter(pl.col("observation") == "counted").height
    yield equal(
        "true residents of 2020 on the cut of 2021", error.total, TOTALS[date(2020, 12, 31)]
    )
    yield at_most("crosswalk 2020: misplaced share of residents", error.share, MISPLACED)
    yield _told("crosswalk 2020: areas that are exact sums", exact)
    yield _told("crosswalk 2020: median error of an area", error.median)
    yield _told("crosswalk 2020: 90 % of areas err less than", error.p90)
    yield _told("crosswalk 2020: largest error of an area", error.largest)


def _told(name: str, found: float) -> Claim:
    return Claim(name=name, found=found, expected=None, holds=True)


def _facilities(bundle: Bundle, data: Path) -> Iterator[Claim]:
    lists = {
        "daycare": ("kitas_per_plr_simple", "kita_count"),
        "care": ("pflegeeinrichtungen_per_plr_simple", "pe_count"),
        "school": ("schools_per_plr_simple", "school_count"),
        "youth": ("jugendfreizeiteinrichtungen_per_plr", "jfe_count"),
    }
    for service, (name, column) in lists.items():
        theirs = published(data, f"berlin-einrichtungen/{name}.csv.gz").select(
            area="PLR_ID", count=pl.col(column).cast(pl.Float64).fill_null(0.0)
        )
        ours = bundle.services.filter(pl.col("service") == service).group_by("area").len()
        both = theirs.join(ours, on="area", how="left").with_columns(pl.col("len").fill_null(0))
        same = both.filter(pl.col("len") == pl.col("count")).height
        yield equal(f"areas with the published number of {service} facilities", same, AREAS)


def _classes(
    bundle: Bundle, theirs: pl.DataFrame, *, edition: int, assessed: int
) -> Iterator[Claim]:
    """Classes as published, and no class where the publisher gives none."""
    ours = _of_edition(bundle, edition)
    for part in ("status", "dynamics"):
        own = ours.filter(pl.col("part") == part).select("area", own="class")
        both = theirs.select("area", theirs=part).join(own, on="area", how="full", coalesce=True)
        known = both.drop_nulls("theirs")
        same = known.filter(pl.col("own") == pl.col("theirs")).height
        extra = both.filter(pl.col("theirs").is_null() & pl.col("own").is_not_null()).height
        yield equal(f"monitoring {edition}: {part} classes as published", same, assessed)
        yield equal(f"monitoring {edition}: areas with a {part} class", known.height, assessed)
        yield equal(f"monitoring {edition}: {part} classes nobody published", extra, 0)


def _of_edition(bundle: Bundle, edition: int) -> pl.DataFrame:
    """An edition describes the last day of the year before it."""
    day = date(edition - 1, 12, 31)
    return bundle.indices.filter((pl.col("index") == "mss") & (pl.col("reference_date") == day))


def _index_values(bundle: Bundle, table3: pl.DataFrame) -> Iterator[Claim]:
    columns = {
        "status": "Status-Index (standardisierte Statussumme)",
        "dynamics": "Dynamik-Index (standardisierte Dynamik-summe)",
    }
    for part, column in columns.items():
        theirs = table3.select(area="PLR-ID", theirs=pl.col(column).cast(pl.Float64, strict=False))
        ours = _of_edition(bundle, 2021).filter(pl.col("part") == part)
        both = ours.join(theirs, on="area").drop_nulls(["index_value", "theirs"])
        apart = (both["index_value"] - both["theirs"]).abs().max()
        yield equal(f"monitoring 2021: {part} index values in table 3", both.height, ASSESSED_2021)
        largest = float("inf") if not isinstance(apart, float) else round(apart, DIGITS)
        yield at_most(f"monitoring 2021: {part} index, largest difference", largest, ROUNDING)


def main() -> int:
    """Tell every claim; 1 when one does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path, help="folder of the round")
    parser.add_argument("--edition-2019", type=Path, help="folder of the round of berlin-2019")
    parser.add_argument("--json", action="store_true", help="for machines")
    chosen = parser.parse_args()
    data = Path(os.environ["KREISBLICK_DATA"])
    claims = claims_of_round(current_bundle(chosen.out), data)
    if chosen.edition_2019 is not None:
        claims += claims_of_2019(current_bundle(chosen.edition_2019), data)
    lines = [str(claim) for claim in claims]
    told = json.dumps([asdict(c) for c in claims], indent=1) if chosen.json else "\n".join(lines)
    sys.stdout.write(f"{told}\n")
    return 0 if all(claim.holds for claim in claims) else 1


if __name__ == "__main__":
    sys.exit(main())
