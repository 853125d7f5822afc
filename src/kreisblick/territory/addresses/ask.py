"""Ask: read the input's addresses and reduce them to distinct questions to the reference."""

import polars as pl

from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.normalise import blind_key, fold, name_key, spell_out
from kreisblick.territory.addresses.number import (
    part_otherwise,
    part_street,
    part_town,
    with_number,
)
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["ask"]

DIGITS = 5  # of a German postcode

_INPUT = ["street", "number", "postcode", "place"]
_LEARNED = ["learned_none", "never"]
_GIVEN = [*(f"given_{name}" for name in _INPUT), *_LEARNED]
_QUESTION = [
    *["question", "street", "words", "key", "blind", "n", "suf", "n2", "suf2", "whole"],
    *["postcode", "code", "place_key", "doubt", "folded", "known"],
    *_LEARNED,
]


def ask(
    table: pl.DataFrame, reference: Reference, rules: AddressRules
) -> tuple[pl.DataFrame, pl.Series]:
    """The distinct questions, and for each input row the number of its question.

    Args:
        table: the input; any of ``street, number, postcode, place`` may be missing;
            a column ``suffix`` is read as the end of the number; ``learned_none,
            never`` are handed on (see ``learn``).
        reference: tells which names, postcodes and places exist.
        rules: how names are read.

    Returns:
        Questions: ``question, street`` (without number), ``words`` (spelt out), ``key, blind``,
        ``n, suf`` (first number), ``n2, suf2`` (last of a range), ``whole`` (suffix with range),
        ``postcode, place_key`` (null when unusable), ``code`` (the digits of a postcode that lacks
        one, else null), ``doubt`` (both "name with number" and "name, number" exist), ``folded``
        (the whole street field), ``known`` (the reference has the name). And the question's
        number per row, in input order.
    """
    learned = [
        pl.col(name) if name in table.columns else pl.lit(None, dtype=pl.String).alias(name)
        for name in _LEARNED
    ]
    rows = table.select(
        *(
            (pl.col(name) if name in table.columns else pl.lit(None, dtype=pl.String))
            .cast(pl.String)
            .fill_null("")
            .str.strip_chars()
            .alias(f"given_{name}")
            for name in _INPUT
        ),
        *learned,
    )
    if "suffix" in table.columns:  # not in the contract, but losing it would be an invention
        suffix = table["suffix"].cast(pl.String).fill_null("").str.strip_chars()
        rows = rows.with_columns((pl.col("given_number") + suffix).alias("given_number"))
    rows = _part_towns(rows)
    distinct = rows.unique().sort(_GIVEN).with_row_index("question")
    numbers = rows.join(distinct, on=_GIVEN, how="left", maintain_order="left", nulls_equal=True)[
        "question"
    ]
    questions = _read_places(_read_streets(distinct, reference, rules), reference, rules)
    return questions.select(_QUESTION), numbers


def _part_towns(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose postcode and place stand behind the number in the street field are parted."""
    town = part_town(pl.col("given_street"))
    lone = (pl.col("given_number") == "") & (pl.col("given_place") == "")
    parted = lone & town.struct.field("street").is_not_null()
    code = pl.coalesce(town.struct.field("postcode"), "given_postcode")
    return rows.with_columns(
        given_street=pl.when(parted).then(town.struct.field("street")).otherwise("given_street"),
        given_postcode=pl.when(parted & (pl.col("given_postcode") == ""))
        .then(code)
        .otherwise("given_postcode"),
        given_place=pl.when(parted).then(town.struct.field("place")).otherwise("given_place"),
    )


def _read_streets(rows: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """Street and number parted and read, names folded."""
    parted = part_street(pl.col("given_street"), rules)
    rows = rows.with_columns(
        front=parted.struct.field("street"), back=parted.struct.field("number")
    )
    names = _fold_names(pl.concat([rows["given_street"], rows["front"]]), reference, rules)
    rows, more = _part_unknown(rows, names, reference, rules)
    names = pl.concat([names, more]).unique("name")
    rows = rows.join(names, left_on="given_street", right_on="name", how="left")
    rows = rows.join(names, left_on="front", right_on="name", how="left", suffix="_front")
    parts = (pl.col("given_number") == "") & pl.col("back").is_not_null()
    split = parts & ~pl.col("known")
    number = pl.when(split).then("back").otherwise("given_number")
    rows = with_number(rows, number, rules)
    chosen = [
        pl.when(split).then(pl.col(f"{name}_front")).otherwise(pl.col(name)).alias(name)
        for name in ("words", "key", "blind", "known")
    ]
    return rows.with_columns(
        *chosen,
        street=pl.when(split).then("front").otherwise("given_street"),
        doubt=parts & pl.col("known") & pl.col("known_front"),
    )


def _part_unknown(
    rows: pl.DataFrame, names: pl.DataFrame, reference: Reference, rules: AddressRules
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with ``front, back`` read otherwise where only that makes a known name; those names."""
    known = names.filter("known")["name"].implode()
    lost = rows.filter(
        (pl.col("given_number") == "")
        & ~pl.col("given_street").is_in(known)
        & ~pl.col("front").is_in(known).fill_null(value=False)
    )
    ways = [
        lost.select("question", front=way.struct["street"], back=way.struct["number"]).drop_nulls()
        for way in part_otherwise(pl.col("given_street"), rules)
    ]
    read = pl.concat(ways)
    more = _fold_names(read["front"], reference, rules).filter("known")
    read = read.join(more.select(front="name"), on="front", how="semi")
    read = read.unique("question", keep="first", maintain_order=True)
    return rows.update(read, on="question"), more


def _fold_names(names: pl.Series, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """Every distinct name once: folded, spelt out, as keys, and whether the reference has it."""
    known = pl.concat([reference.streets["key"], reference.names["key"]]).unique()
    frame = pl.DataFrame({"name": names}).drop_nulls().unique()
    frame = frame.with_columns(folded=fold(pl.col("name"), rules))
    frame = frame.with_columns(words=spell_out(pl.col("folded"), rules))
    frame = frame.with_columns(key=name_key(pl.col("words")))
    return frame.with_columns(
        blind=blind_key(pl.col("key")),
        known=pl.col("key").is_in(known.implode()),
    )


def _read_places(rows: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """Postcodes with five digits or none; places that the reference knows or none."""
    pattern = r"(?i)^(?:DE?\s*-?\s*)?(\d{4,5})(?:\.0)?(?:\s+\D*)?$"
    digits = pl.col("given_postcode").str.replace(r"^(\d\d) (\d{3})$", "$1$2")
    digits = digits.str.extract(pattern, 1)
    without = (reference.streets["postcode"] == "").all()
    names = rows.select("given_place").unique()
    names = names.with_columns(folded_place=fold(pl.col("given_place"), rules))
    known = set(reference.streets["place_key"].unique()) - {""}
    keys = [_known_place(words, known) for words in names["folded_place"]]
    places = names.with_columns(place_key=pl.Series(keys, dtype=pl.String))
    return rows.join(places, on="given_place", how="left").with_columns(
        postcode=pl.lit("") if without else digits.str.zfill(5),
        code=pl.when(digits.str.len_chars() < DIGITS).then(digits),
    )


def _known_place(words: str, known: set[str]) -> str | None:
    """The reference's place a text means: all of it, else its first or its last word."""
    parts = words.replace(".", "").split()
    for key in ("".join(parts), *parts[:1], *parts[-1:]):
        if key in known:
            return key
    return None
