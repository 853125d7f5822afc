"""The ground of a round: areas in all generations, known addresses, definitions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import polars as pl
import shapely

from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.files import fingerprint, fingerprint_file
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.workspace import NoWorkspaceError, Workspace
from kreisblick.protection.disclosure import RuleSet
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndexDefinition, IndicatorDefinition
from kreisblick.territory.addresses import Reference, make_reference
from kreisblick.territory.areas import (
    GenerationDefinition,
    Territory,
    check_generation,
    load_generation,
)
from kreisblick.territory.areas.files import read_table
from kreisblick.territory.crosswalks import Crosswalk, build_crosswalk
from kreisblick.territory.review import load_decisions

__all__ = ["Ground", "addresses_of", "prepare"]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Everything that does not come from deliveries.

    Attributes:
        workspace: where it lies.
        territories: checked generations by key.
        addresses: known addresses as delivered, in our column names; empty without a list.
        reference: the same, ready to be searched.
        decisions: what people decided about addresses (``catalogue/addresses/decisions.csv``).
        cubes, registers, rules, indicators, indices: definitions by key.
        fingerprint: of boundaries and addresses.
    """

    workspace: Workspace
    territories: Mapping[str, Territory] = field(repr=False)
    addresses: pl.DataFrame = field(repr=False)
    reference: Reference | None = field(repr=False)
    decisions: pl.DataFrame = field(repr=False)
    cubes: Mapping[str, CubeDefinition] = field(repr=False)
    registers: Mapping[str, RegisterDefinition] = field(repr=False)
    rules: Mapping[str, RuleSet] = field(repr=False)
    indicators: Mapping[str, IndicatorDefinition] = field(repr=False)
    indices: Mapping[str, IndexDefinition] = field(repr=False)
    fingerprint: str

    @property
    def report_territory(self) -> Territory:
        """The areas on which all counts are given."""
        return self.territories[self.workspace.choices.report.generation]

    @cached_property
    def crosswalks(self) -> Mapping[str, Crosswalk]:
        """The way of every other generation into the report's, by its key."""
        target = self.report_territory
        return {
            key: build_crosswalk(
                source, target, weights=self._weights(), target_density=self._density()
            )
            for key, source in self.territories.items()
            if key != target.generation.key
        }

    def _weights(self) -> pl.DataFrame | None:
        """Points of known addresses: where they stand, people live."""
        if not {"x", "y"} <= set(self.addresses.columns):
            return None
        return self.addresses.select(pl.col("x", "y").cast(pl.Float64)).drop_nulls()

    def _density(self) -> pl.DataFrame | None:
        """Addresses without coordinates still tell how densely an area is built."""
        if self.addresses.is_empty() or self._weights() is not None:
            return None
        known = self.report_territory.areas["area"].to_list()
        areas = self.addresses.group_by("area").agg(weight=pl.len())
        return areas.filter(pl.col("area").is_in(known))


def prepare(workspace: Workspace, progress: Progress = silent) -> Ground:
    """Load and check the ground.

    Raises:
        FaultsFoundError: when a generation has gaps, overlaps or doubtful areas, or a
            definition is wrong.
    """
    with progress.step(_("territory")):
        territories = _territories(workspace)
    wanted = workspace.choices.report.generation
    if wanted not in territories:
        raise NoWorkspaceError.no_generation(wanted)
    with progress.step(_("addresses")):
        addresses = addresses_of(workspace)
        reference = None if addresses.is_empty() else make_reference(addresses)
    return Ground(
        workspace=workspace,
        territories=territories,
        addresses=addresses,
        reference=reference,
        decisions=load_decisions(workspace.decisions),
        cubes=workspace.definitions("cubes", CubeDefinition),
        registers=workspace.definitions("registers", RegisterDefinition),
        rules=workspace.definitions("disclosure", RuleSet),
        indicators=workspace.definitions("indicators", IndicatorDefinition),
        indices=workspace.definitions("indices", IndexDefinition),
        fingerprint=_fingerprint(workspace, territories),
    )


def _territories(workspace: Workspace) -> dict[str, Territory]:
    district = workspace.choices.district
    found = {}
    for key, definition in workspace.definitions("territory", GenerationDefinition).items():
        territory = load_generation(
            definition,
            key=key,
            district_key=district.key,
            district_name=district.name,
            base=workspace.folder,
        )
        faults = [fault for fault in check_generation(territory) if fault.hard]
        if faults:
            raise FaultsFoundError(_("Boundaries {key}").format(key=key), faults)
        found[key] = territory
    return found


def addresses_of(workspace: Workspace) -> pl.DataFrame:
    """The address list in our column names; ``area`` is the report's generation."""
    source = workspace.choices.addresses
    if source is None:
        return pl.DataFrame()
    table = read_table(workspace.path(source.file))
    ours = [pl.col(theirs).alias(name) for name, theirs in source.columns.items()]
    table = table.with_columns(ours)
    own = f"area_{workspace.choices.report.generation}"
    if "area" not in table.columns and own in table.columns:
        table = table.with_columns(pl.col(own).alias("area"))
    return table


def _fingerprint(workspace: Workspace, territories: Mapping[str, Territory]) -> str:
    shapes = {key: _shape(territory) for key, territory in territories.items()}
    source = workspace.choices.addresses
    known = fingerprint_file(workspace.path(source.file)) if source else ""
    return fingerprint(shapes, known, load_decisions(workspace.decisions).rows())


def _shape(territory: Territory) -> str:
    """The boundaries' own fingerprint: names, parents and every corner."""
    corners = sha256(b"".join(shapely.to_wkb(territory.geometry))).hexdigest()
    return fingerprint(territory.areas.rows(), corners)
