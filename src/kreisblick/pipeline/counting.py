"""Count: accepted deliveries become cubes, date by date; what is known already is looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.base.lineage import Lineage
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.code import code_fingerprint
from kreisblick.pipeline.count_step import count_step
from kreisblick.pipeline.filing import counted_on, filed_dates
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.joining import join_cubes
from kreisblick.pipeline.kept import kept_cubes
from kreisblick.pipeline.left_out import without_left_out
from kreisblick.pipeline.memory import load_cube, save_cube
from kreisblick.pipeline.remembering import NOTHING, Remembered
from kreisblick.protection.rules import RuleSet
from kreisblick.sealed.intake import AcceptedDelivery, IntakeContext
from kreisblick.sealed.mapping import Grain
from kreisblick.sealed.register import (
    AggregateDelivery,
    Assembled,
    assemble,
    count_facilities,
    count_registers,
    needed_fields,
    read_records,
)
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import Cube, CubeDefinition

__all__ = [
    "Counting",
    "CubesByDate",
    "assemble_cube",
    "count_deliveries",
    "covered_by",
    "frame_of",
]

RECORDS = "records"
CubesByDate = dict[date, dict[str, Cube]]


@dataclass(kw_only=True)
class Counting:
    """Everything counting needs, and the soft faults it finds.

    Attributes:
        ground, context, store, lineage: of the round.
        faults: soft faults, for the summary.
        feeding: the deliveries behind every cube of a date of the report.
        resting: deliveries that are embargoed, with the first day of their use.
        remembered: what has left the house before.
    """

    ground: Ground
    context: IntakeContext
    store: SealedStore
    lineage: Lineage
    faults: list[Fault]
    feeding: dict[tuple[str, date], list[AcceptedDelivery]] = field(default_factory=dict)
    resting: Mapping[tuple[str, str, date], date] = field(default_factory=dict)
    remembered: Remembered = NOTHING


def count_deliveries(
    counting: Counting, accepted: Sequence[AcceptedDelivery], progress: Progress = silent
) -> CubesByDate:
    """All cubes of all dates that the accepted deliveries feed."""
    by_date: dict[date, dict[Group, list[AcceptedDelivery]]] = {}
    for group, feeding in _groups(counting, accepted).items():
        filed = filed_dates(counting.ground, group[1][0], (d.reference_date for d in feeding))
        for delivery in feeding:
            of_day = by_date.setdefault(filed[delivery.reference_date], {})
            of_day.setdefault(group, []).append(delivery)
    found: CubesByDate = {}
    for day in progress.track(sorted(by_date), _("counting")):
        found[day] = _count_day(counting, day, by_date[day])
    return found


Group = tuple[Grain, tuple[str, ...]]


def _count_day(
    counting: Counting, day: date, groups: Mapping[Group, list[AcceptedDelivery]]
) -> dict[str, Cube]:
    found: dict[str, Cube] = {}
    for group, feeding in groups.items():
        before = {key: counting.lineage[_step_key(key, day)] for key in group[1] if key in found}
        for key, cube in _remembered(counting, day, group, feeding).items():
            joined = key in before
            territory = counting.ground.report_territory
            found[key] = join_cubes(found[key], cube, territory) if joined else cube
        for one in before.values():
            now = counting.lineage[one.key]
            inputs, output = (*one.inputs, *now.inputs), fingerprint(one.output, now.output)
            counting.lineage.record(replace(now, inputs=inputs, output=output))
        for key in group[1]:
            counting.feeding.setdefault((key, day), []).extend(feeding)
    return dict(sorted(found.items()))


def _step_key(cube: str, day: date) -> str:
    return f"count {cube} {day.isoformat()}"


def _groups(
    counting: Counting, accepted: Sequence[AcceptedDelivery]
) -> dict[Group, list[AcceptedDelivery]]:
    """Cubes that are counted together, and the deliveries that feed them."""
    found: dict[Group, list[AcceptedDelivery]] = {}
    for delivery in accepted:
        if delivery.grain == Grain.PERSON:
            for cubes in _cubes_of_records(counting.ground, str(delivery.register)):
                found.setdefault((Grain.PERSON, cubes), []).append(delivery)
        else:
            for cube in delivery.cubes:
                found.setdefault((Grain(delivery.grain), (cube,)), []).append(delivery)
    return found


def _cubes_of_records(ground: Ground, records: str) -> list[tuple[str, ...]]:
    """The cubes counted from these records in one pass: those with one date rule."""
    registers = {k for k, r in ground.registers.items() if r.records == records and not r.flows}
    found: dict[str, list[str]] = {}
    for key, cube in sorted(ground.cubes.items()):
        if cube.register in registers:
            found.setdefault(cube.dates, []).append(key)
    return [tuple(keys) for _name, keys in sorted(found.items())]


def _remembered(
    counting: Counting, day: date, group: Group, feeding: Sequence[AcceptedDelivery]
) -> dict[str, Cube]:
    """The group's cubes from memory, or counted now; those kept where rows were deleted."""
    gone = next((delivery for delivery in feeding if delivery.deleted_on is not None), None)
    if gone is not None:
        cubes = kept_cubes(counting.ground, counting.store, group[1], day, gone)
        for key in cubes:
            counting.lineage.record(count_step(counting.ground, day, key, feeding, "kept"))
        return cubes
    state = _state(counting, day, group, feeding)
    names = {key: f"cubes/{key}/{day.isoformat()}/{state[:24]}" for key in group[1]}
    known = {key: load_cube(counting.store, name) for key, name in names.items()}
    cubes = {key: found[0] for key, found in known.items() if found is not None}
    if len(cubes) < len(names):
        cubes, faults = _count_group(counting, day, group, feeding)
        for key, cube in cubes.items():
            save_cube(counting.store, names[key], cube, faults)
    else:
        faults = next((found[1] for found in known.values() if found is not None), [])
    counting.faults.extend(faults)
    for key in cubes:
        counting.lineage.record(count_step(counting.ground, day, key, feeding, state))
    return cubes


