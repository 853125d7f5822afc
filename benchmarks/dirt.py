"""Dirty addresses, made from a clean list by somebody who did not write the matcher's rules.

19 % exact, the rest with abbreviations, case, one or two typing errors, lost umlauts, odd number
formats, wrong or missing postcodes and initials; 25 % carry the number in the street field; 5 %
have no place in the reference and must stay unassigned (3 % streets from elsewhere, 2 % numbers far
beyond the end). Every row names its error, and "right" is the exact address, not only the area.
"""

import os
import random
import re
from pathlib import Path

import polars as pl

__all__ = ["DATA", "berlin", "sample"]

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
    error = kind_of(way)
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
    error = "postcode missing" if way >= 0.86 and not code else error
    made = {"street": street, "number": number, "postcode": code, "place": place}
    return made | {"error": error}


def kind_of(way: float) -> str:
    """The error's name, by where the die fell."""
    names = {
        0.19: "exact",
        0.41: "abbreviated",
        0.51: "one typo",
        0.53: "two typos",
        0.62: "hyphens",
        0.76: "umlauts",
        0.86: "number format",
        0.91: "postcode wrong",
        0.95: "initials",
        1.0: "abbreviated, typo",
    }
    return next(name for top, name in names.items() if way < top)


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
    good = inside.sample(int(rows * 0.95), with_replacement=True, seed=seed).to_dicts()
    bad = outside.sample(int(rows * 0.03), with_replacement=True, seed=seed).to_dicts()
    far = inside.sample(rows - len(good) - len(bad), with_replacement=True, seed=seed + 1)
    made = [dirty(row, rng) | {"truth": address(row)} for row in good]
    elsewhere = {"truth": None, "error": "street from elsewhere"}
    made += [dirty(row | {"postcode": rng.choice(codes)}, rng) | elsewhere for row in bad]
    top = dict(inside.group_by("street").agg(pl.col("number").cast(pl.Int64).max()).iter_rows())
    for row in far.to_dicts():
        beyond = str(top[row["street"]] + rng.randrange(2, 60))
        lost = {"truth": None, "error": "number beyond the end"}
        made.append(dirty(row | {"number": beyond, "suffix": ""}, rng) | lost)
    rng.shuffle(made)
    return inside, pl.DataFrame(made)


def address(row: dict[str, str]) -> str:
    """The id the reference gives to an address."""
    suffix = (row["suffix"] or "").lower()
    return f"{row['street']} {row['number']}{suffix}, {row['postcode']} {row['place']}"
