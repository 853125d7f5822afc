"""Remark: what a reader must know about an indicator's counts, as sentences that travel with it.

By kind: ``definition`` (who counts otherwise than agreed), ``break`` (where a series may not be
read on), ``date`` (counts of other days), ``coverage`` (which municipalities are missing, and why),
``end`` (a source that no longer exists), ``note`` (a statistical stumbling block that somebody
attached).
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import polars as pl

from kreisblick.pipeline.absent import coverage_remarks, end_remarks
from kreisblick.pipeline.counting import Counting
from kreisblick.pipeline.deviating import break_remarks, date_remarks, deviation_remarks
from kreisblick.pipeline.noted import Notes, note_remarks, read_notes
from kreisblick.pipeline.plan import Plan
from kreisblick.pipeline.told import Names, Remark, names_of
from kreisblick.statistics.concepts import Comparison
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition

__all__ = ["concept_sheet", "remarks"]


def remarks(
    counting: Counting, plan: Plan, comparison: Comparison
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Per indicator ``remarks`` and ``compared``, plain values for the bundle.

    ``compared`` lists the municipalities whose counts stand apart or are scaled, so that anybody
    can make the figure again.
    """
    names, notes = names_of(counting), read_notes(counting.ground.workspace)
    return {
        key: {
            "remarks": [asdict(one) for one in _of(key, item, counting, comparison, names, notes)],
            "compared": _compared(key, comparison),
        }
        for key, item in sorted(plan.indicators.items())
    }


def _of(
    key: str,
    definition: IndicatorDefinition,
    counting: Counting,
    comparison: Comparison,
    names: Names,
    notes: Notes,
) -> Iterator[Remark]:
    dates = counting.ground.workspace.choices.report.dates
    yield from coverage_remarks(counting, definition, names)
    yield from deviation_remarks(key, comparison, names)
    yield from break_remarks(key, comparison, dates, names.towns, names)
    yield from date_remarks(key, comparison, names)
    yield from end_remarks(counting, definition, names)
    yield from note_remarks(key, definition, counting, names, notes)


def _compared(key: str, comparison: Comparison) -> list[dict[str, Any]]:
    scaled = (pl.col("numerator_factor") != 1) | (pl.col("denominator_factor") != 1)
    table = comparison.table.filter((pl.col("indicator") == key) & (pl.col("apart") | scaled))
    return [
        {**row, "reference_date": row["reference_date"].isoformat()}
        for row in table.drop("indicator", "followed").iter_rows(named=True)
    ]


def concept_sheet(counting: Counting, plan: Plan) -> dict[str, Any]:
    """The concepts, bridges and deviations that the bundle's figures rest on, plain values."""
    catalogue = counting.ground.concepts
    used = {item.definition for item in plan.indicators.values()}
    used |= {str(cube.definition) for cube in _cubes(counting, plan) if cube.definition}
    deviations = [
        {"source": name, **one.model_dump(mode="json")}
        for name, delivery in sorted(counting.context.deliveries.items())
        for one in delivery.deviations
    ]
    used |= {one["follows"] for one in deviations if one["follows"]}
    variants = {reference: reference.partition("/")[0] for reference in sorted(used)}
    return {
        "concepts": {
            reference: {
                "group": catalogue.groups[catalogue.group_of[variant]].title.de,
                **catalogue.concepts[variant].model_dump(mode="json"),
            }
            for reference, variant in variants.items()
        },
        "bridges": [
            bridge.model_dump(mode="json", by_alias=True)
            for bridge in catalogue.bridges.values()
            if {bridge.from_, bridge.to} & used
        ],
        "deviations": deviations,
    }


def _cubes(counting: Counting, plan: Plan) -> list[CubeDefinition]:
    keys = {ref.cube for ref in plan.publish}
    return [counting.ground.cubes[key] for key in sorted(keys)]
