"""Address assignment: rows per second, precision and recall on Berlin with generated dirt.

Run: ``python benchmarks/addresses.py [rows] [seed]``. Needs the open data named by
``KREISBLICK_DATA``. The dirt: 19 % exact, the rest with abbreviations, case, typing errors, lost
umlauts, odd number formats, wrong or missing postcodes and initials; 25 % carry the number in the
street field; 5 % have no place in the reference and must stay unassigned (3 % streets from
elsewhere, 2 % numbers far beyond the end). "Right" is the exact address, not only the area.
Peer: ``rapidfuzz`` ratio >= 90 inside the postcode, on lower-case text with "strasse" spelt out,
measured on 2,000 of the rows in the same run.
"""

import os
import random
import re
import resource
import sys
import time
from pathlib import Path

import polars as pl
from rapidfuzz import fuzz, process

from kreisblick.territory.addresses import assign, make_reference

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("KREISBLICK_DATA", ROOT.parent / "shared" / "data"))
FILE = DATA / "berlin-adressen-plr" / "adressen_plr_2023_06.csv.gz"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def berlin() -> pl.DataFrame:
    """All addresses of Berlin as a reference table."""
    names = {"hnr": "number", "hnr_zusatz": "suffix", "str_name": "street", "plz": "postcode"}
    names |= {"ort_name": "place", "PLR_ID": "area"}
    return pl.read_csv(FILE, infer_schema=False).rename(names).select(names.values())


def typo(text: str, rng: random.Random) -> str:
    """One insertion, deletion, substitution or swap behind the first letter."""
    at = rng.randrange(0, max(1, len(text) - 1))
    way = rng.randrange(4)
    if way == 0:
        return text[:at] + rng.choice(LETTERS) + text[at:]
    if way == 1:
        return text[:at] + text[at + 1 :]
    if way == 2:
        return text[:at] + rng.choice(LETTERS) + text[at + 1 :]
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def short(street: str, rng: random.Random) -> str:
    """Abbreviated or in capitals."""
    ways = ("Str.", "str.", "STR", "Str")
    cut = re.sub(r"(?i)straße$", lambda m: rng.choice(ways), street)
    return rng.choice([cut, cut.upper(), cut.lower()]).replace("ß", rng.choice(["ß", "ss"]))


def initials(street: str, _rng: random.Random) -> str:
    """First names as initials."""
    parts = street.split("-")
    return "-".join([f"{p[0]}." for p in parts[:-2]] + parts[-2:]) if len(parts) > 2 else street


def umlauts(street: str, rng: random.Random) -> str:
    """Umlauts in two letters, lost, or wrongly decoded."""
    way = rng.random()
    if way < 0.6:
        pairs = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
    elif way < 0.85:
        pairs = {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "Ä": "A", "Ö": "O", "Ü": "U"}
    else:
        pairs = {"ä": "Ã¤", "ö": "Ã¶", "ü": "Ã¼", "ß": "ÃŸ"}
    return "".join(pairs.get(letter, letter) for letter in street)


def dirty(row: dict[str, str], rng: random.Random) -> dict[str, str]:
    """One address as an office might write it."""
    street, number, code = row["street"], row["number"], row["postcode"]
    suffix = row["suffix"] or ""
    way = rng.random()
    if way < 0.19:
        number = number + suffix
    elif way < 0.41:
        street = short(street, rng)
    elif way < 0.53:
        street = typo(typo(street, rng), rng) if way > 0.51 else typo(street, rng)
    elif way < 0.62:
        street = (
            street.replace("-", " ") if rng.random() < 0.7 else street.replace("straße", " Straße")
        )
    elif way < 0.76:
        street = umlauts(street, rng)
    elif way < 0.86:
        number = rng.choice([f"Nr. {number}", f"0{number}", f"{number} "])
    elif way < 0.91:
        code = rng.choice(["", typo_digit(code, rng)])
    elif way < 0.95:
        street = initials(street, rng)
    else:
        street = typo(short(street, rng), rng)
    if not number.endswith(suffix) or not suffix:
        number = number + rng.choice([suffix, f" {suffix.lower()}"]).rstrip()
    place = rng.choice(["Berlin", "", row["place"]])
    if rng.random() < 0.25:
        street, number = f"{street} {number}", ""
    return {"street": street, "number": number, "postcode": code, "place": place}


