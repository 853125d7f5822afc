"""Assign addresses to areas: a cascade from the certain to the uncertain, never a guess."""

from collections.abc import Callable

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.territory.addresses.abbreviate import by_abbreviation, by_cut
from kreisblick.territory.addresses.ask import ask
from kreisblick.territory.addresses.candidates import (
    by_blind_name,
    by_missing_type,
    by_name,
    by_other_postcode,
)
from kreisblick.territory.addresses.decide import decide
from kreisblick.territory.addresses.errors import AddressColumnError
from kreisblick.territory.addresses.learn import learn
from kreisblick.territory.addresses.misspell import by_spelling, by_spelling_nearby
from kreisblick.territory.addresses.model import Decision, Reference
from kreisblick.territory.addresses.names import by_other_name
from kreisblick.territory.addresses.repair import by_repair
from kreisblick.territory.addresses.rules import AddressRules, shipped_rules

__all__ = ["assign"]

_STAGES = (
    *(by_name, by_other_name, by_other_postcode, by_blind_name, by_abbreviation, by_repair, by_cut),
    *(by_spelling, by_spelling_nearby, by_missing_type),
)


def assign(
    input: pl.DataFrame,  # noqa: A002 - the word of the command's contract
    reference: Reference,
    *,
    decisions: pl.DataFrame | None = None,
    supplier: str = "",
    hide: Callable[[str], str] | None = None,
    rules: AddressRules | None = None,
    progress: Progress = silent,
) -> pl.DataFrame:
    """Every row with its address and areas, or with the reason why not.

    A house number is never invented: ``match`` names an address; ``area_only`` says that all it
    can mean lie in one area; ``review`` is for a person (best candidates in ``candidate2``);
    ``none`` has no place here. The order of rows does not matter.

    Args:
        input: any columns, among them ``street`` and some of ``number, postcode, place``.
        reference: the district's addresses.
        decisions: what people decided about streets as they are written (see ``learn``).
        supplier: whose list it is; some decisions hold for one supplier only.
        hide: makes the keyed text of a street, for decisions about protected addresses.
        rules: how addresses are read; the shipped rules when None.
        progress: who is told.

    Returns:
        The input, then ``address_id, area`` (``area_<generation>``), ``decision, score`` (0 to 1),
        ``reason`` (a short name), ``candidate2``; columns of these names are replaced.

    Raises:
        AddressColumnError: when there is no column ``street``.
        ProtectedDecisionError: see ``learn``.
    """
    if "street" not in input.columns:
        raise AddressColumnError(table=_("input"), column="street", known=input.columns)
    rules = rules or shipped_rules()
    with progress.step(_("Assigning addresses")):
        if decisions is None:
            found = _by_programme(input, reference, rules)
        else:
            taught = learn(input, decisions, supplier=supplier, rules=rules, hide=hide)
            found = _with_decisions(input, taught, reference, rules)
    given = ["address_id", *reference.area_columns, "decision", "score", "reason", "candidate2"]
    return input.drop(given, strict=False).hstack(found.select(given))


