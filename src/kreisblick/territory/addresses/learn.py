"""Learn: what a person decided once about a street is done for every row that writes it so."""

from collections.abc import Callable
from enum import StrEnum

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.territory.addresses.errors import ProtectedDecisionError
from kreisblick.territory.addresses.normalise import fold, name_key, spell_out
from kreisblick.territory.addresses.number import part_street
from kreisblick.territory.addresses.rules import AddressRules

__all__ = [
    "DECISIONS",
    "HIDDEN",
    "NOT_GIVEN",
    "DecisionKind",
    "empty_decisions",
    "learn",
    "street_key",
]

NOT_GIVEN = "-"  # a decision that holds only where no postcode (place) is given
HIDDEN = "keyed:"  # what stands before the keyed text of a protected street


class DecisionKind(StrEnum):
    """What a person can decide about a street as it is written."""

    SAME_STREET = "same_street"
    FORMER_NAME = "former_name"
    TYPO_OF = "typo_of"
    NOT_IN_DISTRICT = "not_in_district"
    PROTECTED = "protected"
    WRONG_POSTCODE = "wrong_postcode"
    NEVER = "never"


DECISIONS = dict.fromkeys(
    [
        *["decision_id", "kind", "street", "postcode", "place", "supplier", "to_street"],
        *["to_postcode", "to_place", "since", "decided_on", "decided_by", "revoked_on", "note"],
    ],
    pl.String,
)
_SCOPES = ("supplier", "postcode", "place")
_NOWHERE = {
    DecisionKind.NOT_IN_DISTRICT.value: "not_in_district",
    DecisionKind.PROTECTED.value: "protected_address",
}
_TEXT = ("street", "number", "postcode", "place")


def empty_decisions() -> pl.DataFrame:
    """No decision yet."""
    return pl.DataFrame(schema=DECISIONS)


def street_key(street: pl.Expr, rules: AddressRules) -> pl.Expr:
    """What all ways to write a street have in common: letters and digits, spelt out."""
    return name_key(spell_out(fold(street, rules), rules))


def learn(
    input: pl.DataFrame,  # noqa: A002 - the word of the command's contract
    decisions: pl.DataFrame,
    *,
    supplier: str,
    rules: AddressRules,
    hide: Callable[[str], str] | None = None,
) -> pl.DataFrame:
    """The asked addresses with the decisions applied, in input order.

    An empty postcode, place or supplier of a decision means any; ``-`` means that none is given.
    The decision with the narrowest scope wins (supplier before postcode before place), then the
    latest. Revoked ones do not count. One step is taken, so decisions cannot run in a circle.

    Args:
        input: any columns, among them ``street`` and some of ``number, postcode, place``.
        decisions: see ``DECISIONS``; ``street`` of a protected one is a keyed text.
        supplier: whose delivery it is; "" for nobody's.
        rules: how names are read.
        hide: makes the keyed text of a street; needed when a decision is protected.

    Returns:
        ``street, number, postcode, place`` (replaced where a decision says so), ``learned``
        (decision or null), ``learned_none`` (the reason why there is no place here, or null),
        ``never`` (keys of streets that must not be taken, joined by blanks, "" for none).

    Raises:
        ProtectedDecisionError: when a decision is protected and ``hide`` is missing.
    """
    asked = input.select(
        (pl.col(name) if name in input.columns else pl.lit(None, dtype=pl.String))
        .cast(pl.String)
        .fill_null("")
        .str.strip_chars()
        .alias(name)
        for name in _TEXT
    )
    valid = _valid(decisions, supplier, rules)
    if valid.is_empty():
        return asked.with_columns(
            learned=pl.lit(None, dtype=pl.String),
            learned_none=pl.lit(None, dtype=pl.String),
            never=pl.lit(""),
        )
    distinct = asked.unique().sort(_TEXT).with_row_index("row")
    answered = _apply(distinct, _wordings(distinct, rules, valid, hide), valid, rules)
    found = asked.join(answered, on=list(_TEXT), how="left", maintain_order="left")
    return found.select(
        *(pl.col(f"new_{name}").alias(name) for name in _TEXT), "learned", "learned_none", "never"
    )


