"""Decide: read what the clerk filled in, find all faults, and make decisions of it."""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.addresses import AddressRules, Reference, shipped_rules
from kreisblick.territory.addresses.learn import DECISIONS, HIDDEN, DecisionKind, street_key
from kreisblick.territory.review.files import kind_words, read_list

__all__ = ["read_decisions"]

_NEEDS_STREET = {
    DecisionKind.SAME_STREET.value,
    DecisionKind.FORMER_NAME.value,
    DecisionKind.TYPO_OF.value,
    DecisionKind.NEVER.value,
}
_ID_LETTERS = 12


def read_decisions(
    path: Path,
    reference: Reference,
    *,
    office: str,
    day: date,
    hide: Callable[[str], str] | None = None,
    rules: AddressRules | None = None,
) -> pl.DataFrame:
    """The decisions of a filled list; lines without one are left out.

    Args:
        path: as ``write_list`` made it, filled in.
        reference: tells which streets and postcodes there are.
        office: who decides, by office and not by person.
        day: when.
        hide: makes the keyed text of a street; needed for protected addresses, which are never
            kept in clear.
        rules: how streets are read; the shipped ones when None.

    Raises:
        FaultsFoundError: with every line that cannot be understood.
    """
    rules = rules or shipped_rules()
    rows = read_list(path).with_row_index("line", offset=2)
    kinds = kind_words()
    words = {word.lower(): kind for word, kind in kinds.items()} | {k: k for k in kinds.values()}
    rows = rows.filter(pl.col("kind") != "").with_columns(
        known=pl.col("kind").str.to_lowercase().replace_strict(words, default=None),
        asked_key=street_key(pl.col("street"), rules),
        to_key=street_key(pl.col("to_street"), rules),
    )
    faults = [*_faults(rows, reference, hide)]
    if faults:
        raise FaultsFoundError(path.name, faults)
    return _as_decisions(rows, office, day, hide)


def _faults(
    rows: pl.DataFrame, reference: Reference, hide: Callable[[str], str] | None
) -> Iterator[Fault]:
    streets = set(reference.streets["key"])
    codes = set(reference.streets["postcode"])
    for row in rows.iter_rows(named=True):
        where = _("row {row}").format(row=row["line"])
        kind, target = row["known"], row["to_key"]
        if kind is None:
            text = _("The decision is not one of the choices. Choose one from the list.")
            yield Fault(code="unknown_kind", message=text, where=where)
        elif kind in _NEEDS_STREET and target not in streets:
            text = _("The right street is missing or not in the street list. Correct it.")
            yield Fault(code="unknown_street", message=text, where=where)
        elif kind == DecisionKind.WRONG_POSTCODE.value and row["to_postcode"] not in codes:
            text = _("The right postcode is missing or not in the street list. Correct it.")
            yield Fault(code="unknown_postcode", message=text, where=where)
        elif kind == DecisionKind.PROTECTED.value and hide is None:
            text = _(
                "A protected address is kept only as a keyed text. Name the key of the sealed "
                "store."
            )
            yield Fault(code="key_missing", message=text, where=where)
        elif kind == DecisionKind.TYPO_OF.value and row["asked_key"] in streets:
            text = _(
                "This street exists, so it is no typing error for another one. Choose 'same "
                "street' or 'former name of' if that is meant."
            )
            yield Fault(code="valid_street", message=text, where=where)
    yield from _contradictions(rows)


def _contradictions(rows: pl.DataFrame) -> Iterator[Fault]:
    """The same street with two different decisions."""
    scope = ["asked_key", "postcode", "place", "supplier"]
    once = rows.filter(pl.col("known") != DecisionKind.NEVER.value)
    differing = pl.struct("known", "to_key", "to_postcode", "to_place").n_unique().over(scope) > 1
    for line in once.filter(differing)["line"]:
        text = _("The same street is decided differently in another row. Keep one.")
        yield Fault(code="contradiction", message=text, where=_("row {row}").format(row=line))


def _as_decisions(
    rows: pl.DataFrame, office: str, day: date, hide: Callable[[str], str] | None
) -> pl.DataFrame:
    hidden = pl.col("known") == DecisionKind.PROTECTED.value
    made = rows.with_columns(
        kind="known",
        decided_on=pl.lit(day.isoformat()),
        decided_by=pl.lit(office),
        revoked_on=pl.lit(""),
        since=pl.lit(""),
    )
    if hide is not None:
        keyed = {key: HIDDEN + hide(key) for key in rows.filter(hidden)["asked_key"].unique()}
        made = made.with_columns(
            street=pl.when(hidden)
            .then(pl.col("asked_key").replace_strict(keyed, default=None, return_dtype=pl.String))
            .otherwise("street"),
            note=pl.when(hidden).then(pl.lit("")).otherwise("note"),
        )
    names = [name for name in DECISIONS if name != "decision_id"]
    ids = [
        sha256("\x1f".join(map(str, row)).encode()).hexdigest()[:_ID_LETTERS]
        for row in made.select(names).iter_rows()
    ]
    return made.with_columns(decision_id=pl.Series(ids, dtype=pl.String)).select(list(DECISIONS))
