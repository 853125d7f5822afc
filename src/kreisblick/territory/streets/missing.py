"""Missing: streets that deliveries use but the list lacks, and who is to be told."""

from pathlib import Path

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.territory.streets.errors import StreetColumnError
from kreisblick.territory.streets.headings import rename_known
from kreisblick.territory.streets.model import Streets
from kreisblick.territory.streets.read import read_sheet

__all__ = ["MISSING", "missing", "read_contacts", "read_used"]

MISSING = {
    "municipality": pl.String,
    "office": pl.String,
    "street": pl.String,
    "postcode": pl.String,
    "place": pl.String,
    "rows": pl.Int64,
}
UNKNOWN = "street_unknown"  # the reason in a review list
_NOT_GIVEN = "-"
_LETTERS = {"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"}


def read_used(path: Path) -> pl.DataFrame:
    """Spellings that deliveries use: ``street, postcode, place, rows``.

    A review list will do: of it, the rows count whose reason is an unknown street, in the
    spelling of the delivery.

    Raises:
        StreetFileError, StreetColumnError: when the file is no such table.
    """
    table = rename_known(read_sheet(path).table)
    names = ("street", "example", "postcode", "place", "rows", "reason")
    table = table.select(
        (pl.col(n) if n in table.columns else pl.lit(None)).cast(pl.String).alias(n) for n in names
    )
    if table["reason"].drop_nulls().len():
        table = table.filter(pl.col("reason") == UNKNOWN)
    return table.select(
        pl.coalesce("example", "street").alias("street"),
        *(pl.col(n).replace(_NOT_GIVEN, None) for n in ("postcode", "place")),
        pl.col("rows").cast(pl.Int64, strict=False).fill_null(1),
    ).filter(pl.col("street").is_not_null())


def read_contacts(path: Path) -> pl.DataFrame:
    """Who keeps the streets of a municipality: ``municipality`` (name or AGS), ``office``.

    Raises:
        StreetFileError, StreetColumnError: when the file is no such table.
    """
    told = _("municipality and office")
    sheet = read_sheet(path, frozenset({"office"}), told)
    table = rename_known(sheet.table)
    town = next((n for n in ("municipality", "place") if n in table.columns), None)
    if town is None or "office" not in table.columns:
        raise StreetColumnError(file=path.name, column=told, known=sheet.table.columns)
    return table.select(pl.col(town).alias("municipality"), "office")


def missing(
    used: pl.DataFrame, streets: Streets, *, contacts: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The spellings whose street the list lacks in their municipality.

    The postcode tells the municipality, else the place; a street that the list has under another
    spelling (``Str.``, ``ss``, ``ae``, hyphens) or another name is not missing.

    Args:
        used: ``street, postcode, place, rows``.
        streets: the list.
        contacts: ``municipality`` (name or AGS), ``office``.

    Returns:
        ``MISSING``, by municipality, the most frequent first; ``municipality`` is null where
        neither postcode nor place tells it, ``office`` where no contact is known.
    """
    known = _known(streets)
    towns = known.group_by("town").agg(
        label=pl.col("place").drop_nulls().sort().mode().sort().first()
    )
    asked = _with_town(used, known).with_columns(key=_plain("street"))
    here = asked.join(known.select("key", "town").unique(), on=["key", "town"], how="anti")
    anywhere = known.select("key").unique()
    nowhere = here.filter(pl.col("town").is_null()).join(anywhere, on="key", how="anti")
    lacking = pl.concat([here.filter(pl.col("town").is_not_null()), nowhere])
    found = lacking.sort("rows", "street", descending=[True, False]).group_by(
        "key", "town", "postcode", "place", maintain_order=True
    ).agg(pl.col("street").first(), pl.col("rows").sum())  # fmt: skip
    found = found.join(towns, on="town", how="left").with_columns(
        municipality=pl.coalesce("label", "town")
    )
    found = found.join(_offices(contacts, towns), on="town", how="left")
    return found.select(pl.col(n).cast(kind) for n, kind in MISSING.items()).sort(
        "municipality", "rows", "street", "postcode", "place",
        descending=[False, True, False, False, False], nulls_last=True,
    )  # fmt: skip


def _plain(column: str) -> pl.Expr:
    """A street's letters and digits, ``str`` spelt out."""
    text = pl.col(column).str.to_lowercase().str.replace_many(_LETTERS)
    return text.str.replace(r"str\.?\s*$", "strasse").str.replace_all(r"[^a-z0-9]", "")


def _known(streets: Streets) -> pl.DataFrame:
    """``key, postcode, place, town`` of every street; the town is its AGS, else its place."""
    parts = [
        frame.select("street", "postcode", "place", _town(frame))
        for frame in (streets.houses, streets.ranges)
    ]
    known = pl.concat(parts).unique()
    others = streets.names.select("other", "street").join(known, on="street")
    others = others.select(pl.col("other").alias("street"), "postcode", "place", "town")
    return pl.concat([known, others]).with_columns(key=_plain("street")).unique()


def _town(frame: pl.DataFrame) -> pl.Expr:
    if "municipality" not in frame.columns:
        return pl.col("place").alias("town")
    return pl.coalesce("municipality", "place").alias("town")


def _with_town(used: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The spellings with their town: by postcode, else by place."""
    asked = used.with_columns(_place=_plain("place"))
    for column, by in (("_by_code", "postcode"), ("_by_place", "_place")):
        towns = known.with_columns(_place=_plain("place")).drop_nulls([by, "town"])
        one = towns.group_by(by).agg(
            pl.when(pl.col("town").n_unique() == 1).then(pl.col("town").first()).alias(column)
        )
        asked = asked.join(one, on=by, how="left")
    return asked.with_columns(town=pl.coalesce("_by_code", "_by_place")).drop(
        "_by_code", "_by_place", "_place"
    )


def _offices(contacts: pl.DataFrame | None, towns: pl.DataFrame) -> pl.DataFrame:
    """``town, office``; a contact names a town by its AGS or by its name."""
    if contacts is None:
        return pl.DataFrame(schema={"town": pl.String, "office": pl.String})
    told = contacts.with_columns(key=_plain("municipality")).unique("key", keep="first")
    named = [
        towns.select("town", key=_plain(column)).join(told.select("key", "office"), on="key")
        for column in ("town", "label")
    ]
    both = pl.concat(named).select("town", "office")
    return both.unique("town", keep="first", maintain_order=True)
