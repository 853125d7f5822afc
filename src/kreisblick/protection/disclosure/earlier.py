"""Earlier: what was released before stands in the system as readers know it.

A figure that is out is a fact: nothing hides it any more, and what is new must hold beside it. A
figure that was withheld and still is small stays protected against both releases together.
Figures of a delivery that has been corrected since are facts about the counts of that time
(``corrected``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.assemble import Cell, Joint
from kreisblick.protection.disclosure.attributes import Minimums
from kreisblick.protection.disclosure.corrected import link_corrected
from kreisblick.protection.disclosure.model import SliceRef
from kreisblick.protection.disclosure.modes import refuse_second_mode
from kreisblick.protection.ledger import Figure
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import ENDLESS, Kind
from kreisblick.statistics.cube import Cube, Slice

__all__ = ["Known", "Told", "hold_earlier", "parse_slice", "slices_of", "told_of"]

Known = tuple[str, int | None, int | None]  # a ``Figure``, lower, upper


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one release told of one cube.

    Attributes:
        figures: slice, generation and area to what readers know.
        export: an office was told, not the public.
    """

    cube: str
    export: bool = False
    figures: Mapping[tuple[Slice, str, str], Known] = field(repr=False)


def told_of(earlier: pl.DataFrame | None, cubes: Sequence[Cube]) -> list[Told]:
    """The figures of the ledger that speak about these cubes, release by release.

    Raises:
        ProtectionFailedError: a figure asks a cube for an attribute that it no longer has, or it
            left as a sum of rounded atoms.
    """
    if earlier is None:
        return []
    asked = [(cube.key, "all", cube.reference_date, Figure.EXACT.value) for cube in cubes]
    columns = ["cube", "slice", "reference_date", "kind"]
    schema = {**dict.fromkeys(columns, pl.String), "reference_date": pl.Date}
    refuse_second_mode(earlier, pl.DataFrame(asked, schema=schema, orient="row"))
    found = []
    for cube in cubes:
        of_cube = earlier.filter(
            pl.col("cube") == cube.key, pl.col("reference_date") == cube.reference_date
        )
        releases = of_cube.partition_by("entry", "export", as_dict=True)
        for (_entry, export), rows in sorted(releases.items()):
            found.append(Told(cube=cube.key, figures=_figures(cube, rows), export=bool(export)))
    return found


def _figures(cube: Cube, rows: pl.DataFrame) -> dict[tuple[Slice, str, str], Known]:
    columns = ["slice", "generation", "area", "kind", "lower", "upper"]
    names = {key: _parsed(cube, key) for key in rows["slice"].unique()}
    return {
        (names[name], generation, area): (kind, _whole(lower), _whole(upper))
        for name, generation, area, kind, lower, upper in rows.select(columns).iter_rows()
    }


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def parse_slice(key: str) -> Slice:
    """The slice of a key.

    >>> parse_slice("age=0-2|3-5;sex=female").key
    'age=0-2|3-5;sex=female'
    """
    parts = [] if key == "all" else [part.split("=", 1) for part in key.split(";")]
    return Slice.of({name: codes.split("|") for name, codes in parts})


def _parsed(cube: Cube, key: str) -> Slice:
    question = parse_slice(key)
    if not {name for name, _codes in question.where} <= set(cube.dimensions):
        raise ProtectionFailedError(
            _(
                "Cube '{cube}', {day}: '{slice}' was released earlier, but the cube no longer has "
                "this attribute. Without it the two releases cannot be protected together."
            ).format(cube=cube.key, day=format_date(cube.reference_date), slice=key)
        )
    return question


def slices_of(told: Iterable[Told]) -> set[SliceRef]:
    """Every question that was answered earlier."""
    return {SliceRef(one.cube, name) for one in told for name, _generation, _area in one.figures}


