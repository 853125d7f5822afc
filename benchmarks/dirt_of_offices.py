"""A second kind of dirt, by another hand than ``dirt.py`` and the matcher: what programs do.

Old programs write capitals without umlauts and cut names; files are decoded wrongly, once or twice;
scanners read 0 for O and l for 1; exports drop postcodes, swap two digits, put the quarter behind
the town or the number behind a comma; clerks append a floor, a lodger's name, a second number.
Every row names its error; ``truth`` is the exact address. Of every seven rows one has no place: a
number hundreds beyond the street's end, a street with the opposite word or another type that does
not exist, a post box, a hidden address.
"""

import random
import re
from collections.abc import Callable

import polars as pl
from dirt import address

__all__ = ["KINDS", "LOST", "office_sample"]

Row = dict[str, str]
PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "ss"})
BLIND = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ß": "s"})
OPPOSITES = (("Alt", "Neu"), ("Nord", "Süd"), ("Ober", "Unter"), ("Groß", "Klein"), ("Ost", "West"))
TYPES = ("straße", "weg", "platz", "allee", "ring", "damm", "steig", "ufer")
KEYBOARD = {
    "e": "r",
    "r": "t",
    "t": "z",
    "n": "m",
    "a": "s",
    "s": "d",
    "i": "o",
    "l": "k",
    "h": "j",
}


def _mainframe(row: Row, rng: random.Random) -> Row:
    text = row["street"].translate(PLAIN).upper().replace("STRASSE", "STR.")
    return row | {"street": text, "place": row["place"].translate(PLAIN).upper()}


def _cut(row: Row, rng: random.Random) -> Row:
    text = row["street"].translate(PLAIN).upper().replace("STRASSE", "STR")
    parts = text.split("-")
    if len(parts) > 2:
        text = "-".join(
            [p if n in {0, len(parts) - 1} else f"{p[:2]}." for n, p in enumerate(parts)]
        )
    return row | {"street": text}


def _decoded(row: Row, rng: random.Random) -> Row:
    text = row["street"]
    way = rng.randrange(3)
    if way == 0:
        return row | {"street": text.encode().decode("cp1252", "replace")}
    if way == 1:
        once = text.encode().decode("cp1252", "replace")
        return row | {"street": once.encode().decode("cp1252", "replace")}
    return row | {"street": text.encode("cp1252").decode("cp850")}


def _lost(row: Row, rng: random.Random) -> Row:
    return row | {"street": re.sub("[äöüÄÖÜß]", rng.choice(["\ufffd", "?"]), row["street"])}


def _blind(row: Row, rng: random.Random) -> Row:
    return row | {"street": row["street"].translate(BLIND)}


def _scanned(row: Row, rng: random.Random) -> Row:
    pairs = [("O", "0"), ("l", "1"), ("S", "5"), ("ß", "0"), ("rn", "m"), ("o", "0")]
    able = [pair for pair in pairs if pair[0] in row["street"]]
    old, new = rng.choice(able) if able else ("", "")
    return row | {"street": row["street"].replace(old, new, 1) if old else row["street"]}


def _neighbour_key(row: Row, rng: random.Random) -> Row:
    text = row["street"]
    spots = [n for n, letter in enumerate(text) if letter in KEYBOARD and n > 0]
    if not spots:
        return row
    at = rng.choice(spots)
    return row | {"street": text[:at] + KEYBOARD[text[at]] + text[at + 1 :]}


def _doubled(row: Row, rng: random.Random) -> Row:
    text = row["street"]
    at = rng.randrange(1, len(text))
    return row | {"street": text[:at] + text[at - 1] + text[at:]}


def _apart(row: Row, rng: random.Random) -> Row:
    text = row["street"]
    for kind in TYPES:
        if text.endswith(kind):
            return row | {"street": f"{text[: -len(kind)]} {kind.capitalize()}"}
    return row | {
        "street": text.replace("-", rng.choice([" ", ""])).replace(" ", rng.choice([" ", "-"]))
    }


def _swapped(row: Row, rng: random.Random) -> Row:
    code, at = row["postcode"], rng.randrange(1, 4)
    return row | {"postcode": code[:at] + code[at + 1] + code[at] + code[at + 2 :]}


def _no_code(row: Row, rng: random.Random) -> Row:
    return row | {"postcode": ""}


def _no_code_typo(row: Row, rng: random.Random) -> Row:
    return _neighbour_key(row, rng) | {"postcode": ""}


def _quarter(row: Row, rng: random.Random) -> Row:
    words = [f"Berlin-{row['place']}", f"{row['place']} (Berlin)", f"1000 Berlin, {row['place']}"]
    return row | {"place": rng.choice(words)}


