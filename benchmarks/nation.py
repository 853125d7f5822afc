"""A nation of 22 million addresses: its index, and 100,000 dirty rows against it.

Run: ``python benchmarks/nation.py [rows] [copies] [seed]`` (100,000; 55; 7). Berlin stands 55 times
under other postcodes, places and areas; ``dirt.py`` makes the dirt. Beside us over the same files:
DuckDB joins on a plainly folded street, number and postcode. Every step runs in a process of its
own, so that its memory is its own. Names repeat 55 times, so there are fewer different ones than in
the whole country. Needs the open data named by ``KREISBLICK_DATA``.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
from dirt import address, berlin, dirty

MEASURED = """
import json, resource, time, sys
from pathlib import Path
sys.path.insert(0, {here!r})
wall, cpu = time.perf_counter(), time.process_time()
{code}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
result = dict(result, wall=time.perf_counter() - wall, cpu=time.process_time() - cpu, peak=peak)
print(json.dumps(result))
"""
BUILD = """
from kreisblick.territory.addresses import build_index
result = {{"houses": build_index(sorted(Path({parts!r}).glob("*.parquet")), Path({index!r}))}}
"""
OPEN = """
from kreisblick.territory.addresses import read_reference
result = {{"streets": read_reference(Path({index!r})).streets.height}}
"""
ASSIGN = """
import polars as pl
from kreisblick.territory.addresses import assign, read_reference
known = read_reference(Path({index!r}))
opened = time.perf_counter() - wall
table = pl.read_parquet({rows!r})
start = time.perf_counter()
found = assign(table, known)
spent = time.perf_counter() - start
right = (pl.col("decision") == "match") & (pl.col("address_id") == pl.col("truth"))
given = found.filter(decision="match")
result = {{"opened": opened, "spent": spent, "right": found.filter(right).height,
          "given": given.height, "rows": found.height}}
"""
JOIN = """
import duckdb
def key(name):
    text = f"lower({{name}})"
    for one, other in (("ß", "ss"), ("str.", "strasse"), ("-", ""), (" ", "")):
        text = f"replace({{text}}, '{{one}}', '{{other}}')"
    return text
duckdb.sql("set threads = 2")
found = duckdb.sql(
    "select count(*) from read_parquet('{rows}') a join read_parquet('{parts}/*.parquet') b "
    f"on {{key('a.street')}} = {{key('b.street')}} and a.postcode = b.postcode "
    "and lower(a.number) = lower(b.number || coalesce(b.suffix, ''))"
)
result = {{"given": found.fetchall()[0][0]}}
"""


def measured(code: str, **names: str) -> dict[str, float]:
    """What a piece of code reports, its seconds and its peak of memory in MB."""
    text = MEASURED.format(here=str(Path(__file__).parent), code=code.format(**names))
    done = subprocess.run([sys.executable, "-c", text], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def copy(table: pl.DataFrame, number: int) -> pl.DataFrame:
    """The city once more, under keys of its own."""
    codes = sorted(table["postcode"].unique())
    other = {code: f"{number * 1_800 + place * 9:05}" for place, code in enumerate(codes)}
    return table.with_columns(
        pl.col("postcode").replace_strict(other),
        place=pl.concat_str("place", pl.lit(f" {number}")),
        area=pl.concat_str(pl.lit(f"{number:02}"), "area"),
    )


def spoilt(parts: list[pl.DataFrame], rows: int, seed: int) -> pl.DataFrame:
    """Dirty rows from all over the nation, with the right address in ``truth``."""
    rng = random.Random(seed)
    some = [part.sample(rows // len(parts) + 1, seed=seed) for part in parts]
    chosen = pl.concat(some).sample(rows, seed=seed, shuffle=True).to_dicts()
    return pl.DataFrame([dirty(row, rng) | {"truth": address(row)} for row in chosen])


def main() -> None:
    """Make the nation, measure, print."""
    given = [*map(int, sys.argv[1:])]
    rows, copies, seed = (given + [100_000, 55, 7][len(given) :])[:3]
    table = berlin().filter(pl.col("number").is_not_null())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "parts").mkdir()
        for number in range(copies):
            copy(table, number).write_parquet(folder / "parts" / f"{number:02}.parquet")
        chosen = [*range(0, copies, max(1, copies // 11))]
        asked = spoilt([copy(table, number) for number in chosen], rows, seed)
        asked.write_parquet(folder / "rows.parquet")
        del table, asked
        where = {"parts": str(folder / "parts"), "index": str(folder / "index")}
        where["rows"] = str(folder / "rows.parquet")
        report(where)


def report(where: dict[str, str]) -> None:
    """Measure each step and print a line about it."""
    built = measured(BUILD, **where)
    size = sum(path.stat().st_size for path in Path(where["index"]).iterdir()) / 2**20
    print(
        f"index of {built['houses']:,} addresses built in {built['wall']:.0f} s"
        f" ({built['cpu']:.0f} CPU s), peak {built['peak']:,.0f} MB, {size:,.0f} MB on disk"
    )
    opened = measured(OPEN, **where)
    print(
        f"opened in {opened['wall']:.1f} s with the programme, peak {opened['peak']:,.0f} MB,"
        f" {opened['streets']:,} streets"
    )
    found = measured(ASSIGN, **where)
    print(
        f"{found['rows']:,} rows assigned in {found['spent']:.1f} s, with start"
        f" {found['wall']:.1f} s ({found['cpu']:.1f} CPU s), peak {found['peak']:,.0f} MB,"
        f" precision {100 * found['right'] / found['given']:.3f} %,"
        f" recall {100 * found['right'] / found['rows']:.2f} %"
    )
    joined = measured(JOIN, **where)
    print(
        f"DuckDB, join on a plain key: {joined['wall']:.1f} s ({joined['cpu']:.1f} CPU s), peak"
        f" {joined['peak']:,.0f} MB, finds {100 * joined['given'] / found['rows']:.2f} %;"
        f" ratio of CPU seconds {joined['cpu'] / found['cpu']:.2f}"
    )


if __name__ == "__main__":
    main()
