"""Concepts of a workspace: who is counted, who uses it, who deviates, what bridges it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.sealed.mapping import DeliveryDefinition, read_deliveries
from kreisblick.statistics.concepts import (
    BridgeDefinition,
    Catalogue,
    ConceptDefinition,
    Deviation,
    read_concepts,
)
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition

__all__ = ["ConceptShown", "list_concepts"]


@dataclass(frozen=True, kw_only=True)
class ConceptShown:
    """A concept with everything that hangs on it; texts are German.

    Attributes:
        reference: ``variant/version``.
        group, title, counted, not_counted, source, since, differs: of the concept.
        indicators, cubes: keys of those that count by it.
        deviations: by ``supplier/product``, in words.
        bridges: in words.
    """

    reference: str
    group: str
    title: str
    counted: str
    not_counted: str
    source: str
    since: str
    differs: str
    indicators: tuple[str, ...]
    cubes: tuple[str, ...]
    deviations: tuple[str, ...]
    bridges: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    def line(self) -> str:
        """The concept in one line of a list."""
        words = _(
            "{group}  {reference}  {title}; indicators: {indicators}, deviations: {deviations}"
        )
        return words.format(
            group=self.group,
            reference=self.reference,
            title=self.title,
            indicators=len(self.indicators),
            deviations=len(self.deviations),
        )

    def lines(self) -> list[str]:
        """Everything about it, line by line."""
        facts = {
            _("Counted"): self.counted,
            _("Not counted"): self.not_counted,
            _("Basis"): self.source,
            _("Since"): self.since,
            _("How it differs"): self.differs,
            _("Indicators"): ", ".join(self.indicators),
            _("Cubes"): ", ".join(self.cubes),
        }
        told = [f"  {name}: {words}" for name, words in facts.items() if words]
        told += [f"  {_('Deviates')}: {one}" for one in self.deviations]
        told += [f"  {_('Bridge')}: {one}" for one in self.bridges]
        return [f"{self.title} ({self.reference}, {self.group})", *told]


def list_concepts(folder: Path | None = None, key: str | None = None) -> list[ConceptShown]:
    """All concepts by group, or those that a key names.

    Args:
        folder: a workspace; without one the shipped catalogue.
        key: a group, a variant (``migration_wide``) or a reference (``migration_wide/1``).

    Raises:
        WrongUseError: when nothing is called so.
    """
    places = {kind: _places(folder, kind) for kind in ("concepts", "cubes", "indicators")}
    catalogue = read_concepts(places["concepts"])
    stock = _Stock(
        catalogue=catalogue,
        cubes=read_definitions(places["cubes"], CubeDefinition),
        indicators=read_definitions(places["indicators"], IndicatorDefinition),
        deliveries=read_deliveries(_places(folder, "suppliers")),
    )
    order = sorted(catalogue.concepts, key=lambda name: (catalogue.group_of[name], name))
    wanted = [name for name in order if key is None or _called(catalogue, name, key)]
    if not wanted:
        words = _("There is no concept or group '{key}'. Known groups: {groups}.")
        raise WrongUseError(words.format(key=key, groups=", ".join(catalogue.groups)))
    return [_shown(stock, name) for name in wanted]


@dataclass(frozen=True, kw_only=True)
class _Stock:
    """What concepts are looked up in."""

    catalogue: Catalogue
    cubes: Mapping[str, CubeDefinition]
    indicators: Mapping[str, IndicatorDefinition]
    deliveries: Mapping[str, DeliveryDefinition]


def _places(folder: Path | None, kind: str) -> list[Path]:
    if folder is not None:
        return open_workspace(folder).catalogue_folders(kind)
    own = shipped("catalogue", kind)
    return [own] if own.is_dir() else []


def _called(catalogue: Catalogue, variant: str, key: str) -> bool:
    return key.partition("/")[0] in {variant, catalogue.group_of[variant]}


def _shown(stock: _Stock, variant: str) -> ConceptShown:
    concept: ConceptDefinition = stock.catalogue.concepts[variant]
    return ConceptShown(
        reference=f"{variant}/{concept.version}",
        group=stock.catalogue.groups[stock.catalogue.group_of[variant]].title.de,
        title=concept.title.de,
        counted=concept.counted.de,
        not_counted=concept.not_counted.de,
        source=concept.source,
        since=concept.since or "",
        differs=concept.differs.de if concept.differs else "",
        indicators=_using(stock.indicators, variant),
        cubes=_using(stock.cubes, variant),
        deviations=tuple(_deviations(stock, variant)),
        bridges=tuple(
            _bridge(stock.catalogue, bridge)
            for bridge in stock.catalogue.bridges.values()
            if variant in {bridge.from_.partition("/")[0], bridge.to.partition("/")[0]}
        ),
    )


def _using(
    definitions: Mapping[str, CubeDefinition] | Mapping[str, IndicatorDefinition], variant: str
) -> tuple[str, ...]:
    named = {key: str(item.definition).partition("/")[0] for key, item in definitions.items()}
    return tuple(sorted(key for key, name in named.items() if name == variant))


def _deviations(stock: _Stock, variant: str) -> list[str]:
    return [
        f"{key}{_since(one)}: {one.differs.de}"
        for key, delivery in sorted(stock.deliveries.items())
        for one in delivery.deviations
        if one.concept.partition("/")[0] == variant
    ]


def _since(deviation: Deviation) -> str:
    if deviation.since is None:
        return ""
    return _(" since {day}").format(day=format_date(deviation.since))


def _bridge(catalogue: Catalogue, bridge: BridgeDefinition) -> str:
    kinds = {
        "identical": _("count as the same"),
        "break": _("stand in one series with a gap"),
        "factor": _("are converted by the factor {factor}"),
    }
    said = kinds[bridge.kind].format(factor=format_decimal(bridge.factor or 1, 2))
    return _("“{one}” and “{other}” {said} ({body}, {day}): {reason}").format(
        one=catalogue.title(bridge.from_),
        other=catalogue.title(bridge.to),
        said=said,
        body=bridge.agreed_by,
        day=format_date(bridge.since),
        reason=bridge.reason.de,
    )
