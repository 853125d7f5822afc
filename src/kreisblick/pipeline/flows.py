"""Count flows: registers of two dates that follow each other, laid side by side for each later one.

Flows of a date are filed under it beside its other cubes and go the same way to ``protect()``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.files import fingerprint
from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.code import code_fingerprint
from kreisblick.pipeline.count_step import count_step
from kreisblick.pipeline.counting import (
    Counting,
    CubesByDate,
    covered_by,
    frame_of,
)
from kreisblick.pipeline.filing import filed_dates
from kreisblick.pipeline.kept import keep_cube, kept_cubes
from kreisblick.pipeline.memory import load_cube, save_cube
from kreisblick.sealed.intake import AcceptedDelivery
from kreisblick.sealed.mapping import Grain
from kreisblick.sealed.register import (
    CountedFlows,
    FlowQuality,
    RegisterDefinition,
    Stock,
    count_flows,
)
from kreisblick.statistics.cube import Cube

__all__ = ["Pair", "flow_pairs", "with_flows"]

SUPPLIER = "supplier"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What the flows of one cube at one date are counted from.

    Attributes:
        key: the cube.
        day: the later date, under which the flows are filed.
        register: with the rule for flows.
        before, after: the registers of the two dates.
        deaths: lists of people who died between them.
    """

    key: str
    day: date
    register: RegisterDefinition
    before: Sequence[AcceptedDelivery]
    after: Sequence[AcceptedDelivery]
    deaths: Sequence[AcceptedDelivery]

    @property
    def deliveries(self) -> tuple[AcceptedDelivery, ...]:
        """All of them."""
        return (*self.before, *self.after, *self.deaths)

    def stocks(
        self, frames: Mapping[str, pl.DataFrame]
    ) -> tuple[Stock, Stock, pl.DataFrame | None]:
        """The two stocks and the dead, from the records by ``path_key``."""
        dead = [_with_supplier(frames, one) for one in self.deaths]
        deaths = pl.concat(dead, how="diagonal_relaxed") if dead else None
        return _stock(self.before, frames), _stock(self.after, frames), deaths


def with_flows(
    counting: Counting, accepted: Sequence[AcceptedDelivery], cubes: CubesByDate
) -> CubesByDate:
    """The cubes of all dates, and the flows since the date before wherever two can be compared.

    Only deliveries with the number of a person take part; a register without it has no flows.
    """
    found = {day: dict(of_day) for day, of_day in cubes.items()}
    for key, definition in sorted(counting.ground.cubes.items()):
        register = counting.ground.registers.get(str(definition.register))
        if register is None or register.flows is None:
            continue
        for pair in flow_pairs(counting, key, register, accepted):
            cube = _remembered(counting, pair)
            if cube is not None:
                found.setdefault(pair.day, {})[key] = cube
                counting.feeding[key, pair.day] = list(pair.after)
    return {day: dict(sorted(of_day.items())) for day, of_day in sorted(found.items())}


def flow_pairs(
    counting: Counting,
    key: str,
    register: RegisterDefinition,
    accepted: Sequence[AcceptedDelivery],
) -> Iterable[Pair]:
    """Two dates that follow each other, each two: those of the deliveries with numbers of people.

    Args:
        counting: whose dates and definitions.
        key: a cube of the register.
        register: with a rule for flows; without one there are none.
        accepted: all deliveries.
    """
    rule = register.flows
    if rule is None:
        return
    definitions = counting.context.deliveries
    numbers = set(rule.by) - {SUPPLIER}
    stocks = [
        delivery
        for delivery in accepted
        if delivery.grain == Grain.PERSON
        and delivery.register == register.records
        and numbers <= set(definitions[f"{delivery.supplier}/{delivery.product}"].columns)
    ]
    filed = filed_dates(counting.ground, key, (d.reference_date for d in stocks))
    days = sorted(set(filed.values()))
    for first, last in pairwise(days):
        yield Pair(
            key=key,
            day=last,
            register=register,
            before=[d for d in stocks if filed[d.reference_date] == first],
            after=[d for d in stocks if filed[d.reference_date] == last],
            deaths=[
                d
                for d in accepted
                if rule.deaths and d.register == rule.deaths and first < d.reference_date <= last
            ],
        )