def _valid(decisions: pl.DataFrame, supplier: str, rules: AddressRules) -> pl.DataFrame:
    """Decisions that count here, with the key of their street and how narrow they are."""
    texts = decisions.select(pl.col(name).cast(pl.String).fill_null("") for name in DECISIONS)
    return (
        texts.filter((pl.col("revoked_on") == "") & pl.col("supplier").is_in(["", supplier]))
        .with_columns(
            asked_key=pl.when(pl.col("street").str.starts_with(HIDDEN))
            .then("street")
            .otherwise(street_key(pl.col("street"), rules)),
            narrow=pl.sum_horizontal(
                (pl.col(name) != "").cast(pl.Int32) * weight
                for name, weight in zip(_SCOPES, (4, 2, 1), strict=True)
            ),
        )
        .filter(pl.col("asked_key") != "")
    )


def _wordings(
    distinct: pl.DataFrame,
    rules: AddressRules,
    valid: pl.DataFrame,
    hide: Callable[[str], str] | None,
) -> pl.DataFrame:
    """The keys under which each asked street may stand in a decision, the whole field first."""
    parted = part_street(pl.col("street"), rules)
    front = pl.when(pl.col("number") == "").then(parted.struct.field("street"))
    rows = distinct.with_columns(front=front, back=parted.struct.field("number"))
    whole = rows.select("row", "postcode", "place", name="street", back=pl.lit(None, pl.String))
    part = rows.drop_nulls("front").select("row", "postcode", "place", name="front", back="back")
    names = pl.concat([whole.with_columns(turn=0), part.with_columns(turn=1)])
    keys = names.select("name").unique().with_columns(asked_key=street_key(pl.col("name"), rules))
    wordings = names.join(keys, on="name")
    if not valid["asked_key"].str.starts_with(HIDDEN).any():
        return wordings
    if hide is None:
        raise ProtectedDecisionError(
            _(
                "Some decisions are about protected addresses and can only be read with the key "
                "of the sealed store. Name it, or take these decisions out."
            )
        )
    hidden = {key: HIDDEN + hide(key) for key in keys["asked_key"].unique()}
    keyed = wordings.with_columns(pl.col("asked_key").replace_strict(hidden))
    return pl.concat([wordings, keyed])


def _in_scope(
    scope: pl.Expr, given: pl.Expr, key: pl.Expr, scope_key: pl.Expr | None = None
) -> pl.Expr:
    """Whether a decision's postcode or place holds for what is given; empty holds for all."""
    same = (scope if scope_key is None else scope_key) == key
    lacking = (scope == NOT_GIVEN) & (given == "")
    return (scope == "") | lacking | ((scope != NOT_GIVEN) & same)


def _apply(
    distinct: pl.DataFrame, wordings: pl.DataFrame, valid: pl.DataFrame, rules: AddressRules
) -> pl.DataFrame:
    """Each distinct address with what the narrowest decision makes of it."""
    fits = wordings.join(valid, on="asked_key", suffix="_of").filter(
        _in_scope(pl.col("postcode_of"), pl.col("postcode"), pl.col("postcode")),
        _in_scope(
            pl.col("place_of"),
            pl.col("place"),
            street_key(pl.col("place"), rules),
            street_key(pl.col("place_of"), rules),
        ),
    )
    never = (
        fits.filter(kind=DecisionKind.NEVER.value)
        .group_by("row")
        .agg(never=street_key(pl.col("to_street"), rules).unique().sort().str.join(" "))
    )
    order = ["row", "turn", "narrow", "decided_on", "decision_id"]
    best = (
        fits.filter(pl.col("kind") != DecisionKind.NEVER.value)
        .sort(order, descending=[False, False, True, True, True])
        .unique("row", keep="first", maintain_order=True)
        .select("row", "decision_id", "kind", "back", "to_street", "to_postcode", "to_place")
    )
    rows = distinct.join(best, on="row", how="left").join(never, on="row", how="left")
    given = {name: f"to_{name}" for name in ("street", "postcode", "place")}
    return rows.select(
        *_TEXT,
        *(
            pl.when(pl.col(to).fill_null("") != "").then(to).otherwise(name).alias(f"new_{name}")
            for name, to in given.items()
        ),
        pl.when(pl.col("back").is_not_null() & (pl.col("to_street").fill_null("") != ""))
        .then("back")
        .otherwise("number")
        .alias("new_number"),
        learned="decision_id",
        learned_none=pl.col("kind").replace_strict(_NOWHERE, default=None, return_dtype=pl.String),
        never=pl.col("never").fill_null(""),
    )
