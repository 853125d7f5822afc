"""Seal: everything that may leave is put into one signed draft bundle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.files import fingerprint_file
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.base.lineage import Step
from kreisblick.pipeline.counting import Counting, frame_of
from kreisblick.pipeline.deriving import Derived
from kreisblick.pipeline.finder import address_stretches
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.imprint import imprint
from kreisblick.pipeline.insights import Insights
from kreisblick.pipeline.likeness import likeness_definitions
from kreisblick.pipeline.own_cuts import own_cuts_of
from kreisblick.pipeline.plan import Plan
from kreisblick.pipeline.remarks import concept_sheet, remarks
from kreisblick.pipeline.supply import expected_products
from kreisblick.pipeline.together import joined_areas
from kreisblick.protection.bundle import Bundle, BundleContent, load_signing_key, write_bundle
from kreisblick.protection.disclosure import Protected
from kreisblick.sealed.intake import AcceptedDelivery
from kreisblick.sealed.mapping import Grain
from kreisblick.statistics.concepts import Comparison
from kreisblick.statistics.indicators import IndicatorDefinition, Part, asked_strata
from kreisblick.supply import State, SupplierDefinition, expected

__all__ = ["Sealed", "seal"]

KEY_FILE = "signing.key"


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A draft bundle and what the summary says of it.

    Attributes:
        key: the bundle's own name: the beginning of its manifest's fingerprint.
        shown, withheld: published and withheld cells.
        missing: deliveries and indicators that are missing, in words.
    """

    bundle: Bundle
    key: str
    shown: int
    withheld: int
    missing: tuple[str, ...]


def seal(
    folder: Path,
    counting: Counting,
    accepted: Sequence[AcceptedDelivery],
    plan: Plan,
    comparison: Comparison,
    protected: Mapping[date, Protected],
    derived: Derived,
    insights: Insights,
) -> Sealed:
    """Write the draft bundle into a folder."""
    tables = [cube.cells for cube in derived.released.values()]
    cells = pl.concat(tables, how="vertical_relaxed")  # published rates have decimals
    shown, withheld = _tally(cells)
    undelivered = _undelivered(counting, accepted)
    missing = (*undelivered, *_unfed(counting.ground, plan))
    counting.lineage.record(_step(counting.ground))
    content = BundleContent(
        report={
            **imprint(counting.ground),
            "missing": list(missing),
            "not_delivered": list(undelivered),
            "left_out": _mismatched(counting.ground, plan),
        },
        services=_services(counting, accepted),
        **_places(counting.ground),
        insights=insights.said,
        suppliers=_suppliers(counting.context.suppliers),
        lineage=counting.lineage.as_json(),
        protection={
            **_protection(counting.ground, plan, protected, shown, withheld),
            "ledger": counting.remembered.state,
        },
        concepts=concept_sheet(counting, plan),
        **_figures(counting.ground, plan, derived, remarks(counting, plan, comparison)),
    )
    key = load_signing_key(counting.ground.workspace.sealed / KEY_FILE)
    bundle = write_bundle(folder, content, key)
    name = fingerprint_file(bundle.folder / "manifest.json")[:12]
    return Sealed(bundle=bundle, key=name, shown=shown, withheld=withheld, missing=missing)


def _step(ground: Ground) -> Step:
    computed = ("compute indicators", "compute indices", "compute findings")
    return Step(verb="seal", subject="bundle", inputs=computed, output=ground.fingerprint)


def _places(ground: Ground) -> dict[str, Any]:
    """Addresses, towns' own areas, and what defines tables that are not of indicators."""
    own = own_cuts_of(ground)
    return {
        "addresses": address_stretches(ground),
        "own_cuts": own.cuts,
        "own_shares": own.shares,
        "further_definitions": {**likeness_definitions(ground), **own.described()},
    }


