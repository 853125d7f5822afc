"""Address assignment: rows per second, precision and recall on Berlin with generated dirt.

Run: ``python benchmarks/addresses.py [rows] [seeds...]`` (100,000; 7 23 2024; the rules were fixed
on seeds from 101 on). Needs the open data named by ``KREISBLICK_DATA``. ``dirt.py`` says what the
dirt is. Beside us in the same run: rapidfuzz (ratio >= 90 inside the postcode, on 2,000 rows) and
Splink 5 (a short configuration with the number inside the blocking rules, on 20,000 rows).
KOR.addrlink needs R; its figures are those recorded for 10,000 rows of Dortmund. Then the same with
decisions of a simulated clerk, who looks at the list of doubtful spellings and knows the truth.
"""

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
from rapidfuzz import fuzz, process

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


def by_rapidfuzz(inside: pl.DataFrame, rows: pl.DataFrame) -> float:
    """Rows per second of rapidfuzz inside the postcode."""
    text = pl.concat_str("street", pl.lit(" "), pl.col("number").fill_null(""))
    plain = text.str.to_lowercase().str.replace_all("ß", "ss").str.replace(r"str\.? ", "strasse ")
    blocks = {
        str(code): part["text"].to_list()
        for (code,), part in inside.with_columns(text=plain).group_by("postcode")
    }
    asked = rows.with_columns(text=plain).select("text", "postcode").rows()
    start = time.process_time()
    for asked_text, code in asked:
        process.extractOne(asked_text, blocks.get(code, []), scorer=fuzz.ratio, score_cutoff=90)
    return len(asked) / (time.process_time() - start)


def by_splink(inside: pl.DataFrame, rows: pl.DataFrame, ours: float) -> str:
    """Precision, recall and rows per CPU second of a short Splink model, beside ours."""
    import splink.comparison_library as cl  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    left, right = splink_frame(rows.with_row_index("id")), splink_frame(inside.with_row_index("id"))
    truth = rows["truth"].to_list()
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1 / inside.height,
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=[
            block_on("number", "postcode"),
            block_on("number", "street"),
        ],
        comparisons=[
            cl.JaroWinklerAtThresholds("street", [0.95, 0.88, 0.8]),
            cl.LevenshteinAtThresholds("postcode", [1]),
            cl.ExactMatch("number"),
        ],
    )
    start, wall = time.process_time(), time.perf_counter()
    engine = DuckDBAPI()
    linker = Linker([engine.register(left), engine.register(right)], settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    for rule in (block_on("number", "postcode"), block_on("street", "postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    spent, waited = time.process_time() - start, time.perf_counter() - wall
    pairs = pl.from_pandas(found[["id_l", "id_r", "match_probability"]])
    best = pairs.sort("match_probability", descending=True).unique("id_l", keep="first")
    ids = make_ids(inside)
    right_ones = sum(
        truth[int(row[0][1:])] == ids[int(row[1][1:])]
        for row in best.select("id_l", "id_r").iter_rows()
    )
    exist = sum(one is not None for one in truth)
    return (
        f"Splink 5 (p >= 0.5) on {rows.height:,} rows: {rows.height / waited:,.0f} rows/s wall "
        f"({rows.height / spent:,.0f} per CPU s), precision {100 * right_ones / best.height:.2f} %,"
        f" recall {100 * right_ones / exist:.2f} %; ratio {ours * spent / rows.height:.1f}"
    )


def splink_frame(table: pl.DataFrame) -> object:
    """Columns that a short model would use, folded plainly."""
    suffix = pl.col("suffix").fill_null("") if "suffix" in table.columns else pl.lit("")
    whole = pl.concat_str(
        "street", pl.lit(" "), pl.col("number").fill_null(""), suffix
    ).str.to_lowercase()
    whole = whole.str.replace_many({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", " nr. ": " "})
    parts = whole.str.extract_groups(r"^(.*?)\s*0*(\d+\s*[a-z]?)\s*$")
    side = pl.lit("l" if "truth" in table.columns else "r")
    return table.select(
        pl.concat_str(side, pl.col("id").cast(pl.String)).alias("id"),
        parts.struct.field("1").str.replace(r"str\.?$", "strasse").alias("street"),
        parts.struct.field("2").str.replace_all(" ", "").alias("number"),
        pl.col("postcode").replace("", None).alias("postcode"),
        pl.col("place").replace("", None).alias("place"),
    ).to_pandas()


def make_ids(inside: pl.DataFrame) -> list[str]:
    """The address of each reference row as the reference writes it."""
    number = pl.concat_str(pl.col("number"), pl.col("suffix").fill_null("").str.to_lowercase())
    return inside.select(
        pl.format("{} {}, {} {}", "street", number, "postcode", "place").alias("id")
    )["id"].to_list()


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
    main()
