"""Decide: what do the candidates' house numbers say? Never is a number invented.

A question is answered by the first that holds: the number exists; it is a range whose parts lie
in one area; its suffix is unknown, but all houses of that number and beside it lie in one area;
there is no number, or it is new, but the whole street lies in one area. All else is for a person.
"""

from dataclasses import replace

import polars as pl

from kreisblick.territory.addresses.houses import houses_of, with_ids
from kreisblick.territory.addresses.model import Decision, Reference
from kreisblick.territory.addresses.ranges import named_end, within
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["decide"]

_NUMBER = ["question", "n", "suf", "n2", "suf2", "whole"]


def decide(
    links: pl.DataFrame, questions: pl.DataFrame, reference: Reference, rules: AddressRules
) -> pl.DataFrame:
    """The answers of one stage.

    Args:
        links: candidates of a stage (see ``candidates``).
        questions: as ``ask`` gives them.
        reference: the houses.
        rules: how far above a street's highest number a number is believed.

    Returns:
        ``question, address_id, <areas>, decision, score, reason, candidate2, settled``: one row
        per linked question. ``settled`` answers need no further stage.
    """
    linked = links.join(questions.select(_NUMBER), on="question")
    reference = replace(reference, houses=houses_of(reference, linked["sid"]), index=None)
    exact = _by_house(linked, reference)
    rest = linked.join(exact, on="question", how="anti")
    if reference.ranges.height:
        stretched = _by_range(rest, reference)
        exact = pl.concat([exact, stretched])
        rest = rest.join(stretched, on="question", how="anti")
    # the house does not exist as asked: only the few streets that are left are looked at again
    few = reference.houses.join(rest.select("sid").unique(), on="sid", how="semi")
    reference = replace(reference, houses=few)
    parts = _by_parts(rest.filter(pl.col("n2").is_not_null()), reference)
    rest = rest.filter(pl.col("n2").is_null())
    base = _by_base(rest, reference, rules)
    parts = pl.concat([parts, base])
    left = linked.join(pl.concat([exact, parts]), on="question", how="anti")
    found = pl.concat([exact, parts, _by_street(left, reference, rules)])
    return _temper(found, reference)


def _houses(linked: pl.DataFrame, reference: Reference, on: list[str]) -> pl.DataFrame:
    left = ["sid", *on]
    right = ["sid", *("suf" if name == "whole" else name for name in on)]
    found = linked.join(
        reference.houses, left_on=left, right_on=right, nulls_equal=True, suffix="_of"
    )
    return with_ids(found, reference)


