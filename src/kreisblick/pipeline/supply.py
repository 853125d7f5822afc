"""Supply joined: suppliers, what has come, what rests on it; the day's page and its letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kreisblick.pipeline.day import round_day
from kreisblick.pipeline.indicator_sets import read_indicators
from kreisblick.pipeline.waiting import waiting_deliveries
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import AcceptedDelivery
from kreisblick.sealed.mapping import DeliveryDefinition, Grain, read_deliveries
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition
from kreisblick.supply import (
    Known,
    Line,
    Names,
    Status,
    SupplierDefinition,
    SupplyRules,
    Uses,
    contract_terms,
    embargoed,
    log_path,
    read_log,
    read_rules,
    read_suppliers,
    status_lines,
    supply_status,
    with_consents,
    with_contract_ends,
)
from kreisblick.territory.areas import GenerationDefinition, load_generation
from kreisblick.territory.areas.model import AreaLevel

__all__ = [
    "Supply",
    "agreed_suppliers",
    "expected_products",
    "open_supply",
    "resting",
]


@dataclass(frozen=True, kw_only=True)
class Supply:
    """Everything that is known about suppliers in a workspace.

    Attributes:
        workspace: which.
        suppliers: by key, as described.
        deliveries: definitions by ``supplier/product``.
        known: the report's dates, what is here, the log.
        rules: when to ask, remind, warn.
        names: names for keys, and what rests on each product.
    """

    workspace: Workspace
    suppliers: Mapping[str, SupplierDefinition]
    deliveries: Mapping[str, DeliveryDefinition] = field(repr=False)
    known: Known = field(repr=False)
    rules: SupplyRules
    names: Names = field(repr=False)

    @property
    def products(self) -> dict[str, tuple[str, ...]]:
        """The products that each supplier is expected to deliver."""
        return expected_products(self.suppliers, self.deliveries)

    @property
    def log(self) -> Path:
        """The file with what happened."""
        return log_path(self.workspace.folder)

    def status(self, as_of: date) -> Status:
        """How it stands on a day."""
        return supply_status(
            self.suppliers,
            self.products,
            self.known,
            self.rules,
            municipalities=list(self.names.municipalities),
            as_of=as_of,
        )

    def lines(self, status: Status) -> list[Line]:
        """The page in words."""
        return status_lines(status, self.suppliers, self.names)


def open_supply(workspace: Workspace) -> Supply:
    """What a workspace knows about its suppliers; rows about persons are not read.

    Raises:
        FaultsFoundError: a definition or the log cannot be understood.
    """
    folders = workspace.catalogue_folders("suppliers")
    deliveries = read_deliveries(folders)
    suppliers = read_suppliers(folders)
    return Supply(
        workspace=workspace,
        suppliers=suppliers,
        deliveries=deliveries,
        known=Known(
            report_dates=workspace.choices.report.dates,
            accepted=_accepted(workspace),
            waiting={(w.supplier, w.product, w.reference_date)
                     for w in waiting_deliveries(workspace)},
            events=read_log(log_path(workspace.folder)),
        ),
        rules=read_rules([workspace.folder / "catalogue"]),
        names=Names(
            products={key: definition.title.de for key, definition in deliveries.items()},
            municipalities=_municipalities(workspace),
            uses=_uses(workspace, deliveries),
        ),
    )  # fmt: skip


def products_of(
    suppliers: Mapping[str, SupplierDefinition], deliveries: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """The products each supplier is expected to deliver: not those it counts itself instead."""
    found: dict[str, list[str]] = {}
    for name in sorted(deliveries):
        supplier, _slash, product = name.partition("/")
        known = suppliers.get(supplier)
        if known is None or product not in known.counted_at_source:
            found.setdefault(supplier, []).append(product)
    return {key: tuple(products) for key, products in found.items()}


def expected_products(
    suppliers: Mapping[str, SupplierDefinition], deliveries: Mapping[str, DeliveryDefinition]
) -> dict[str, tuple[str, ...]]:
    """The products that can be missing: what people say is told when there is something to tell."""
    counted = [key for key, one in deliveries.items() if one.grain is not Grain.INSIGHT]
    return products_of(suppliers, counted)


def agreed_suppliers(
    workspace: Workspace, deliveries: Iterable[str], municipalities: Iterable[str]
) -> dict[str, SupplierDefinition]:
    """The suppliers, without those who did not agree and what no contract covers any more."""
    suppliers = read_suppliers(workspace.catalogue_folders("suppliers"))
    towns, products = list(municipalities), products_of(suppliers, deliveries)
    events = read_log(log_path(workspace.folder))
    known = with_consents(suppliers, products, municipalities=towns, events=events)
    day = max([round_day(workspace), *(event.on for event in events)])  # a renewal counts at once
    rules = read_rules([workspace.folder / "catalogue"])
    terms = contract_terms(suppliers, events, rules, as_of=day)
    return with_contract_ends(known, products, terms, municipalities=towns)


def resting(
    suppliers: Mapping[str, SupplierDefinition],
    accepted: Iterable[AcceptedDelivery],
    *,
    as_of: date,
) -> dict[tuple[str, str, date], date]:
    """The accepted deliveries that are embargoed on the round's day, with its end."""
    keys = [(d.supplier, d.product, d.reference_date) for d in accepted]
    return embargoed(suppliers, keys, as_of=as_of)


