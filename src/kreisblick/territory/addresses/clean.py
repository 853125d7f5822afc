"""Clean: rows of a list of addresses as they are compared, and all that cannot be in one list."""

from datetime import date

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.territory.addresses.errors import AddressColumnError
from kreisblick.territory.addresses.number import with_number
from kreisblick.territory.addresses.rules import AddressRules

__all__ = [
    "PLACE",
    "POINT",
    "SHOWN",
    "check_houses",
    "clean_houses",
    "no_address",
    "own_id",
    "valid_rows",
]

PLACE = ["street", "postcode", "place"]
POINT = ("x", "y")  # where a house stands; a reference in memory keeps it
SHOWN = 20  # more faults of one kind than this do not help
_TEXT = ("street", "number", "suffix", "postcode", "place")


def clean_houses(table: pl.DataFrame, rules: AddressRules, *, first_row: int = 2) -> pl.DataFrame:
    """All columns as text without blanks around, numbers read, ids given.

    Args:
        table: as ``make_reference`` takes it.
        rules: how numbers are read.
        first_row: number of the first row, for messages; row 1 is the heading.

    Returns:
        ``row, street, postcode, place, n, suf, municipality, address_id``, the area columns, and
        ``valid_from, valid_until``, ``x, y`` where they are given.

    Raises:
        AddressColumnError: when ``street``, ``number`` or ``area`` is missing.
    """
    for column in ("street", "number", "area"):
        if column not in table.columns:
            name = _("reference")
            raise AddressColumnError(table=name, column=column, known=table.columns)
    keys = [n for n in table.columns if n == "area" or n.startswith("area_")]
    keys += [n for n in ("municipality", "address_id") if n in table.columns]
    dates = [n for n in ("valid_from", "valid_until") if n in table.columns]
    points = list(POINT) if set(POINT) <= set(table.columns) else []
    rows = table.select(
        pl.int_range(first_row, pl.len() + first_row).alias("row"),
        *(
            (pl.col(n) if n in table.columns else pl.lit(""))
            .cast(pl.String)
            .fill_null("")
            .str.strip_chars()
            .alias(n)
            for n in _TEXT
        ),
        *(pl.col(n).cast(pl.String).str.strip_chars().replace("", None) for n in keys),
        *(_as_date(table, n) for n in dates),
        *(pl.col(n).cast(pl.Float64, strict=False) for n in points),
    )
    rows = with_number(rows, pl.concat_str("number", pl.lit(" "), "suffix"), rules)
    rows = rows.with_columns(suf="whole")
    if "municipality" not in rows.columns:
        rows = rows.with_columns(municipality=pl.lit(None, dtype=pl.String))
    own = own_id()
    given = pl.coalesce("address_id", own) if "address_id" in rows.columns else own
    rows = rows.filter(pl.col("street") != "").with_columns(address_id=given)
    areas = [n for n in keys if n not in ("municipality", "address_id")]
    found = ["row", *PLACE, "n", "suf", "municipality", "address_id", *areas, *dates, *points]
    return rows.select(found)


def _as_date(table: pl.DataFrame, column: str) -> pl.Expr:
    """A day, also where it is text (``2024-12-31``, ``31.12.2024``)."""
    if table.schema[column] == pl.Date:
        return pl.col(column)
    text = pl.col(column).cast(pl.String).str.strip_chars()
    days = [text.str.to_date(form, strict=False) for form in ("%Y-%m-%d", "%d.%m.%Y")]
    return pl.coalesce(days).alias(column)


def valid_rows(rows: pl.DataFrame, on: date | None) -> pl.DataFrame:
    """The rows that were valid on a day (``valid_from`` included, ``valid_until`` not)."""
    if on is None:
        return rows
    holds = [pl.lit(value=True)]
    if "valid_from" in rows.columns:
        holds.append(pl.col("valid_from").fill_null(date.min) <= on)
    if "valid_until" in rows.columns:
        holds.append(pl.col("valid_until").fill_null(date.max) > on)
    return rows.filter(pl.all_horizontal(holds))


def own_id() -> pl.Expr:
    """The address in one line: ``Hauptstraße 12a, 34117 Kassel``."""
    house = pl.concat_str(
        "street",
        pl.lit(" "),
        pl.col("n").cast(pl.String).fill_null(""),
        pl.col("suf").fill_null(""),
    ).str.strip_chars()
    town = pl.concat_str("postcode", pl.lit(" "), "place").str.strip_chars()
    return pl.when(town == "").then(house).otherwise(pl.concat_str(house, pl.lit(", "), town))


def check_houses(rows: pl.DataFrame) -> list[Fault]:
    """Everything that cannot be in one list.

    Args:
        rows: as ``clean_houses`` gives them; a column ``file`` names their list.
    """
    found = [
        *_faults(
            rows,
            "address_in_two_areas",
            _("The same address stands in two areas. Keep the right row and delete the other."),
            pl.col("area").n_unique().over([*PLACE, "n", "suf"]) > 1,
        )
    ]
    if rows["municipality"].null_count() < rows.height:
        text = _(
            "Streets of two municipalities have the same name, postcode and place. Write the "
            "municipality's name into the column 'place'."
        )
        several = pl.col("municipality").drop_nulls().n_unique().over(PLACE) > 1
        found += _faults(rows, "street_in_two_municipalities", text, several)
    return found


def _faults(rows: pl.DataFrame, code: str, text: str, wrong: pl.Expr) -> list[Fault]:
    files = "file" if "file" in rows.columns else pl.lit("").alias("file")
    found = rows.filter(wrong).select(files, "row").sort("file", "row").head(SHOWN)
    where = [_("row {row}").format(row=row) for row in found["row"]]
    return [
        Fault(code=code, message=text, where=f"{file}, {row}" if file else row)
        for file, row in zip(found["file"], where, strict=True)
    ]


def no_address() -> Fault:
    """A list without any address."""
    text = _("There is no address in the list. Check that it is the right file.")
    return Fault(code="no_address", message=text)
