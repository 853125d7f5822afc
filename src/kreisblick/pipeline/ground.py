"""The ground of a round: areas in all generations, known addresses, definitions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import polars as pl
import shapely

from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.addresses import KnownAddresses, known_addresses
from kreisblick.pipeline.code import code_fingerprint
from kreisblick.pipeline.indicator_sets import read_indicators
from kreisblick.pipeline.workspace import NoWorkspaceError, Workspace
from kreisblick.protection.rules import RuleSet, read_rule_sets
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.concepts import Catalogue, read_concepts, unknown_concepts
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition
from kreisblick.statistics.indices import IndexDefinition
from kreisblick.territory.areas import (
    GenerationDefinition,
    Territory,
    check_generation,
    load_generation,
    shipped_checks,
)
from kreisblick.territory.crosswalks import (
    Crosswalk,
    Cut,
    build_crosswalk,
    crosswalk_state,
    known_or_built,
)
from kreisblick.territory.generations import in_force
from kreisblick.territory.review import load_decisions

__all__ = ["Ground", "prepare"]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Everything that does not come from deliveries.

    Attributes:
        workspace: where it lies.
        territories: checked generations by key.
        known: the addresses the workspace knows.
        decisions: what people decided about addresses (``catalogue/addresses/decisions.csv``).
        cubes, registers, rules, indicators, indices: definitions by key.
        concepts: who is meant by which group, and what bridges two of them.
        fingerprint: of boundaries and addresses.
    """

    workspace: Workspace
    territories: Mapping[str, Territory] = field(repr=False)
    known: KnownAddresses = field(repr=False)
    decisions: pl.DataFrame = field(repr=False)
    cubes: Mapping[str, CubeDefinition] = field(repr=False)
    registers: Mapping[str, RegisterDefinition] = field(repr=False)
    rules: Mapping[str, RuleSet] = field(repr=False)
    indicators: Mapping[str, IndicatorDefinition] = field(repr=False)
    indices: Mapping[str, IndexDefinition] = field(repr=False)
    concepts: Catalogue = field(repr=False)
    fingerprint: str

    @property
    def addresses(self) -> pl.DataFrame:
        """One row per known address; ``area`` is the report's generation."""
        return self.known.houses

    @property
    def report_territory(self) -> Territory:
        """The areas on which all counts are given."""
        return self.territories[self.workspace.choices.report.generation]

    @cached_property
    def crosswalks(self) -> Mapping[str, Crosswalk]:
        """The way of every other generation into the report's, by its key."""
        target = self.report_territory.generation.key
        return {key: self._crosswalk(key) for key in self.territories if key != target}

    def _crosswalk(self, key: str) -> Crosswalk:
        """The way of one generation, as a round before has kept it, or built now."""
        source, target = self.territories[key], self.report_territory
        weights, density = self._weights(), self._density()
        cuts, checks = (Cut.of(source), Cut.of(target)), shipped_checks()
        code = code_fingerprint("territory/areas", "territory/crosswalks")
        state = crosswalk_state(*cuts, weights, density, checks.model_dump(mode="json"), code)

        def build() -> Crosswalk:
            return build_crosswalk(
                source, target, weights=weights, target_density=density, checks=checks
            )

        folder = self.workspace.out / "crosswalks"
        return known_or_built(folder, state, build, source=key, target=target.generation.key)

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
        inactive = wanted in workspace.definitions("territory", GenerationDefinition)
        missing = NoWorkspaceError
        raise missing.inactive_generation(wanted) if inactive else missing.no_generation(wanted)
    with progress.step(_("addresses")):
        known = known_addresses(workspace, territories)
    cubes = workspace.definitions("cubes", CubeDefinition)
    indicators = read_indicators(workspace)
    return Ground(
        workspace=workspace,
        territories=territories,
        known=known,
        decisions=load_decisions(workspace.decisions),
        cubes=cubes,
        registers=workspace.definitions("registers", RegisterDefinition),
        rules=read_rule_sets(workspace.catalogue_folders("disclosure")),
        indicators=indicators,
        indices=workspace.definitions("indices", IndexDefinition),
        concepts=_concepts(workspace, cubes, indicators),
        fingerprint=_fingerprint(workspace, territories, known),
    )


def _territories(workspace: Workspace) -> dict[str, Territory]:
    """The active generations; each ends where the next one begins."""
    district = workspace.choices.district
    found = {}
    described = workspace.definitions("territory", GenerationDefinition)
    for key, definition in in_force(described).items():
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


def _concepts(
    workspace: Workspace,
    cubes: Mapping[str, CubeDefinition],
    indicators: Mapping[str, IndicatorDefinition],
) -> Catalogue:
    """The concepts; every definition must name one of them."""
    known = read_concepts(workspace.catalogue_folders("concepts"))
    references = {f"catalogue/indicators/{key}.yaml": i.definition for key, i in indicators.items()}
    references |= {
        f"catalogue/cubes/{k}.yaml": c.definition for k, c in cubes.items() if c.definition
    }
    if faults := unknown_concepts(references, known):
        raise FaultsFoundError("catalogue", faults)
    return known


def _fingerprint(
    workspace: Workspace, territories: Mapping[str, Territory], known: KnownAddresses
) -> str:
    shapes = {key: _shape(territory) for key, territory in territories.items()}
    return fingerprint(shapes, known.fingerprint, load_decisions(workspace.decisions).rows())


def _shape(territory: Territory) -> str:
    """The boundaries' own fingerprint: validity, names, parents and every corner."""
    corners = sha256(b"".join(shapely.to_wkb(territory.geometry))).hexdigest()
    generation = territory.generation
    days = generation.valid_from, generation.valid_until
    return fingerprint(days, territory.areas.rows(), corners)
