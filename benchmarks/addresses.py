"""Address assignment: rows per second, precision and recall on Berlin with generated dirt.

Run: ``python benchmarks/addresses.py [rows] [seeds...]`` (100,000; 7 23 2024; the rules were fixed
on seeds from 101 on). Needs the open data named by ``KREISBLICK_DATA``. ``dirt.py`` says what the
dirt is. Beside us in the same run: rapidfuzz (ratio >= 90 inside the postcode, on 2,000 rows) and
Splink 5 (a short configuration with the number inside the blocking rules, on 20,000 rows).
KOR.addrlink needs R; its figures are those recorded for 10,000 rows of Dortmund. Then the same with
decisions of a simulated clerk, who looks at the list of doubtful spellings and knows the truth.
"""

import logging
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from dirt import address, berlin, sample, typo
from peers import by_rapidfuzz, by_splink

from kreisblick.territory.addresses import Reference, assign, make_reference
from kreisblick.territory.addresses.learn import DECISIONS
from kreisblick.territory.review import review_list

RECORDED = "KOR.addrlink 1.0.1 (recorded): 265 rows/s, precision 93.22 %, recall 94.89 %"
PEER_ROWS, SPLINK_ROWS = 2_000, 20_000


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one run found."""

    found: pl.DataFrame
    seconds: float
    cpu: float

    @property
    def matched(self) -> pl.DataFrame:
        """Rows with an address."""
        return self.found.filter(decision="match")

    @property
    def right(self) -> int:
        """Rows with the right address."""
        return self.matched.filter(pl.col("address_id") == pl.col("truth")).height

    @property
    def precision(self) -> float:
        """Right addresses among those given."""
        return self.right / self.matched.height

    @property
    def recall(self) -> float:
        """Right addresses among those that exist."""
        return self.right / self.found["truth"].count()


def run(table: pl.DataFrame, reference: Reference, decisions: pl.DataFrame | None = None) -> Result:
    """Assign and stop the time."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = assign(table, reference, decisions=decisions)
    return Result(found=found, seconds=time.perf_counter() - wall, cpu=time.process_time() - cpu)


def lower_bound(share: float, count: int) -> float:
    """Lower end of the 95 % Wilson interval."""
    z = 1.96
    middle = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - spread) / (1 + z * z / count)


def clerk(result: Result, reference: Reference) -> pl.DataFrame:
    """Decisions about every spelling that means one street in truth."""
    streets = reference.streets.select("sid", "street", "postcode", "place")
    houses = reference.houses.select("sid", truth="address_id").join(streets, on="sid")
    listed = review_list(result.found)
    asked = result.found.join(houses, on="truth", suffix="_to").filter(
        pl.col("decision").is_in(["review", "none"])
    )
    scope = [
        pl.when(pl.col(name) == "").then(pl.lit("-")).otherwise(name).alias(name)
        for name in ("postcode", "place")
    ]
    goal = ["street_to", "postcode_to", "place_to"]
    one = (
        review_list_rows(asked)
        .with_columns(scope)
        .group_by("folded", "postcode", "place")
        .agg(pl.col(goal).first(), kinds=pl.struct(goal).n_unique())
        .filter(pl.col("kinds") == 1)
    )
    keys = ["street", "postcode", "place"]
    decided = listed.select(keys).join(one, left_on=keys, right_on=["folded", *keys[1:]])
    known = decided.with_row_index("row").select(
        *keys,
        decision_id=pl.col("row").cast(pl.String),
        kind=pl.lit("same_street"),
        to_street="street_to",
        to_postcode="postcode_to",
        to_place="place_to",
    )
    rest = [pl.lit("").alias(name) for name in DECISIONS if name not in known.columns]
    return known.with_columns(rest).select(list(DECISIONS))


def review_list_rows(asked: pl.DataFrame) -> pl.DataFrame:
    """Rows with the folded street under which the list shows them."""
    from kreisblick.territory.addresses import shipped_rules  # noqa: PLC0415
    from kreisblick.territory.addresses.normalise import fold  # noqa: PLC0415
    from kreisblick.territory.addresses.number import part_street  # noqa: PLC0415

    rules = shipped_rules()
    parted = part_street(pl.col("street"), rules).struct.field("street")
    example = (
        pl.when(pl.col("number").str.strip_chars() == "")
        .then(pl.coalesce(parted, "street"))
        .otherwise("street")
    )
    return asked.with_columns(folded=fold(example.str.strip_chars(), rules))


def told(name: str, result: Result) -> None:
    """One line about a run."""
    lost = result.found.filter(pl.col("truth").is_null())
    beyond = lost.filter(error="number beyond the end").filter(decision="match").height
    elsewhere = lost.filter(error="street from elsewhere")
    bound = lower_bound(result.precision, result.matched.height)
    print(
        f"  {name:<18} {result.found.height / result.seconds:>8,.0f} rows/s"
        f" ({result.found.height / result.cpu:,.0f} per CPU s), precision"
        f" {100 * result.precision:.3f} % (at least {100 * bound:.3f}), recall"
        f" {100 * result.recall:.2f} %, numbers invented {beyond}, streets from elsewhere"
        f" matched {elsewhere.filter(decision='match').height} of {elsewhere.height}"
    )


