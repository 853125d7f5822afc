"""Assure: definitions prove themselves on worked examples before they meet real data."""

import math
from collections.abc import Mapping
from datetime import date

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.statistics.concepts import Catalogue
from kreisblick.statistics.cube import CubeDefinition, Unit
from kreisblick.statistics.cube.definition import UnknownCodeError
from kreisblick.statistics.indicators.assure_concepts import check_concepts
from kreisblick.statistics.indicators.assure_standardised import (
    check_standardised,
    counts_of_groups,
)
from kreisblick.statistics.indicators.compute import compute
from kreisblick.statistics.indicators.model import (
    Example,
    IndicatorDefinition,
    Kind,
    Part,
    Request,
)
from kreisblick.statistics.indicators.standard import shipped_populations
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["assure"]

_DAY = date(2000, 1, 1)  # examples have no date of their own
_GENERATION = "example"
_CLOSE = 1e-5  # examples are written with five decimals at most


def assure(
    definitions: Mapping[str, IndicatorDefinition],
    cubes: Mapping[str, CubeDefinition],
    *,
    as_of: date | None = None,
    concepts: Catalogue | None = None,
) -> list[Fault]:
    """Every fault of the definitions: cross-checks against the cubes, worked examples, reviews.

    Args:
        definitions: indicators by key.
        cubes: cube definitions by key.
        as_of: the day for which overdue reviews are told; None asks for none.
        concepts: who is meant by which group; without them references are not checked.

    Returns:
        Hard faults (unknown cube, code or concept, wrong example) and soft ones (no review, review
        overdue, related indicator unknown, two concepts of one group beside each other), in the
        order of the keys.
    """
    found = []
    for key, definition in sorted(definitions.items()):
        wrong = _check_parts(key, definition, cubes)
        if not wrong:
            wrong = check_standardised(key, definition, cubes, shipped_populations())
        found += wrong or _run_examples(key, definition, cubes)
        found += _check_related(key, definition, definitions)
        found += _check_review(key, definition, as_of)
        if concepts is not None and not wrong:
            found += check_concepts(key, definition, cubes, concepts)
    return found


def _check_parts(
    key: str, definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition]
) -> list[Fault]:
    found = []
    for part in (definition.numerator, definition.denominator):
        if part is None:
            continue
        if part.cube not in cubes:
            found.append(_fault(key, "unknown_cube", _unknown_cube(part)))
            continue
        try:
            part.slice(cubes)
        except UnknownCodeError as error:
            found.append(_fault(key, "unknown_code", str(error)))
        if not _unit_fits(definition, cubes[part.cube]):
            found.append(_fault(key, "kind_does_not_fit", _wrong_kind(definition, part)))
    return found or _check_share(key, definition, cubes)


def _unit_fits(definition: IndicatorDefinition, cube: CubeDefinition) -> bool:
    special = {Kind.ORDINAL: Unit.ORDINAL, Kind.DELIVERED: Unit.RATE}
    wanted = special.get(definition.kind)
    return cube.counts is wanted if wanted else cube.counts not in special.values()


def _check_share(
    key: str, definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition]
) -> list[Fault]:
    """A share of one cube divides a part by its whole."""
    above, below = definition.numerator, definition.denominator
    if definition.kind is not Kind.SHARE or below is None or above.cube != below.cube:
        return []
    part, whole = dict(above.slice(cubes).where), dict(below.slice(cubes).where)
    if all(name in part and set(part[name]) <= set(codes) for name, codes in whole.items()):
        return []
    message = _("The numerator is no part of the denominator. Correct one of them.")
    return [_fault(key, "no_part_of_the_whole", message)]


def _run_examples(
    key: str, definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition]
) -> list[Fault]:
    result = compute(
        _example_cells(definition, cubes),
        Request(
            definitions={key: definition.model_copy(update={"levels": (AreaLevel.PLANNING_AREA,)})},
            cubes=cubes,
            areas=_example_areas(len(definition.examples)),
            coverage=_example_coverage(definition),
            dates=[_DAY],
        ),
    )
    states = result.select("value", "observation", "confidentiality").rows()
    return [
        _fault(key, "wrong_example", _wrong_example(example, *state))
        for example, state in zip(definition.examples, states, strict=True)
        if not _as_expected(example, *state)
    ]


