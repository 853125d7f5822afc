"""Recount: a published count once more from its deliveries, the slow and obvious way.

Deliveries are read again from the files that were sent, into an encrypted store of their own
that is thrown away. Records about persons are counted here by plain filters, not by the
expression that counted them for publication.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from kreisblick.base.lineage import Lineage
from kreisblick.pipeline.counting import Counting, assemble_cube, covered_by, frame_of
from kreisblick.pipeline.filing import counted_on, filed_dates
from kreisblick.pipeline.flows import Pair, flow_pairs
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.kept import RowsDeletedError, cubes_fed_by
from kreisblick.pipeline.receive import context_of, dated, without_rows
from kreisblick.pipeline.recount_flows import Cards, flows_by_hand
from kreisblick.pipeline.recount_households import households_by_hand
from kreisblick.pipeline.recount_spells import spells_by_hand
from kreisblick.pipeline.waiting import Waiting, waiting_deliveries
from kreisblick.sealed.intake import AcceptedDelivery, IntakeContext, accept
from kreisblick.sealed.mapping import Grain
from kreisblick.sealed.register import FlowRule, RegisterDefinition
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import Cube, Slice
from kreisblick.statistics.cube.definition import age_borders
from kreisblick.territory.areas import AreaLevel

__all__ = ["Recount"]


@dataclass(frozen=True, kw_only=True)
class Recount:
    """Counts again what was published; a delivery is read once and then remembered.

    Attributes:
        ground: areas, addresses, definitions.
        folder: an empty folder for the throw-away store.
    """

    ground: Ground
    folder: Path
    _records: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)
    _cubes: dict[tuple[str, date], Cube] = field(default_factory=dict, repr=False)

    def count(
        self,
        cube: str,
        question: Slice,
        day: date,
        area: str,
        towns: Collection[str] | None = None,
    ) -> float | None:
        """The figure of one slice in one area; None where the deliveries hold none.

        With ``towns`` only these municipalities of the area are counted, where they are not all
        that this cube's sources serve.
        """
        if towns is not None and set(towns) != self._served(cube, day):
            found = [self.count(cube, question, day, town) for town in sorted(towns)]
            numbers = [number for number in found if number is not None]
            return sum(numbers) if len(numbers) == len(found) else None
        register = self.ground.registers.get(str(self.ground.cubes[cube].register))
        if register is not None and register.flows is not None:
            return self._count_flows(cube, register, register.flows, question, day, area)
        feeding = self._feeding(cube, day)
        persons = [delivery for delivery in feeding if delivery.grain == Grain.PERSON]
        finished = [delivery for delivery in feeding if delivery.grain != Grain.PERSON]
        found = []
        if persons and (self._inside(area, covered_by(persons)) or not finished):
            found.append(self._count_persons(cube, persons, question, day, area))
        if finished and (self._inside(area, covered_by(finished)) or not persons):
            found.append(self._count_finished(cube, finished, question, day, area))
        numbers = [number for number in found if number is not None]
        return sum(numbers) if numbers and len(numbers) == len(found) else None

    def _count_flows(
        self,
        cube: str,
        register: RegisterDefinition,
        rule: FlowRule,
        question: Slice,
        day: date,
        area: str,
    ) -> float | None:
        pair = self._flow_pair(cube, register, rule, day)
        if pair is None:
            return None
        before, after, deaths = pair.stocks({d.path_key: self._frame(d) for d in pair.deliveries})
        towns = covered_by(pair.before) & covered_by(pair.after)
        inside = self._inside(area, towns)
        everywhere = self._inside(self.ground.workspace.choices.district.key, towns)
        codes = {d.name: d.codes for d in self.ground.cubes[cube].dimensions}
        wanted = codes | dict(question.where)
        column = f"area_{self.ground.report_territory.generation.key}"
        cards = Cards(register=register, rule=rule, area=column, everywhere=frozenset(everywhere))
        found = flows_by_hand(cards, before, after, deaths, wanted, inside)
        return float(found) if inside else None

    def _flow_pair(
        self, cube: str, register: RegisterDefinition, rule: FlowRule, day: date
    ) -> Pair | None:
        """The two stocks between which flows up to a day are counted."""
        kinds = {register.records, rule.deaths} - {None}
        read = self.context.deliveries
        accepted = [
            self._accept(one)
            for one in waiting_deliveries(self.ground.workspace)
            if read[f"{one.supplier}/{one.product}"].register in kinds
        ]
        pairs = flow_pairs(self._counting, cube, register, accepted)
        return next((one for one in pairs if one.day == day), None)

    def _served(self, cube: str, day: date) -> frozenset[str]:
        """The municipalities that a cube's sources serve; of flows those that number people."""
        register = self.ground.registers.get(str(self.ground.cubes[cube].register))
        if register is None or register.flows is None:
            return covered_by(self._feeding(cube, day))
        pair = self._flow_pair(cube, register, register.flows, day)
        return covered_by(pair.before) & covered_by(pair.after) if pair else frozenset()

    def _count_finished(
        self,
        cube: str,
        feeding: Sequence[AcceptedDelivery],
        question: Slice,
        day: date,
        area: str,
    ) -> float | None:
        key = (cube, day)
        if key not in self._cubes:
            self._cubes[key] = assemble_cube(self._counting, day, cube, feeding).cube
        found = self._cubes[key]
        return self._sum(found.take(question), found.covered, area)

    def common_towns(self, cubes: Sequence[str], day: date) -> frozenset[str]:
        """The municipalities that the sources of all these cubes serve."""
        return frozenset.intersection(*(self._served(cube, day) for cube in cubes))

    def rows(self, cube: str, day: date) -> dict[str, int]:
        """Rows of each delivery behind a cube, by its name."""
        return {
            f"{d.supplier}/{d.product}": self._frame(d).height for d in self._feeding(cube, day)
        }

    @cached_property
    def context(self) -> IntakeContext:
        """What intake must know; closed files are opened with the workspace's own keys."""
        own = SealedStore(self.ground.workspace.sealed)
        return replace(context_of(self.ground), secrets=own.ring.secrets)

    @cached_property
    def _store(self) -> SealedStore:
        return SealedStore(self.folder)

    @cached_property
    def _counting(self) -> Counting:
        return Counting(
            ground=self.ground,
            context=self.context,
            store=self._store,
            lineage=Lineage(),
            faults=[],
        )

    def _feeding(self, cube: str, day: date) -> list[AcceptedDelivery]:
        definition = self.ground.cubes[cube]
        register = self.ground.registers.get(str(definition.register))
        known = []
        for waiting in waiting_deliveries(self.ground.workspace):
            product = self.context.deliveries[f"{waiting.supplier}/{waiting.product}"]
            from_rows = register is not None and product.register == register.records
            if from_rows or cube in product.cubes:
                known.append(waiting)
        self._refuse_deleted(cube, day)
        filed = filed_dates(self.ground, cube, (waiting.reference_date for waiting in known))
        return [self._accept(one) for one in known if filed[one.reference_date] == day]

    def _refuse_deleted(self, cube: str, day: date) -> None:
        """What was deleted by rule cannot be counted again."""
        for delivery in without_rows(SealedStore(self.ground.workspace.sealed), ()):
            if delivery.reference_date == day and cube in cubes_fed_by(self.ground, delivery):
                raise RowsDeletedError.of(delivery)

    def _accept(self, waiting: Waiting) -> AcceptedDelivery:
        return accept(
            waiting.path,
            supplier=waiting.supplier,
            product=waiting.product,
            reference_date=waiting.reference_date,
            context=dated(self.context, self.ground, waiting.reference_date),
            store=self._store,
        )

    def _frame(self, delivery: AcceptedDelivery) -> pl.DataFrame:
        if delivery.path_key not in self._records:
            self._records[delivery.path_key] = frame_of(self._store, delivery)
        return self._records[delivery.path_key]

    def _count_persons(
        self, cube: str, feeding: Sequence[AcceptedDelivery], question: Slice, day: date, area: str
    ) -> float | None:
        definition = self.ground.cubes[cube]
        rule = self.ground.registers[str(definition.register)]
        own = counted_on(feeding, day)
        inside = self._inside(area, covered_by(feeding))
        # records with a code that the cube does not know stand in no cell
        wanted = {d.name: d.codes for d in definition.dimensions} | dict(question.where)
        total = 0
        for delivery in feeding:
            rows = self._chosen(delivery, {**rule.where, **definition.where})
            if rule.household is not None:
                rows = households_by_hand(rows, rule.household, own)
            if rule.spells is not None:
                rows = spells_by_hand(rows, rule.spells, own)
            rows = rows.filter(pl.col("_area").is_in(inside))
            total += _matching(rows, rule, wanted, own)
        return float(total)

    def _chosen(self, delivery: AcceptedDelivery, where: Mapping[str, str | bool]) -> pl.DataFrame:
        """The records of a delivery that belong to the cube, with ``_area``."""
        column = f"area_{self.ground.report_territory.generation.key}"
        rows = self._frame(delivery).with_columns(_area=pl.col(column))
        for name, value in where.items():
            rows = rows.filter(pl.col(name).cast(pl.String) == str(value))
        return rows

    def _inside(self, area: str, covered: frozenset[str]) -> list[str]:
        """The smallest areas inside an area whose municipality is covered."""
        parents = self.ground.report_territory.parents
        found = []
        for small, parent in parents.items():
            chain = [small]
            while (above := parents.get(chain[-1])) is not None:
                chain.append(above)
            if area in chain and parent in covered:
                found.append(small)
        return found

    def _sum(self, cells: pl.DataFrame, covered: Collection[str], area: str) -> float | None:
        """The delivered cell, or the sum of the next smaller areas that are covered."""
        own = cells.filter(pl.col("area") == area)
        if own.height:
            value = own["value"][0]
            return None if value is None else float(value)
        towns = self.ground.report_territory.keys(AreaLevel.MUNICIPALITY)
        parents = self.ground.report_territory.parents
        parts = [a for a, p in parents.items() if p == area and (a not in towns or a in covered)]
        found = [self._sum(cells, covered, part) for part in parts]
        numbers = [number for number in found if number is not None]
        return sum(numbers) if numbers and len(numbers) == len(found) else None


def _matching(
    rows: pl.DataFrame,
    rule: RegisterDefinition,
    wanted: Mapping[str, Sequence[str]],
    day: date,
) -> int:
    for name, codes in wanted.items():
        reading = rule.dimensions[name]
        if reading.read == "age":
            rows = rows.filter(_in_ages(day.year - pl.col(str(reading.field)), codes))
        else:
            rows = rows.filter(pl.col(reading.field or reading.read).is_in(list(codes)))
    return rows.height


def _in_ages(age: pl.Expr, groups: Sequence[str]) -> pl.Expr:
    found = pl.lit(value=False)
    for group in groups:
        low, high = age_borders(group)
        found = found | age.is_between(low, high)
    return found