def _accepted(workspace: Workspace) -> set[tuple[str, str, date]]:
    """What the sealed store holds, read from the names of its folders: that needs no key."""
    found = (path.parts[-4:-1] for path in workspace.sealed.glob("*/*/*/manifest.json"))
    return {(supplier, product, date.fromisoformat(day)) for supplier, product, day in found}


def _municipalities(workspace: Workspace) -> dict[str, str]:
    """Names of the municipalities of the report's areas; none where they are not described."""
    choices = workspace.choices
    described = workspace.definitions("territory", GenerationDefinition)
    definition = described.get(choices.report.generation)
    if definition is None:
        return {}
    territory = load_generation(
        definition,
        key=choices.report.generation,
        district_key=choices.district.key,
        district_name=choices.district.name,
        base=workspace.folder,
    )
    towns = territory.areas.filter(level=AreaLevel.MUNICIPALITY.value)
    return dict(towns.select("area", "name").sort("area").iter_rows())


def _uses(workspace: Workspace, deliveries: Mapping[str, DeliveryDefinition]) -> dict[str, Uses]:
    """What rests on each product: indicators of the report's sets, and their chapters."""
    sets = set(workspace.choices.report.sets)
    indicators = {
        key: item for key, item in read_indicators(workspace).items() if sets & set(item.sets)
    }
    cubes = workspace.definitions("cubes", CubeDefinition)
    registers = workspace.definitions("registers", RegisterDefinition)
    return {
        name: _resting_on(_cubes(definition, cubes, registers), indicators.values())
        for name, definition in deliveries.items()
    }


def _cubes(
    definition: DeliveryDefinition,
    cubes: Mapping[str, CubeDefinition],
    registers: Mapping[str, RegisterDefinition],
) -> set[str]:
    made = {key for key, item in registers.items() if item.records == definition.register}
    return {*definition.cubes, *(key for key, cube in cubes.items() if cube.register in made)}


def _resting_on(cubes: set[str], indicators: Iterable[IndicatorDefinition]) -> Uses:
    by_theme: dict[str, list[bool]] = {}
    titles = []
    for item in sorted(indicators, key=lambda one: one.order):
        lost = bool(cubes & {part.cube for part in (item.numerator, item.denominator) if part})
        by_theme.setdefault(item.theme, []).append(lost)
        titles += [item.title.de] if lost else []
    return Uses(
        indicators=tuple(titles),
        chapters=tuple(theme for theme, lost in by_theme.items() if all(lost)),
        thinner=tuple(theme for theme, lost in by_theme.items() if any(lost) and not all(lost)),
    )
