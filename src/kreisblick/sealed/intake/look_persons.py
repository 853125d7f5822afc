"""Look at rows about persons: who stands twice, and where unlikely many live at one address.

An office, a shelter, or "registered at the town hall" shows as an address that is far fuller than
the fullest of the list. It is named by its rows, never by its street.
"""

from collections.abc import Sequence

import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.mapping.checks import CheckLimits
from kreisblick.sealed.mapping.definition import DeliveryDefinition

__all__ = ["look_for_crowds", "look_for_the_same"]

PERSON = "person"  # the field's agreed name
# people without an address are no crowd: each of them is decided about as such
NOWHERE = ("no_fixed_abode", "protected_address", "post_box", "street_missing")


def look_for_the_same(
    fields: pl.DataFrame, definition: DeliveryDefinition, book: FaultBook
) -> None:
    """Persons (or facilities) that stand in several rows.

    Args:
        fields: ``row`` and the fields of the record.
        definition: what tells two of them apart.
        book: takes the findings.
    """
    keys: Sequence[Sequence[str]] = definition.checks.unique
    if not keys and PERSON in fields.columns:
        home = ["main_home"] if "main_home" in fields.columns else []
        keys = [[PERSON, *home]]  # one row per person and home
    for key in keys:
        known = [name for name in key if name in fields.columns]
        if len(known) < len(key) or not book.wanted("duplicate_person"):
            continue
        named = fields.filter(pl.col(key[0]).is_not_null())
        rows = named.filter(~pl.struct(known).is_first_distinct())["row"].to_list()
        words = (
            _(
                "This row is about somebody who already stands further up. Keep one of the rows, "
                "or confirm that they are right."
            ),
            _(
                "{count} rows are about somebody who already stands further up. Keep one of the "
                "rows each, or confirm that they are right."
            ),
        )
        book.tell("duplicate_person", words, rows, None)


def look_for_crowds(
    rows: pl.Series,
    addresses: pl.DataFrame,
    where: pl.DataFrame,
    book: FaultBook,
    limits: CheckLimits,
) -> None:
    """Addresses at which unlikely many of the list's persons live.

    Args:
        rows: lines in the file.
        addresses: ``street, number, postcode, place`` as delivered.
        where: what the address programme found, in the same order.
        book: takes the findings.
        limits: how many are unlikely, measured by the list itself.
    """
    if not book.wanted("crowded_address") or rows.len() < limits.crowd_least:
        return
    # a known address is one, however it is spelt; an unknown one is its text
    street = pl.col("street").str.to_lowercase()
    spelt = pl.concat_str(street, "number", "postcode", separator="\x1f", ignore_nulls=True)
    there = pl.DataFrame(
        {
            "row": rows,
            "at": addresses.select(spelt).to_series().hash(),
            "known": where["address_id"].hash(seed=1),
            "found": where["address_id"].is_not_null(),
            "nowhere": where["reason"].is_in(NOWHERE).fill_null(value=False),
            # a street without a number is many addresses
            "house": addresses["number"].is_not_null() | addresses["street"].str.contains("[0-9]"),
        }
    ).filter(~pl.col("nowhere") & (pl.col("found") | pl.col("house")))
    at = pl.when(pl.col("found")).then(pl.col("known")).otherwise(pl.col("at"))
    crowds = there.with_columns(at=at).group_by("at").agg(n=pl.len(), row=pl.col("row"))
    usual = crowds["n"].quantile(limits.crowd_quantile) or 0
    most = max(limits.crowd_factor * usual, limits.crowd_least)
    found = crowds.filter(pl.col("n") > most).with_columns(first=pl.col("row").list.min())
    message = _(
        "{count} persons are registered at one address. Is it an office, a shelter, or a stand-in "
        "for people without an address? Name it to us, or send the true addresses."
    )
    for count, lines in (
        found.sort("n", "first", descending=[True, False])
        .head(limits.told)
        .select("n", "row")
        .iter_rows()
    ):
        text = message.format(count=format_count(count))
        book.find("crowded_address", text, rows=sorted(lines))
