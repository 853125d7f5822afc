"""Lindenau's own misspelt register: how many of its rows get the right area, per kind of mess.

Run: ``python benchmarks/register.py [size] [seed]`` (hamlet; 1). The register carries the key of
every street, so the street that was meant is the one whose name stands most often beside the key;
street, number and postcode then say the area in the list of house coordinates. Beside us: the same
rows joined on street, number and postcode as they are written.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from kreisblick.territory.addresses import assign, make_reference

NAMES = {
    "StrSchl": "key",
    "Strasse": "street",
    "HausNr": "number",
    "PLZ": "postcode",
    "Ort": "place",
}


def invented(size: str, seed: int, folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The house coordinates and the register's rows of the latest date."""
    command = Path(sys.executable).with_name("kreisblick")
    words = [str(command), "lindenau", "--size", size, "--seed", str(seed)]
    subprocess.run([*words, "--out", str(folder)], check=True, capture_output=True)
    coordinates = next(folder.rglob("house_coordinates*.csv"))
    houses = pl.read_csv(coordinates, infer_schema=False, separator=";")
    registers = sorted((folder / "deliveries" / "resident_register" / "residents").glob("*.csv"))
    text = registers[-1].read_bytes().decode("cp1252")
    rows = pl.read_csv(text.encode(), infer_schema=False, separator=";").rename(NAMES)
    return houses.with_columns(area="area_2023"), rows.select("AGS", *NAMES.values())


def with_truth(rows: pl.DataFrame, houses: pl.DataFrame) -> pl.DataFrame:
    """The rows with the name that was meant, and the right area (null without an address)."""
    keys = ["AGS", "key"]
    known = rows.join(houses.select("street").unique(), on="street", how="semi")
    meant = known.group_by(*keys, "street").len().sort("len", "street", descending=True)
    meant = meant.unique(keys, keep="first", maintain_order=True)
    meant = meant.select(*keys, meant="street")
    number = pl.col("number").fill_null("").str.to_lowercase()
    found = rows.with_row_index("row").join(meant, on=keys, how="left", maintain_order="left")
    found = found.with_columns(
        n=number.str.extract(r"0*(\d+)"), letter=number.str.extract(r"\d\s*([a-z])$").fill_null("")
    )
    areas = houses.select(
        meant="street", n="number", letter=pl.col("suffix").fill_null("").str.to_lowercase(),
        postcode="postcode", truth="area",
    )  # fmt: skip
    return found.join(areas, on=["meant", "n", "letter", "postcode"], how="left").sort("row")


def mess() -> pl.Expr:
    """What is odd about a row."""
    street, meant = pl.col("street").fill_null(""), pl.col("meant")
    plain = [text.str.to_lowercase().str.replace_all("[ -]", "") for text in (street, meant)]
    german = {"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"}
    short = [text.str.replace_many(german).str.replace(r"str\.?$", "strasse") for text in plain]
    odd = ~pl.col("number").str.contains(r"^[1-9]\d*[a-z]?$")
    return (
        pl.when(pl.col("truth").is_null())
        .then(pl.lit("no address"))
        .when((street == meant) & odd)
        .then(pl.lit("number"))
        .when(street == meant)
        .then(pl.lit("as it is"))
        .when(plain[0] == plain[1])
        .then(pl.lit("case, hyphens"))
        .when(short[0] == short[1])
        .then(pl.lit("ß, ae, Str."))
        .otherwise(pl.lit("misspelt"))
    )


def main() -> None:
    """Measure and print."""
    size = sys.argv[1] if len(sys.argv) > 1 else "hamlet"
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        houses, rows = invented(size, seed, Path(folder))
    truth = with_truth(rows, houses).with_columns(mess=mess())
    found = assign(truth, make_reference(houses)).with_columns(
        right=(pl.col("area") == pl.col("truth")).fill_null(value=False)
    )
    given = pl.col("area").is_not_null()
    whole = pl.concat_str(pl.col("number"), pl.col("suffix").fill_null(""))
    plain = houses.select("street", "postcode", number=whole).unique()
    joined = found.join(plain, on=["street", "number", "postcode"], how="semi").height
    print(f"Lindenau ({size}, seed {seed}): {found.height:,} rows of the residents' register")
    table = found.group_by("mess").agg(
        rows=pl.len(), right=100 * pl.col("right").mean(), wrong=(given & ~pl.col("right")).sum()
    )
    for kind, count, right, wrong in table.sort("rows", descending=True).iter_rows():
        print(f"    {kind:<16} {count:>9,} rows, right area {right:6.2f} %, wrong {wrong}")
    print(f"    joined as written: {100 * joined / found.height:.2f} % find an address")


if __name__ == "__main__":
    main()