def _summed(houses: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Per question: how many houses, in which areas, the first two by id."""
    several = [
        pl.when(pl.col(area).n_unique() == 1).then(pl.col(area).first()).alias(area)
        for area in reference.area_columns
    ]
    return (
        houses.sort("question", "house")
        .group_by("question", maintain_order=True)
        .agg(
            *several,
            pl.col("address_id").first(),
            pl.col("score", "reason").first(),
            pl.col("strict", "doubtful").any(),
            first_n=pl.col("n").first(),
            houses=pl.col("house").n_unique(),
            second=pl.col("address_id").unique(maintain_order=True).get(1, null_on_oob=True),
            both=pl.col("address_id").unique(maintain_order=True).head(2).str.join(" | "),
            one_area=(pl.col("area").n_unique() == 1) & pl.col("area").first().is_not_null(),
        )
    )


def _by_house(linked: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """The number exists as it is written."""
    found = _summed(_houses(linked, reference, ["n", "whole"]), reference)
    single, same = pl.col("houses") == 1, pl.col("one_area")
    return _answer(
        found,
        reference,
        decision=_pick((single, Decision.MATCH), (same, Decision.AREA_ONLY)),
        reason=pl.when(single).then("reason").otherwise(_either(same, "same_area", "ambiguous")),
        settled=pl.lit(value=True),
    )


def _by_parts(linked: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """A range: all of its parts that exist must lie in one area; its first part is the address."""
    houses = linked.join(reference.houses, on="sid", suffix="_of").filter(
        pl.col("n_of").is_between(pl.col("n"), pl.col("n2"))
        & (((pl.col("n2") - pl.col("n")) % 2 == 1) | ((pl.col("n_of") - pl.col("n")) % 2 == 0))
        & ((pl.col("n_of") != pl.col("n")) | (pl.col("suf_of") >= pl.col("suf")))
        & (
            (pl.col("n_of") != pl.col("n2"))
            | (pl.col("suf2") == "")
            | (pl.col("suf_of") <= pl.col("suf2"))
        )
    )
    starts = (pl.col("n_of") == pl.col("n")) & (pl.col("suf_of") == pl.col("suf"))
    ends = (pl.col("n_of") == pl.col("n2")) & (pl.col("suf_of") == pl.col("suf2"))
    houses = with_ids(houses, reference)
    marked = houses.group_by("question").agg(starts=starts.any(), ends=ends.any())
    single = houses.group_by("question").agg(streets=pl.col("sid").n_unique())
    found = _summed(houses, reference).join(marked, on="question").join(single, on="question")
    whole = pl.col("one_area") & pl.col("starts") & pl.col("ends") & (pl.col("streets") == 1)
    return _answer(
        found,
        reference,
        decision=_pick((whole, Decision.MATCH), (pl.col("one_area"), Decision.AREA_ONLY)),
        reason=_either(pl.col("one_area"), "range_in_one_area", "range_crosses_areas"),
        settled=pl.lit(value=True),
    )


def _by_range(linked: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """The number lies in a stretch of numbers: it has an area, but may not exist."""
    numbered = linked.filter(pl.col("n").is_not_null()).with_columns(
        last=pl.coalesce("n2", "n"), house=pl.col("sid"), address_id=pl.lit("")
    )
    touched = numbered.join(reference.ranges, on="sid").filter(within(pl.col("n"), pl.col("last")))
    # where two stretches hold the same number, the one that names its suffix has it
    own = (pl.col("n") == pl.col("last")) & named_end(pl.col("n"))
    touched = touched.filter(own | ~own.any().over("question"))
    # both ends must be known, or a part of the asked range lies nowhere
    ends = [
        (pl.col("low") <= pl.col(end)) & (pl.col("high") >= pl.col(end)) for end in ("n", "last")
    ]
    whole = touched.group_by("question").agg(whole=ends[0].any() & ends[1].any())
    found = _summed(touched, reference).join(whole.filter("whole"), on="question")
    streets = reference.streets.select(house=pl.col("sid"), label="label")
    named = touched.select("question", "house").unique().join(streets, on="house")
    names = named.group_by("question").agg(pl.col("label").sort().head(2).str.join(" | "))
    found = found.join(names, on="question").with_columns(both="label", second=pl.lit(None))
    return _answer(
        found.with_columns(address_id=pl.lit(None, dtype=pl.String)),
        reference,
        decision=_pick((pl.col("one_area"), Decision.AREA_ONLY)),
        reason=_either(pl.col("one_area"), "in_range", "range_crosses_areas"),
        settled=pl.lit(value=True),
    )


def _by_base(linked: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """The suffix is unknown: all houses of that number and its neighbours lie in one area.

    Measured on 20,000 Berlin suffixes left out in turn: the number alone places 14 wrongly, with
    its neighbours 1.
    """
    numbered = linked.filter(pl.col("n").is_not_null())
    base = _summed(_houses(numbered, reference, ["n"]), reference)
    around = numbered.join(base.select("question"), on="question", how="semi").join(
        reference.houses, on="sid", suffix="_of"
    )
    away = (pl.col("n_of") - pl.col("n")).abs()
    around = around.filter(away <= rules.suffix_neighbours)
    near = _summed(with_ids(around, reference), reference).select(
        "question", "one_area", *reference.area_columns
    )
    found = base.drop("one_area", *reference.area_columns).join(near, on="question")
    return _answer(
        found,
        reference,
        decision=_pick((pl.col("one_area"), Decision.AREA_ONLY)),
        reason=_either(pl.col("one_area"), "suffix_unknown", "suffix_unknown_areas_differ"),
        settled=pl.lit(value=True),
    )


def _by_street(linked: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """No number, or one that the street does not have: the street must lie in one area."""
    streets = reference.streets.rename(
        {f"only_{area}": area for area in reference.area_columns} | {"label": "address_id"}
    ).with_columns(house=pl.col("sid"))
    joined = linked.join(streets, on="sid", suffix="_of")
    limits = joined.group_by("question").agg(
        highest=pl.col("highest").max(), known=pl.col("area").is_not_null().all()
    )
    found = _summed(joined, reference).join(limits, on="question")
    same = pl.col("one_area") & pl.col("known")
    missing = pl.col("first_n").is_null()
    beyond = pl.col("first_n") > pl.col("highest").fill_null(0)
    far = pl.col("first_n") > pl.col("highest").fill_null(0) + rules.number_beyond_end
    number = pl.when(far).then(pl.lit("number_not_in_street")).otherwise(pl.lit("number_unknown"))
    return _answer(
        found,
        reference,
        decision=pl.when(~missing & far)
        .then(pl.lit(Decision.NONE.value))
        .otherwise(_pick((same & (missing | ~beyond), Decision.AREA_ONLY))),
        reason=pl.when(missing).then(pl.lit("number_missing")).otherwise(number),
        settled=missing & ~pl.col("doubtful"),
    )


def _pick(*ways: tuple[pl.Expr, Decision]) -> pl.Expr:
    """The first decision whose condition holds, else review."""
    return pl.coalesce(
        *(pl.when(condition).then(pl.lit(decision.value)) for condition, decision in ways),
        pl.lit(Decision.REVIEW.value),
    )


def _either(condition: pl.Expr, yes: str, no: str) -> pl.Expr:
    return pl.when(condition).then(pl.lit(yes)).otherwise(pl.lit(no))


def _answer(
    found: pl.DataFrame,
    reference: Reference,
    *,
    decision: pl.Expr,
    reason: pl.Expr,
    settled: pl.Expr,
) -> pl.DataFrame:
    return found.with_columns(
        decision=decision, settled=settled, stage=pl.col("reason"), reason=reason
    ).select(
        *["question", "address_id", *reference.area_columns, "decision", "score", "reason"],
        *["stage", "second", "both", "strict", "doubtful", "settled"],
    )


def _temper(found: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Strict and doubtful links are not accepted on weak evidence; nothing else is told then."""
    match = pl.col("decision") == Decision.MATCH.value
    area_only = pl.col("decision") == Decision.AREA_ONLY.value
    refused = pl.col("doubtful") | (pl.col("strict") & ~match)
    decision = pl.when(refused & (match | area_only)).then(pl.lit(Decision.REVIEW.value))
    found = found.with_columns(
        decision=decision.otherwise("decision"),
        reason=pl.when(refused & match).then(pl.col("stage") + "_doubtful").otherwise("reason"),
    )
    if reference.has_areas:  # the house is known, but lies in no area
        bare = (pl.col("decision") == Decision.MATCH.value) & pl.col("area").is_null()
        found = found.with_columns(
            decision=pl.when(bare).then(pl.lit(Decision.NONE.value)).otherwise("decision"),
            reason=pl.when(bare).then(pl.lit("no_area")).otherwise("reason"),
            second=pl.when(bare).then("address_id").otherwise("second"),
        )
    match, review = (pl.col("decision") == kind.value for kind in (Decision.MATCH, Decision.REVIEW))
    placed = match | (pl.col("decision") == Decision.AREA_ONLY.value)
    return found.with_columns(
        *(pl.when(placed).then(pl.col(area)).alias(area) for area in reference.area_columns),
        address_id=pl.when(match).then("address_id"),
        candidate2=pl.when(review).then("both").otherwise("second"),
        settled=pl.col("settled") & ~(pl.col("strict") & ~match),
    ).drop("second", "both", "strict", "doubtful", "stage")
