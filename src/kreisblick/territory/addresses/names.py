"""Names: streets by their official second names, and by those they had once."""

from datetime import date

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.territory.addresses.candidates import link, scope
from kreisblick.territory.addresses.errors import AddressColumnError
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.normalise import fold, name_key, spell_out
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["by_other_name", "link_names"]

_SCHEMA = {"sid": pl.UInt32, "key": pl.String, "reason": pl.String}
_TEXT = ("street", "postcode", "place", "other")


def link_names(
    names: pl.DataFrame | None, streets: pl.DataFrame, on: date | None, rules: AddressRules
) -> pl.DataFrame:
    """Other names beside the streets they mean: ``sid, key, reason``.

    Args:
        names: ``street, postcode, place, other`` (+ ``valid_from, valid_until``); a null postcode
            or place means anywhere in the list.
        streets: as in ``Reference.streets``.
        on: a name that began later is not there; one that ended before is a former name. When
            None, every name that has an end is one.
        rules: how names are read.

    Raises:
        AddressColumnError: when a column is missing.
    """
    if names is None or names.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    for column in ("street", "other"):
        if column not in names.columns:
            raise AddressColumnError(table=_("names"), column=column, known=names.columns)
    day = date.max if on is None else on
    rows = names.select(
        *(
            (pl.col(n) if n in names.columns else pl.lit(""))
            .cast(pl.String)
            .fill_null("")
            .str.strip_chars()
            .alias(n)
            for n in _TEXT
        ),
        *(
            (pl.col(n) if n in names.columns else pl.lit(None)).cast(pl.Date).alias(n)
            for n in ("valid_from", "valid_until")
        ),
    ).filter(pl.col("valid_from").fill_null(date.min) <= day)
    reason = pl.when(pl.col("valid_until") <= day).then(pl.lit("former_name"))
    rows = rows.with_columns(
        key=name_key(spell_out(fold(pl.col("other"), rules), rules)),
        street_key=name_key(spell_out(fold(pl.col("street"), rules), rules)),
        place_key=name_key(fold(pl.col("place"), rules)),
        reason=reason.otherwise(pl.lit("other_name")),
    )
    found = rows.join(streets, left_on="street_key", right_on="key", suffix="_of").filter(
        pl.col("postcode").is_in([""]) | (pl.col("postcode") == pl.col("postcode_of")),
        pl.col("place_key").is_in([""]) | (pl.col("place_key") == pl.col("place_key_of")),
        (pl.col("key") != "") & (pl.col("key") != pl.col("street_key")),
    )
    # a name that is both, a second name now and a former one before, is a second name
    found = found.sort("sid", "key", "reason", descending=[False, False, True])
    return found.unique(["sid", "key"], keep="first", maintain_order=True).select(
        pl.col(name).cast(kind) for name, kind in _SCHEMA.items()
    )


def by_other_name(
    questions: pl.DataFrame, reference: Reference, rules: AddressRules
) -> pl.DataFrame:
    """Streets under another name; for a person where a street of today is called so nearby."""
    streets = reference.streets.drop("key")
    named = reference.names.join(streets, on="sid")
    pairs = scope(questions, named, on="key")
    today = reference.streets.select(
        "key", town=pl.coalesce("municipality", "place_key"), place_of_today="place_key"
    ).unique()
    town = pl.coalesce("municipality_of", "place_key_of")
    again = pairs.with_columns(town_of=town).join(today, on="key")
    anywhere = pl.col("postcode").is_null() & pl.col("place_key").is_null()
    twice = again.filter(anywhere | (pl.col("town") == pl.col("town_of")))
    several = pl.col("place_key_of").n_unique().over("question") > 1
    doubtful = pl.col("question").is_in(twice["question"].unique().implode())
    doubtful |= pl.col("postcode").is_null() & several
    kinds = [
        link(part, rules, reason, doubtful=pl.col("doubtful"))
        for reason in ("other_name", "former_name")
        for part in [pairs.with_columns(doubtful=doubtful).filter(pl.col("reason_of") == reason)]
    ]
    return pl.concat(kinds)