def _one_field(row: Row, rng: random.Random) -> Row:
    mark = rng.choice([", ", " Nr. ", "  ", " Haus-Nr. "])
    return row | {"street": f"{row['street']}{mark}{row['number']}", "number": ""}


def _tail(row: Row, rng: random.Random) -> Row:
    tails = ["2. OG", "c/o Mustermann", "HH links", "Whg. 7", "Hinterhaus", "EG rechts"]
    return row | {"number": f"{row['number']} {rng.choice(tails)}"}


def _slash(row: Row, rng: random.Random) -> Row:
    return row | {"number": re.sub(r"(\d)\s*([A-Za-z])$", r"\1 / \2", row["number"]).rjust(4, "0")}


def _initials(row: Row, rng: random.Random) -> Row:
    parts = re.split("-", row["street"])
    if len(parts) < 3:
        return _mainframe(row, rng)
    return row | {"street": " ".join([*(f"{p[0]}." for p in parts[:-2]), "-".join(parts[-2:])])}


KINDS: dict[str, Callable[[Row, random.Random], Row]] = {
    "mainframe": _mainframe,
    "cut": _cut,
    "wrongly decoded": _decoded,
    "letter lost": _lost,
    "umlaut dropped": _blind,
    "scanned": _scanned,
    "neighbour key": _neighbour_key,
    "doubled letter": _doubled,
    "written apart": _apart,
    "digits swapped": _swapped,
    "no postcode": _no_code,
    "no postcode, typo": _no_code_typo,
    "quarter in town": _quarter,
    "one field": _one_field,
    "tail": _tail,
    "slash and zeros": _slash,
    "initials": _initials,
}


def _beyond(row: Row, rng: random.Random) -> Row:
    return row | {"number": str(int(row["top"]) + rng.randrange(100, 900))}


def _post_box(row: Row, rng: random.Random) -> Row:
    box = f"{rng.randrange(10, 99)} {rng.randrange(10, 99)} {rng.randrange(10, 99)}"
    return row | {"street": f"Postfach {box}", "number": ""}


def _hidden(row: Row, rng: random.Random) -> Row:
    return row | {
        "street": rng.choice(["Auskunftssperre", "AUSKUNFTSSPERRE § 51 BMG"]),
        "number": "",
    }


def _other_type(row: Row, rng: random.Random) -> Row:
    for kind in TYPES:
        if row["street"].endswith(kind):
            other = rng.choice([one for one in TYPES if one != kind])
            return row | {"street": row["street"][: -len(kind)] + other}
    return row | {"street": f"{row['street']} Gewerbehof"}


def _opposite(row: Row, rng: random.Random) -> Row:
    for pair in OPPOSITES:
        for one, other in (pair, pair[::-1]):
            if row["street"].startswith(one):
                return row | {"street": other + row["street"][len(one) :]}
    return row | {"street": f"{rng.choice(['Kleine', 'Obere', 'Hintere'])} {row['street']}"}


LOST: dict[str, Callable[[Row, random.Random], Row]] = {
    "number far beyond": _beyond,
    "post box": _post_box,
    "hidden address": _hidden,
    "other type": _other_type,
    "opposite word": _opposite,
}


def office_sample(table: pl.DataFrame, rows: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A reference of 80 random postcodes and rows from offices' programs."""
    rng = random.Random(10_000 + seed)
    table = table.filter(pl.col("number").is_not_null())
    codes = rng.sample(sorted(table["postcode"].unique()), 80)
    inside = table.filter(pl.col("postcode").is_in(codes))
    names = {_key(name) for name in table["street"].unique()}
    top = pl.col("number").cast(pl.Int64).max().over("street").cast(pl.String)
    drawn = inside.with_columns(top=top).sample(rows, with_replacement=True, seed=seed).to_dicts()
    made: list[dict[str, str | None]] = []
    for number, row in enumerate(drawn):
        lost = number % 7 == 6
        kinds = LOST if lost else KINDS
        error = rng.choice(list(kinds))
        plain = _plain(row)
        new = kinds[error](plain, rng)
        if lost and error in {"other type", "opposite word"} and _key(new["street"]) in names:
            continue  # such a street exists after all
        if not lost and new == plain:
            error = "exact"
        kept = {name: new[name] for name in ("street", "number", "postcode", "place")}
        made.append(kept | {"error": error, "truth": None if lost else address(row)})
    return inside, pl.DataFrame(made)


def _plain(row: Row) -> Row:
    number = row["number"] + (row["suffix"] or "")
    kept = {name: row[name] for name in ("street", "postcode", "place", "top")}
    return kept | {"number": number}


def _key(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower().translate(PLAIN).lower())