def _state(counting: Counting, day: date, group: Group, feeding: Sequence[AcceptedDelivery]) -> str:
    ground = counting.ground
    definitions = [ground.cubes[key].model_dump(mode="json") for key in group[1]]
    registers = {ground.cubes[key].register for key in group[1]} - {None}
    return fingerprint(
        day.isoformat(),
        definitions,
        [ground.registers[str(key)].model_dump(mode="json") for key in sorted(map(str, registers))],
        [(d.path_key, d.sha256, d.definition) for d in feeding],
        ground.fingerprint,
        ground.report_territory.generation.key,
        code_fingerprint("sealed", "territory", "statistics/cube"),
    )


def _count_group(
    counting: Counting, day: date, group: Group, feeding: Sequence[AcceptedDelivery]
) -> tuple[dict[str, Cube], list[Fault]]:
    """The group's cubes and the soft faults found on the way."""
    grain, keys = group
    own = counted_on(feeding, day)
    if grain is Grain.PERSON:
        cubes, faults = _count_persons(counting, own, keys, feeding), list[Fault]()
    else:
        found = {key: assemble_cube(counting, own, key, feeding) for key in keys}
        faults = [fault for assembled in found.values() for fault in assembled.faults]
        cubes = {key: assembled.cube for key, assembled in found.items()}
    whole = {k: without_left_out(c, feeding, counting.ground) for k, c in cubes.items()}
    return {key: replace(cube, reference_date=day) for key, cube in whole.items()}, faults


def assemble_cube(
    counting: Counting, day: date, key: str, feeding: Sequence[AcceptedDelivery]
) -> Assembled:
    """One cube from delivered aggregates or facilities."""
    aggregates = all(delivery.grain == Grain.AGGREGATE for delivery in feeding)
    count_one = _count_aggregate if aggregates else _count_facility
    return count_one(counting, day, key, feeding)


def _count_persons(
    counting: Counting, day: date, keys: tuple[str, ...], feeding: Sequence[AcceptedDelivery]
) -> dict[str, Cube]:
    ground = counting.ground
    of_register: dict[str, dict[str, CubeDefinition]] = {}
    for key in keys:
        of_register.setdefault(str(ground.cubes[key].register), {})[key] = ground.cubes[key]
    groups = [(ground.registers[name], cubes) for name, cubes in of_register.items()]
    fields = {
        f for register, cubes in groups for c in cubes.values() for f in needed_fields(c, register)
    }
    area = f"area_{ground.report_territory.generation.key}"
    records = read_records(
        counting.store, [f"{d.path_key}/{RECORDS}" for d in feeding], sorted(fields | {area})
    )
    found = count_registers(
        groups,
        records=records,
        reference_date=day,
        territory=ground.report_territory,
        covered=covered_by(feeding),
        sources=_sources(feeding),
    )
    return {key: counted.cube for key, counted in found.items()}


def _count_aggregate(
    counting: Counting, day: date, key: str, feeding: Sequence[AcceptedDelivery]
) -> Assembled:
    ground = counting.ground
    rules = ground.rules.get(ground.cubes[key].rules)
    return assemble(
        ground.cubes[key],
        key=key,
        deliveries=[_aggregate(counting.store, key, delivery) for delivery in feeding],
        territory=ground.report_territory,
        reference_date=day,
        crosswalks=ground.crosswalks,
        covered=covered_by(feeding),
        protected_by_source=_by_publisher(rules),
    )


def _aggregate(store: SealedStore, key: str, delivery: AcceptedDelivery) -> AggregateDelivery:
    records = frame_of(store, delivery).filter(pl.col("cube") == key).drop("cube")
    source = f"{delivery.supplier}/{delivery.product}"
    return AggregateDelivery(source=source, generation=delivery.generation, records=records)


def _count_facility(
    counting: Counting, day: date, key: str, feeding: Sequence[AcceptedDelivery]
) -> Assembled:
    (delivery,) = feeding
    definition = counting.context.deliveries[f"{delivery.supplier}/{delivery.product}"]
    return count_facilities(
        counting.ground.cubes[key],
        key=key,
        values=[value for value in definition.values if value.cube in {key, None}],
        records=frame_of(counting.store, delivery),
        territory=counting.ground.report_territory,
        reference_date=day,
        covered=covered_by(feeding),
        sources=_sources(feeding),
    )


def frame_of(store: SealedStore, delivery: AcceptedDelivery) -> pl.DataFrame:
    """The records of an accepted delivery."""
    return pl.DataFrame(store.read_table(f"{delivery.path_key}/{RECORDS}"))


def covered_by(feeding: Sequence[AcceptedDelivery]) -> frozenset[str]:
    """The municipalities that the deliveries serve together."""
    return frozenset(town for delivery in feeding for town in delivery.covered)


def _sources(feeding: Sequence[AcceptedDelivery]) -> tuple[str, ...]:
    return tuple(sorted(f"{d.supplier}/{d.product}" for d in feeding))


def _by_publisher(rules: RuleSet | None) -> bool:
    return rules is not None and rules.source == "publisher"