def _figures(
    ground: Ground, plan: Plan, derived: Derived, remarked: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Figures and what defines them."""
    return {
        "cells": list(derived.released.values()),
        "indicators": derived.indicators,
        "indices": derived.indices,
        "derived": derived.others,
        "territories": [ground.report_territory],
        "cubes": {key: ground.cubes[key].model_dump(mode="json") for key in _used(plan)},
        "indicator_definitions": _indicators(ground, plan, remarked),
        "index_definitions": _indices(ground, derived),
    }


def _tally(cells: pl.DataFrame) -> tuple[int, int]:
    shown = cells.filter(pl.col("value").is_not_null()).height
    hidden = (pl.col("confidentiality") != "free") | (pl.col("observation") == "withheld_by_source")
    return shown, cells.filter(hidden).height


def _undelivered(counting: Counting, accepted: Sequence[AcceptedDelivery]) -> list[str]:
    """Deliveries that were expected and are not here, or rest, in words."""
    expectations = expected(
        counting.context.suppliers,
        expected_products(counting.context.suppliers, counting.context.deliveries),
        dates=counting.ground.workspace.choices.report.dates,
        municipalities=counting.context.municipalities,
        delivered=_delivered(counting, accepted) | set(counting.resting),
    )
    due = _("{supplier}, {product}: nothing was delivered for {day}.")
    ended = _("{supplier}, {product}: the source has ended before {day}.")
    unagreed = _("{supplier}, {product}: nobody's consent holds for {day}; nothing of it is used.")
    words = {State.MISSING: due, State.ENDED: ended}
    lines = [
        (words[e.state] if e.covered or e.state is State.ENDED else unagreed).format(
            supplier=counting.context.suppliers[e.supplier].title.de,
            product=counting.context.deliveries[f"{e.supplier}/{e.product}"].title.de,
            day=format_date(e.reference_date),
        )
        for e in expectations
        if e.state in words
    ]
    return [*lines, *_embargoed(counting)]


def _unfed(ground: Ground, plan: Plan) -> list[str]:
    """Indicators that nothing feeds, and those that would mix definitions, in words."""
    words = _("The indicator {indicator} needs the cube {cube}, which nobody delivers.")
    found = sorted(plan.left_out.items())
    lines = [words.format(indicator=key, cube=cube) for key, cube in found]
    return [*lines, *_mismatched(ground, plan)]


def _embargoed(counting: Counting) -> list[str]:
    """What is here and rests, in words."""
    words = _("{supplier}, {product}: the figures of {day} are embargoed until {until}.")
    return [
        words.format(
            supplier=counting.context.suppliers[supplier].title.de,
            product=counting.context.deliveries[f"{supplier}/{product}"].title.de,
            day=format_date(day),
            until=format_date(until),
        )
        for (supplier, product, day), until in sorted(counting.resting.items())
    ]


def _mismatched(ground: Ground, plan: Plan) -> list[str]:
    """Indicators that would set two definitions of one group beside each other."""
    words = _(
        "The indicator “{indicator}” is left out: it would set “{one}” beside “{other}”, and no "
        "bridge between these definitions is agreed."
    )
    return [
        words.format(
            indicator=ground.indicators[key].title.de,
            one=ground.concepts.title(one),
            other=ground.concepts.title(other),
        )
        for key, (one, other) in sorted(plan.mismatched.items())
    ]


def _delivered(
    counting: Counting, accepted: Sequence[AcceptedDelivery]
) -> set[tuple[str, str, date]]:
    """What is here, by the date it was sent for and by the report's date it stands for."""
    found = {(d.supplier, d.product, d.reference_date) for d in accepted}
    for (_cube, day), feeding in counting.feeding.items():
        found |= {(delivery.supplier, delivery.product, day) for delivery in feeding}
    return found


def _services(counting: Counting, accepted: Sequence[AcceptedDelivery]) -> pl.DataFrame:
    """The latest list of every supplier's facilities: public addresses, no numbers about people."""
    latest: dict[str, AcceptedDelivery] = {}
    for delivery in sorted(accepted, key=lambda d: d.reference_date):
        if delivery.grain == Grain.FACILITY:
            latest[f"{delivery.supplier}/{delivery.product}"] = delivery
    frames = [
        frame_of(counting.store, delivery).with_columns(
            reference_date=pl.lit(delivery.reference_date)
        )
        for delivery in latest.values()
    ]
    if not frames:
        return pl.DataFrame()
    columns = [
        "service", "kind", "name", "provider", "street", "number", "postcode", "place",
        "x", "y", "area", "places", "reference_date",
    ]  # fmt: skip
    table = pl.concat(frames, how="diagonal_relaxed")
    joined = joined_areas(counting.ground.workspace)
    table = table.with_columns(area=pl.col("area").replace(joined))
    absent = [pl.lit(None).alias(name) for name in columns if name not in table.columns]
    return table.with_columns(absent).select(columns)


def _used(plan: Plan) -> list[str]:
    return sorted({ref.cube for ref in plan.publish})


def _indicators(
    ground: Ground, plan: Plan, remarked: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The definitions, with the slices their questions mean and what is to be said of them."""
    return {
        key: {**_indicator(ground, item), **remarked[key]}
        for key, item in sorted(plan.indicators.items())
    }


def _indicator(ground: Ground, definition: IndicatorDefinition) -> dict[str, Any]:
    content: dict[str, Any] = definition.model_dump(mode="json")
    for side, part in (
        ("numerator", definition.numerator),
        ("denominator", definition.denominator),
    ):
        if part is not None:
            content[side]["slice"] = _slice(ground, part)
    if definition.standardise is not None:
        content["standardise"]["strata"] = asked_strata(definition, ground.cubes)
    if definition.mixing is not None:
        content["mixing"]["whole"]["slice"] = _slice(ground, definition.mixing.whole)
    return content


def _slice(ground: Ground, part: Part) -> str:
    return part.slice(ground.cubes).key


def _indices(ground: Ground, derived: Derived) -> dict[str, Any]:
    used = set(derived.indices.frame["index"].unique())
    found = {key: d for key, d in ground.indices.items() if key in used}
    return {key: definition.model_dump(mode="json") for key, definition in sorted(found.items())}


def _suppliers(suppliers: Mapping[str, SupplierDefinition]) -> dict[str, Any]:
    return {
        key: {
            "title": item.title.de,
            "contact": item.office.name,
            "legal_basis": item.legal_basis,
            "rhythm": item.rhythm,
            **item.model_dump(include={"licence", "attribution"}, exclude_none=True),
        }
        for key, item in suppliers.items()
    }


def _protection(
    ground: Ground, plan: Plan, protected: Mapping[date, Protected], shown: int, withheld: int
) -> dict[str, Any]:
    """The public part of the protection record: reasons in words, numbers of cells."""
    keys: Iterable[str] = sorted({ground.cubes[cube].rules for cube in _used(plan)})
    rules = {
        key: {"title": ground.rules[key].title.de, "reason": ground.rules[key].reason.de}
        for key in keys
    }
    by_date = {day.isoformat(): found.report for day, found in sorted(protected.items())}
    return {"rules": rules, "shown": shown, "withheld": withheld, "by_date": by_date}