def _by_programme(table: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """The answer to each row, in input order."""
    questions, numbers = ask(table, reference, rules)
    answers = _answer(questions, reference, rules)
    return pl.DataFrame({"question": numbers}).join(
        answers, on="question", how="left", maintain_order="left"
    )


def _with_decisions(
    table: pl.DataFrame, taught: pl.DataFrame, reference: Reference, rules: AddressRules
) -> pl.DataFrame:
    """As ``_by_programme``; decisions help only where the programme alone is not sure.

    What it is sure of (an existing street with its postcode) no decision about another row's
    spelling may overrule; that a street is never meant, protected or elsewhere always counts.
    """
    alone = table.drop("learned_none", "never", strict=False).hstack(
        taught.select("learned_none", "never")
    )
    first = _by_programme(alone, reference, rules)
    placed = pl.col("decision").is_in([Decision.MATCH.value, Decision.AREA_ONLY.value])
    helped = ~first.select(placed).to_series() & taught["learned"].is_not_null()
    helped &= taught["learned_none"].is_null()
    if not helped.any():
        return first
    again = table.filter(helped).drop(taught.columns, strict=False).hstack(taught.filter(helped))
    second = _by_programme(again, reference, rules).with_columns(
        reason=pl.when(placed).then(pl.lit("learned")).otherwise("reason"),
        score=pl.when(placed).then(rules.scores["learned"]).otherwise("score"),
    )
    rows = pl.concat(
        [
            first.with_row_index("row").filter(~helped),
            second.with_columns(first.with_row_index("row").filter(helped)["row"]),
        ],
        how="diagonal",
    )
    return rows.sort("row")


def _answer(questions: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """One answer per question: the first settled one, else the first at all."""
    answers = [_no_address(questions, reference, rules)]
    rest = questions
    for number, stage in enumerate(_STAGES):
        rest = rest.join(answers[-1].filter("settled"), on="question", how="anti")
        links = _allowed(stage(rest, reference, rules), rest, reference)
        found = decide(links, rest, reference, rules)
        answers.append(_doubt(found, rest, reference).with_columns(stage=pl.lit(number + 1)))
    answers[0] = answers[0].with_columns(stage=pl.lit(0))
    answers.append(_unknown(questions, reference).with_columns(stage=pl.lit(len(_STAGES) + 1)))
    return (
        pl.concat(answers, how="diagonal_relaxed")
        .sort("question", ~pl.col("settled"), "stage")
        .unique("question", keep="first", maintain_order=True)
        .with_columns(score=pl.col("score").fill_null(0.0).round(4))
    )


def _allowed(links: pl.DataFrame, questions: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Links without those that a person forbade."""
    forbidden = questions.filter(pl.col("never").fill_null("") != "")
    if forbidden.is_empty():
        return links
    keys = forbidden.select("question", key=pl.col("never").str.split(" ")).explode("key")
    streets = keys.join(reference.streets.select("sid", "key"), on="key")
    return links.join(streets, on=["question", "sid"], how="anti")


def _doubt(found: pl.DataFrame, questions: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """An answer is for a person where a number may belong to the name or to the house."""
    doubtful = questions.filter("doubt").select("question", "street", doubt=pl.lit(value=True))
    found = found.join(doubtful, on="question", how="left", maintain_order="left")
    open_ = pl.col("doubt").fill_null(value=False)
    return found.with_columns(
        decision=pl.when(open_).then(pl.lit(Decision.REVIEW.value)).otherwise("decision"),
        reason=pl.when(open_).then(pl.lit("number_or_name")).otherwise("reason"),
        candidate2=pl.when(open_)
        .then(pl.coalesce("address_id", "candidate2", "street"))
        .otherwise("candidate2"),
        **{
            name: pl.when(~open_).then(pl.col(name))
            for name in ("address_id", *reference.area_columns)
        },
    ).drop("doubt", "street")


def _no_address(questions: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """What is no address at all: post boxes, no fixed abode, protected addresses, empty fields."""
    reasons = [
        pl.when(pl.col("folded").str.replace_all(".", "", literal=True).str.contains(pattern)).then(
            pl.lit(reason)
        )
        for reason, pattern in rules.no_address.items()
    ]
    empty = pl.when(pl.col("key") == "").then(pl.lit("street_missing"))
    told = pl.coalesce("learned_none", *reasons, empty)
    found = questions.select("question", reason=told).drop_nulls()
    return _nothing(found, reference)


def _unknown(questions: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """What no stage found: another place's address, or a street that is not in the list."""
    here = pl.col("postcode").is_in(reference.streets["postcode"].unique().to_list())
    elsewhere = ~here & pl.col("postcode").is_not_null() & pl.col("place_key").is_null()
    reason = (
        pl.when(elsewhere).then(pl.lit("outside_reference")).otherwise(pl.lit("street_unknown"))
    )
    return _nothing(questions.select("question", reason=reason), reference).with_columns(
        settled=pl.lit(value=False)
    )


def _nothing(found: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    empty = {name: pl.lit(None, dtype=pl.String) for name in ("address_id", "candidate2")}
    areas = {name: pl.lit(None, dtype=pl.String) for name in reference.area_columns}
    return found.with_columns(
        **empty,
        **areas,
        decision=pl.lit(Decision.NONE.value),
        score=pl.lit(0.0),
        settled=pl.lit(value=True),
    )
