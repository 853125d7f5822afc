"""Ask: read the input's addresses and reduce them to distinct questions to the reference."""

import polars as pl

from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.normalise import blind_key, fold, name_key, spell_out
from kreisblick.territory.addresses.number import part_street, read_number, whole_suffix
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["ask"]

_INPUT = ["street", "number", "postcode", "place"]
_LEARNED = ["learned_none", "never"]
_GIVEN = [*(f"given_{name}" for name in _INPUT), *_LEARNED]
_QUESTION = [
    *["question", "street", "words", "key", "blind", "n", "suf", "n2", "suf2", "whole"],
    *["postcode", "place_key", "place_given", "doubt", "folded", "known"],
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
        ``postcode, place_key`` (null when unusable), ``place_given``, ``doubt`` (both "name with
        number" and "name, number" exist), ``folded`` (the whole street field), ``known`` (the
        reference has the name). And the question's number per row, in input order.
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
    distinct = rows.unique().sort(_GIVEN).with_row_index("question")
    numbers = rows.join(distinct, on=_GIVEN, how="left", maintain_order="left", nulls_equal=True)[
        "question"
    ]
    questions = _read_places(_read_streets(distinct, reference, rules), reference, rules)
    return questions.select(_QUESTION), numbers


def _read_streets(rows: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """Street and number parted and read, names folded."""
    parted = part_street(pl.col("given_street"), rules)
    rows = rows.with_columns(
        front=parted.struct.field("street"), back=parted.struct.field("number")
    )
    names = _fold_names(pl.concat([rows["given_street"], rows["front"]]), reference, rules)
    rows = rows.join(names, left_on="given_street", right_on="name", how="left")
    rows = rows.join(names, left_on="front", right_on="name", how="left", suffix="_front")
    parts = (pl.col("given_number") == "") & pl.col("back").is_not_null()
    split = parts & ~pl.col("known")
    read = read_number(pl.when(split).then("back").otherwise("given_number"), rules)
    chosen = [
        pl.when(split).then(pl.col(f"{name}_front")).otherwise(pl.col(name)).alias(name)
        for name in ("words", "key", "blind", "known")
    ]
    return rows.with_columns(
        *chosen,
        street=pl.when(split).then("front").otherwise("given_street"),
        doubt=parts & pl.col("known") & pl.col("known_front"),
        read=read,
        whole=whole_suffix(read),
    ).unnest("read")


def _fold_names(names: pl.Series, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """Every distinct name once: folded, spelt out, as keys, and whether the reference has it."""
    frame = pl.DataFrame({"name": names}).drop_nulls().unique()
    frame = frame.with_columns(folded=fold(pl.col("name"), rules))
    frame = frame.with_columns(words=spell_out(pl.col("folded"), rules))
    frame = frame.with_columns(key=name_key(pl.col("words")))
    return frame.with_columns(
        blind=blind_key(pl.col("key")),
        known=pl.col("key").is_in(reference.streets["key"].unique().to_list()),
    )


def _read_places(rows: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """Postcodes with five digits or none; places that the reference knows or none."""
    pattern = r"(?i)^(?:D\s*-?\s*)?(\d{4,5})(?:\.0)?$"
    digits = pl.col("given_postcode").str.extract(pattern, 1).str.zfill(5)
    without = (reference.streets["postcode"] == "").all()
    names = rows.select("given_place").unique()
    names = names.with_columns(folded_place=fold(pl.col("given_place"), rules))
    known = set(reference.streets["place_key"].unique()) - {""}
    keys = [_known_place(words, known) for words in names["folded_place"]]
    places = names.with_columns(place_key=pl.Series(keys, dtype=pl.String))
    return rows.join(places, on="given_place", how="left").with_columns(
        postcode=pl.lit("") if without else digits, place_given=pl.col("given_place") != ""
    )


def _known_place(words: str, known: set[str]) -> str | None:
    """The reference's place a text means: all of it, else its first or its last word."""
    parts = words.replace(".", "").split()
    for key in ("".join(parts), *parts[:1], *parts[-1:]):
        if key in known:
            return key
    return None