def by_error(results: list[Result]) -> None:
    """Recall and precision for each kind of error, over all seeds."""
    whole = pl.concat(result.found for result in results)
    right = (pl.col("decision") == "match") & (pl.col("address_id") == pl.col("truth"))
    given = pl.col("decision") == "match"
    shown = (
        whole.filter(pl.col("truth").is_not_null())
        .group_by("error")
        .agg(rows=pl.len(), recall=100 * right.mean(), wrong=(given & ~right).sum())
        .sort("rows", descending=True)
    )
    for error, rows, recall, wrong in shown.iter_rows():
        print(f"    {error:<18} {rows:>8,} rows, recall {recall:6.2f} %, wrong {wrong}")
    review = whole.filter((pl.col("decision") == "review") & pl.col("truth").is_not_null())
    named = review.filter(pl.col("candidate2").str.contains(pl.col("truth"), literal=True)).height
    share = 100 * named / max(review.height, 1)
    print(f"    in review: the right address is named in {share:.1f} %")


def lost_and_misspelt(inside: pl.DataFrame, rows: int, seed: int) -> pl.DataFrame:
    """Rows with one typing error in the street and no postcode, with their city part."""
    rng = random.Random(seed)
    known = inside.filter(pl.col("number").is_not_null()).with_columns(
        pl.col("suffix").fill_null("")
    )
    chosen = known.sample(rows, seed=seed).to_dicts()
    return pl.DataFrame(
        [
            {
                "street": typo(row["street"], rng),
                "number": row["number"] + row["suffix"],
                "postcode": "",
                "place": row["place"],
                "truth": address(row),
            }
            for row in chosen
        ]
    )


def told_lost(results: list[pl.DataFrame]) -> None:
    """How many rows with two faults are found, and how many name the right address at least."""
    found = pl.concat(results)
    right = (pl.col("decision") == "match") & (pl.col("address_id") == pl.col("truth"))
    rest = found.filter(pl.col("decision") != "match")
    named = rest.filter(pl.col("candidate2").str.contains(pl.col("truth"), literal=True)).height
    wrong = found.filter((pl.col("decision") == "match") & ~right).height
    print(
        "  postcode missing and one typo (with city part):"
        f" {100 * found.filter(right).height / found.height:.2f} % automatic, wrong {wrong};"
        f" of the rest {100 * named / max(rest.height, 1):.1f} % name the right address"
    )


PEAK = """
import resource, sys
from pathlib import Path
from kreisblick.territory.addresses import assign_files
assign_files(*map(Path, sys.argv[1:]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def peak_of_files(inside: pl.DataFrame, table: pl.DataFrame) -> float:
    """Peak memory in MB of assigning the list from file to file, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / "rows.csv", folder / "reference.csv", folder / "out.csv"]
        table.drop("truth", "error").write_csv(paths[0])
        inside.write_csv(paths[1])
        words = [sys.executable, "-c", PEAK, *map(str, paths)]
        return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Measure and print."""
    given = [*map(int, sys.argv[1:])]
    rows, seeds = given[0] if given else 100_000, given[1:] or [7, 23, 2024]
    plain, taught, ratios, lost = [], [], [], []
    for seed in seeds:
        inside, table = sample(berlin(), rows, seed)
        start = time.process_time()
        reference = make_reference(inside)
        spent = time.process_time() - start
        print(f"seed {seed}: {inside.height:,} addresses, reference in {spent:.1f} CPU s")
        plain.append(run(table, reference))
        told("automatic", plain[-1])
        decisions = clerk(plain[-1], reference)
        taught.append(run(table, reference, decisions))
        told(f"+ {decisions.height} decisions", taught[-1])
        lost.append(assign(lost_and_misspelt(inside, rows // 20, seed), reference))
        ratios.append(rows / plain[-1].cpu / by_rapidfuzz(inside, table.head(PEER_ROWS)))
    print("all seeds, automatic:")
    by_error(plain)
    told_lost(lost)
    print("all seeds, with decisions:")
    by_error(taught)
    speed = statistics.median(rows / result.cpu for result in plain)
    print(f"  rapidfuzz, ratio of rows per CPU second: {statistics.median(ratios):.1f}")
    print(f"  {RECORDED}; ratio {speed / 265:.0f}")
    print(f"  peak memory from file to file {peak_of_files(inside, table):,.0f} MB")
    print(f"  ours {speed:,.0f} rows per CPU s")
    print(f"  {by_splink(inside, table.head(SPLINK_ROWS), speed)}")
    if os.environ.get("SHOW"):
        bad = plain[-1].matched.filter(pl.col("address_id").ne_missing(pl.col("truth")))
        print(bad.select("street", "number", "postcode", "place", "address_id", "truth", "reason"))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)  # Splink tells every step
    main()