def hold_earlier(joint: Joint, told: Sequence[Told], minimums: Minimums) -> None:
    """Put earlier figures into the system, and take what is not published now out of the cells.

    Raises:
        ProtectionFailedError: an earlier figure lies on areas that are not there, or does not
            fit the counts of its own release.
    """
    public: dict[Cell, Known] = {}
    for one in told:
        if not joint.sources[one.cube].own:
            continue
        figures = _placed(joint, one)
        if all(_fits(joint, cell, known) for cell, known in figures.items()):
            public |= _narrower(public, figures)
        else:
            public |= _narrower(public, link_corrected(joint, one.cube, figures, minimums))
    _bound(joint, public)
    _settle(joint, public)


def _placed(joint: Joint, told: Told) -> dict[Cell, Known]:
    source = joint.sources[told.cube]
    found: dict[Cell, Known] = {}
    for (question, generation, area), known in told.figures.items():
        here = joint.ground.find(generation, area, source.cube.generation)
        if here is None:
            raise _elsewhere(source.cube, generation, area)
        cell = (told.cube, source.number(question), here)
        if cell in joint.rows and joint.terms(cell):
            found[cell] = known
    return found


def _elsewhere(cube: Cube, generation: str, area: str) -> ProtectionFailedError:
    """Earlier figures lie on another cut, or on areas that were joined since."""
    words = (
        _(
            "Cube '{cube}', {day}: figures were released earlier for the area {area}, which is no "
            "longer there. Show the areas as they were released, or do not release this date again."
        )
        if generation == cube.generation
        else _(
            "Cube '{cube}', {day}: figures were released earlier on the areas of {generation}. "
            "Count by the pieces that both cuts have in common, or do not release this date again."
        )
    )
    day = format_date(cube.reference_date)
    return ProtectionFailedError(
        words.format(cube=cube.key, day=day, generation=generation, area=area)
    )


def _fits(joint: Joint, cell: Cell, known: Known) -> bool:
    kind, lower, upper = known
    value = sum(joint.builder.variables[term][0] for term in joint.terms(cell))
    if kind == Figure.WITHHELD:
        return value > 0 or joint.sources[cell[0]].rules.zeros != "free"
    return (lower or 0) <= value <= (ENDLESS if upper is None else upper)


def _narrower(known: Mapping[Cell, Known], more: Mapping[Cell, Known]) -> dict[Cell, Known]:
    """Of two things known of a cell the one that tells more."""
    order = [Figure.EXACT.value, Figure.RANGE.value, Figure.WITHHELD.value]
    return {
        cell: min(known.get(cell, one), one, key=lambda k: order.index(k[0]))
        for cell, one in more.items()
    }


def _bound(joint: Joint, public: Mapping[Cell, Known]) -> None:
    for cell, (kind, lower, upper) in public.items():
        if kind == Figure.RANGE:
            value = joint.builder.rows[joint.rows[cell]][1]
            joint.builder.add_row(
                joint.terms(cell),
                Kind.GUARD,
                value,
                floor=lower or 0,
                ceiling=ENDLESS if upper is None else upper,
            )


def _settle(joint: Joint, public: Mapping[Cell, Known]) -> None:
    """Facts need nothing and can hide nothing; what is not published is no cell."""
    facts = {cell for cell, known in public.items() if known[0] == Figure.EXACT}
    for cell, row in joint.rows.items():
        if cell in facts:
            _turn(joint, row, Kind.FACT)
            joint.facts[row] = cell
        elif not joint.shows(cell):
            _turn(joint, row, Kind.GUARD, strict=cell in public)
    rows = {joint.rows[cell] for cell in facts}
    joint.builder.needs = [need for need in joint.builder.needs if need.row not in rows]
    names = {(c, joint.sources[c].slices[n].key, area) for c, n, area in facts}
    joint.records = [
        r for r in joint.records if r.base_cube or (r.cube, r.slice, r.area) not in names
    ]


def _turn(joint: Joint, row: int, kind: Kind, *, strict: bool = True) -> None:
    """Make a row of a cell a fact or a guard; ``strict`` keeps that it is known to be no zero."""
    _kind, value, floor, strict_floor, ceiling, weight, _hidden = joint.builder.rows[row]
    low = strict_floor if strict else floor
    joint.builder.rows[row] = (int(kind), value, floor, low, ceiling, weight, False)
