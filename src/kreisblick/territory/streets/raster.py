"""The employment agency's Straßenraster: streets with stretches of odd and even numbers per area.

Verified from the agency's public pages: two CSV files, the raster (name ends with ``ra``, 13
columns) and its areas (``zu``, 4 columns: key, name, residents among them); keys of nine digits;
997 and 998 where the last odd or even number is not known; the numbers are never all empty; every
area has at least 1,000 residents.

Assumed, because annex 1 of the districts' contracts was not to be had: the order of the columns,
that suffixes have columns of their own, semicolon and Windows-1252. The order stands in
``catalogue/streets.yaml``; every row is held against it, and a file in another order is refused.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.territory.streets.errors import StreetFileError
from kreisblick.territory.streets.files import SIGNS, Text, parted, read_text
from kreisblick.territory.streets.model import Streets, empty_areas
from kreisblick.territory.streets.rules import RasterRules, shipped_street_rules
from kreisblick.territory.streets.stretches import Ends, stretches_of
from kreisblick.territory.streets.tables import refuse

__all__ = ["area_file", "is_raster", "read_raster"]

_SHOWN = 20  # more faults than this do not help


def is_raster(text: Text) -> bool:
    """Whether one of the first two lines has 13 fields, one of them a key of nine digits."""
    rules = shipped_street_rules().raster
    return any(_has_key(line, rules) for line in text.head[:2])


def _has_key(line: str, rules: RasterRules) -> bool:
    fields = parted(line, _sign(line))
    key = [f for f in fields if f.isdigit() and len(f) == rules.key_digits]
    return len(fields) == len(rules.columns) and bool(key)


def _sign(line: str) -> str:
    """What parts the fields of a line; a sign inside quotes does not."""
    return max(SIGNS, key=lambda sign: len(parted(line, sign)))


def area_file(path: Path) -> Path:
    """Where the areas of a raster lie: ``12345678-ra.csv`` has ``12345678-zu.csv``."""
    stem = path.stem
    cut = stem[:-2] if stem.lower().endswith("ra") else f"{stem}-"
    return path.with_name(f"{cut}zu{path.suffix}")


def read_raster(text: Text, path: Path) -> Streets:
    """A raster with its stretches, and its areas where their file lies beside.

    Raises:
        FaultsFoundError: with every row that does not hold what the order of columns says.
    """
    rules = shipped_street_rules().raster
    rows, first = _rows(text, rules.columns, skip=not _has_key(text.head[0], rules))
    refuse(text.name, list(_misplaced(rows, rules, first)))
    ends = Ends(odd=rules.odd_end, even=rules.even_end)
    rows = rows.drop([name for name in rows.columns if name.startswith("-")])
    found, faults = stretches_of(rows, ends, first=first)
    refuse(text.name, faults)
    return Streets(ranges=found, format="raster", areas=_areas(path, rules))


def _rows(text: Text, names: tuple[str, ...], *, skip: bool) -> tuple[pl.DataFrame, int]:
    sign = _sign(text.head[0])
    columns = [f"-{i}" if name == "-" else name for i, name in enumerate(names)]
    try:
        rows = pl.read_csv(
            text.content,
            separator=sign,
            has_header=False,
            skip_lines=int(skip),
            schema=dict.fromkeys(columns, pl.String),
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError:
        raise StreetFileError(file=text.name) from None
    return rows.with_columns(pl.all().str.strip_chars().replace("", None)), 1 + int(skip)


def _misplaced(rows: pl.DataFrame, rules: RasterRules, first: int) -> Iterator[Fault]:
    """Rows that show that the columns stand in another order, or are broken."""
    digits = {"area": rf"^\d{{{rules.key_digits}}}$", "postcode": r"^\d{5}$"}
    digits |= {"municipality": r"^\d{8}$"}
    wrong = {name: ~pl.col(name).str.contains(p) for name, p in digits.items()}
    for side, rest in (("odd", 1), ("even", 0)):
        for end in ("low", "high"):
            number = pl.col(f"{side}_{end}").cast(pl.Int32, strict=False)
            wrong[f"{side}_{end}"] = pl.col(f"{side}_{end}").is_not_null() & (
                number.is_null() | (number % 2 != rest)
            )
    text = _(
        "The column that should hold '{column}' holds something else. Correct the row; when all "
        "rows are told, put the order of your contract's columns into catalogue/streets.yaml."
    )
    for column, condition in wrong.items():
        if column not in rows.columns:
            continue
        bad = rows.select(condition.fill_null(value=column == "area")).to_series().arg_true()
        for row in bad.head(_SHOWN):
            where = _("line {line}").format(line=int(row) + first)
            yield Fault(code="wrong_order", message=text.format(column=column), where=where)


def _areas(path: Path, rules: RasterRules) -> pl.DataFrame:
    """Name and residents of the areas; empty where the file is not there."""
    beside = area_file(path)
    if not beside.is_file():
        return empty_areas()
    text = read_text(beside)
    place = rules.area_columns.index("area")
    fields = parted(text.head[0], _sign(text.head[0]))
    skip = len(fields) > place and not fields[place].isdigit()
    rows, _first = _rows(text, rules.area_columns, skip=skip)
    people = pl.col("inhabitants").str.replace_all(r"[.\s]", "").cast(pl.Int64, strict=False)
    return rows.select("area", "name", people.alias("inhabitants"))