def typo_digit(code: str, rng: random.Random) -> str:
    """A postcode with one digit changed."""
    at = rng.randrange(5)
    return code[:at] + str(rng.randrange(10)) + code[at + 1 :]


def sample(table: pl.DataFrame, rows: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A reference of 80 random postcodes and dirty rows with the right address in ``truth``."""
    rng = random.Random(seed)
    table = table.filter(pl.col("number").is_not_null())
    codes = rng.sample(sorted(table["postcode"].unique()), 80)
    inside = table.filter(pl.col("postcode").is_in(codes))
    names = inside["street"].unique().to_list()
    outside = table.filter(~pl.col("postcode").is_in(codes) & ~pl.col("street").is_in(names))
    ids = make_reference(inside).houses["address_id"].len()
    print(f"reference {inside.height:,} addresses ({ids:,} distinct), {rows:,} rows, seed {seed}")
    good = inside.sample(int(rows * 0.95), with_replacement=True, seed=seed).to_dicts()
    bad = outside.sample(int(rows * 0.03), with_replacement=True, seed=seed).to_dicts()
    far = inside.sample(rows - len(good) - len(bad), with_replacement=True, seed=seed + 1)
    made = [dirty(row, rng) | {"truth": address(row)} for row in good]
    made += [dirty(row | {"postcode": rng.choice(codes)}, rng) | {"truth": None} for row in bad]
    top = dict(inside.group_by("street").agg(pl.col("number").cast(pl.Int64).max()).iter_rows())
    for row in far.to_dicts():
        beyond = str(top[row["street"]] + rng.randrange(2, 60))
        made.append(dirty(row | {"number": beyond, "suffix": ""}, rng) | {"truth": None})
    rng.shuffle(made)
    return inside, pl.DataFrame(made)


def address(row: dict[str, str]) -> str:
    """The id the reference gives to an address."""
    suffix = (row["suffix"] or "").lower()
    return f"{row['street']} {row['number']}{suffix}, {row['postcode']} {row['place']}"


def peer(inside: pl.DataFrame, rows: pl.DataFrame) -> float:
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


def main() -> None:
    """Measure and print."""
    rows, seed = [*map(int, sys.argv[1:]), *(100_000, 7)[len(sys.argv) - 1 :]]
    inside, table = sample(berlin(), rows, seed)
    start = time.process_time()
    reference = make_reference(inside)
    print(f"reference made in {time.process_time() - start:.2f} CPU s")
    wall, start = time.perf_counter(), time.process_time()
    found = assign(table, reference)
    cpu, wall = time.process_time() - start, time.perf_counter() - wall
    match = found.filter(decision="match")
    right = match.filter(pl.col("address_id") == pl.col("truth")).height
    positives = table["truth"].count()
    wrong = match.filter(pl.col("truth").is_not_null()).height - right
    invented = match.filter(pl.col("truth").is_null()).height
    area = found.join(
        reference.houses.select(truth="address_id", true_area="area"), on="truth", how="left"
    ).filter(pl.col("area").is_not_null())
    area_right = area.filter(pl.col("area") == pl.col("true_area")).height
    print(f"assign {rows / wall:,.0f} rows/s wall, {rows / cpu:,.0f} rows/CPU s")
    print(f"precision {100 * right / match.height:.3f} % ({wrong} wrong, {invented} invented)")
    print(
        f"recall {100 * right / positives:.2f} %, area placed {area.height:,}, right {area_right:,}"
    )
    print(found["decision"].value_counts(sort=True).rows())
    print(found.filter(pl.col("decision") != "match")["reason"].value_counts(sort=True).rows())
    speed = peer(inside, table.head(2_000))
    print(f"peer rapidfuzz ratio in postcode {speed:,.0f} rows/s: ratio {rows / wall / speed:.0f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    if os.environ.get("SHOW"):
        bad = match.filter(pl.col("address_id") != pl.col("truth"))
        print(bad.select("street", "number", "postcode", "place", "address_id", "truth", "reason"))


if __name__ == "__main__":
    main()