def _remembered(counting: Counting, pair: Pair) -> Cube | None:
    """The cube from memory, or counted now; the kept one where rows were deleted by rule."""
    ground, store = counting.ground, counting.store
    gone = next((one for one in pair.deliveries if one.deleted_on is not None), None)
    if gone is not None:
        if not store.exists(f"kept/{pair.key}/{pair.day.isoformat()}"):
            return None
        counting.lineage.record(
            count_step(counting.ground, pair.day, pair.key, pair.deliveries, "kept")
        )
        return kept_cubes(ground, store, [pair.key], pair.day, gone)[pair.key]
    state = fingerprint(
        ground.cubes[pair.key].model_dump(mode="json"),
        pair.register.model_dump(mode="json"),
        [(d.path_key, d.sha256, d.definition, d.covered) for d in pair.deliveries],
        ground.fingerprint,
        ground.report_territory.generation.key,
        code_fingerprint("sealed", "statistics/cube"),
    )
    name = f"cubes/{pair.key}/{pair.day.isoformat()}/{state[:24]}"
    known = load_cube(store, name)
    if known is None:
        counted = _count(counting, pair)
        known = replace(counted.cube, reference_date=pair.day), _notes(pair, counted.quality)
        save_cube(store, name, *known)
        keep_cube(store, known[0])
    counting.faults.extend(known[1])
    counting.lineage.record(count_step(counting.ground, pair.day, pair.key, pair.deliveries, state))
    return known[0]


def _count(counting: Counting, pair: Pair) -> CountedFlows:
    frames = {d.path_key: frame_of(counting.store, d) for d in pair.deliveries}
    before, after, deaths = pair.stocks(frames)
    return count_flows(
        counting.ground.cubes[pair.key],
        key=pair.key,
        register=pair.register,
        before=before,
        after=after,
        deaths=deaths,
        territory=counting.ground.report_territory,
    )


def _stock(deliveries: Sequence[AcceptedDelivery], frames: Mapping[str, pl.DataFrame]) -> Stock:
    """The people of all registers of one date."""
    return Stock(
        day=max(d.reference_date for d in deliveries),
        records=pl.concat((_with_supplier(frames, d) for d in deliveries), how="diagonal_relaxed"),
        covered=covered_by(deliveries),
        sources=tuple(sorted(f"{d.supplier}/{d.product}" for d in deliveries)),
    )


def _with_supplier(frames: Mapping[str, pl.DataFrame], one: AcceptedDelivery) -> pl.DataFrame:
    """The records with their supplier, which keeps the numbers of two registers apart."""
    return frames[one.path_key].with_columns(pl.lit(one.supplier).alias(SUPPLIER))


def _notes(pair: Pair, quality: FlowQuality) -> list[Fault]:
    """What could not be laid side by side, in words; small numbers are not told."""
    words = {
        _("rows without the number of a person, in no flow: {count}"): quality.without_number,
        _("rows whose number stands there twice, counted once: {count}"): quality.twice,
        _("numbers given to somebody else, counted as one out and one in: {count}"): quality.reused,
        _("people with a death record who are still registered: {count}"): quality.dead_but_listed,
        _("flows of people without an area, in no cell: {count}"): quality.not_assigned,
    }
    few = _("a few")
    where = f"{pair.key} {format_date(pair.day)}"
    return [
        Fault(
            code="flows_unmatched",
            message=text.format(count=few if number is None else format_count(number)),
            where=where,
            hard=False,
        )
        for text, number in words.items()
        if number != 0
    ]