def _example_cells(
    definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition]
) -> pl.DataFrame:
    rows = {}
    for number, example in enumerate(definition.examples):
        given = [
            (definition.numerator, example.numerator),
            (definition.denominator, example.denominator),
            *counts_of_groups(definition, example, cubes),
        ]
        for part, count in given:
            if part is not None and count is not None:
                hidden = count == "suppressed"
                rows[(part.cube, part.slice(cubes).key, _area(number))] = (
                    None if hidden else count,
                    "suppressed" if hidden else "free",
                )
    return pl.DataFrame(
        [(*place, *cell) for place, cell in rows.items()],
        schema={
            **dict.fromkeys(("cube", "slice", "area"), pl.String),
            "value": pl.Float64,
            "confidentiality": pl.String,
        },
        orient="row",
    ).with_columns(
        reference_date=pl.lit(_DAY),
        generation=pl.lit(_GENERATION),
        level=pl.lit(AreaLevel.PLANNING_AREA.value),
        observation=pl.lit("counted"),
    )


def _example_areas(count: int) -> pl.DataFrame:
    rows = [("district", AreaLevel.DISTRICT, None), ("town", AreaLevel.MUNICIPALITY, "district")]
    rows += [(_area(number), AreaLevel.PLANNING_AREA, "town") for number in range(count)]
    columns = dict.fromkeys(("generation", "area", "name", "level", "parent"), pl.String)
    return pl.DataFrame(
        [(_GENERATION, area, area, level.value, parent) for area, level, parent in rows],
        schema=columns,
        orient="row",
    )


def _example_coverage(definition: IndicatorDefinition) -> pl.DataFrame:
    parts = [part for part in (definition.numerator, definition.denominator) if part]
    rows = [(cube, _DAY, "town") for cube in sorted({part.cube for part in parts})]
    schema = {"cube": pl.String, "reference_date": pl.Date, "municipality": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _area(number: int) -> str:
    return f"example {number:03d}"


def _as_expected(
    example: Example, value: float | None, observation: str, confidentiality: str
) -> bool:
    if example.expect == "suppressed":
        return value is None and confidentiality == "suppressed"
    if example.expect == "cannot_exist":
        return value is None and observation == "cannot_exist"
    return value is not None and math.isclose(value, example.expect, rel_tol=0, abs_tol=_CLOSE)


def _check_related(
    key: str, definition: IndicatorDefinition, known: Mapping[str, IndicatorDefinition]
) -> list[Fault]:
    missing = [name for name in definition.related if name not in known or name == key]
    message = _("The related indicator '{name}' is not known. Correct or remove it.")
    return [_fault(key, "unknown_related", message.format(name=n), hard=False) for n in missing]


def _check_review(key: str, definition: IndicatorDefinition, as_of: date | None) -> list[Fault]:
    if as_of is None:
        return []
    found = []
    if definition.review is None:
        message = _("Nobody has checked this definition yet. Let two people enter their review.")
        found.append(_fault(key, "not_reviewed", message, hard=False))
    if definition.look_again is not None and definition.look_again < as_of:
        message = _("The next check was due on {day}. Check the definition and enter a new date.")
        day = format_date(definition.look_again)
        found.append(_fault(key, "review_overdue", message.format(day=day), hard=False))
    return found


def _unknown_cube(part: Part) -> str:
    message = _("There is no cube '{cube}'. Correct the name or add catalogue/cubes/{cube}.yaml.")
    return message.format(cube=part.cube)


def _wrong_kind(definition: IndicatorDefinition, part: Part) -> str:
    message = _("The kind '{kind}' does not fit what cube '{cube}' counts. Correct the kind.")
    return message.format(kind=definition.kind.value, cube=part.cube)


def _wrong_example(
    example: Example, value: float | None, observation: str, confidentiality: str
) -> str:
    got = value if value is not None else f"{observation}, {confidentiality}"
    message = _("Example '{name}': expected {expect}, found {got}. Correct example or definition.")
    return message.format(name=example.name, expect=example.expect, got=got)


def _fault(key: str, code: str, message: str, *, hard: bool = True) -> Fault:
    return Fault(code=code, message=message, where=f"catalogue/indicators/{key}.yaml", hard=hard)
