"""The addresses a workspace knows, in whatever format it keeps them, as they were on any day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import polars as pl

from kreisblick.base.files import fingerprint, fingerprint_file
from kreisblick.pipeline.workspace import Workspace
from kreisblick.territory.addresses import Reference, make_reference
from kreisblick.territory.areas import Territory
from kreisblick.territory.streets import Streets, place_houses, read_streets

__all__ = ["KnownAddresses", "known_addresses"]

_DATED = ("valid_from", "valid_until")


@dataclass(frozen=True, kw_only=True)
class KnownAddresses:
    """The list of addresses of a workspace.

    Attributes:
        streets: houses, stretches and other names; ``area`` is the report's generation.
        fingerprint: of the files they were read from; "" without a list.
    """

    streets: Streets = field(repr=False)
    fingerprint: str = ""
    _made: dict[date | None, Reference] = field(default_factory=dict, repr=False, compare=False)

    @property
    def houses(self) -> pl.DataFrame:
        """One row per address; empty where none is known."""
        return self.streets.houses

    @property
    def is_empty(self) -> bool:
        """Whether no address and no stretch is known."""
        return self.streets.houses.is_empty() and self.streets.ranges.is_empty()

    def reference_on(self, day: date | None = None) -> Reference | None:
        """What was valid on a day, ready to be searched; all of it when None or nothing is dated.

        Returns:
            None where no address is known.
        """
        if self.is_empty:
            return None
        day = day if self._dated else None
        if day not in self._made:
            self._made[day] = make_reference(
                self.streets.houses, ranges=self.streets.ranges, names=self.streets.names, on=day
            )
        return self._made[day]

    @cached_property
    def _dated(self) -> bool:
        parts = (self.streets.houses, self.streets.ranges, self.streets.names)
        return any(
            name in part.columns and part[name].null_count() < part.height
            for part in parts
            for name in _DATED
        )


def known_addresses(
    workspace: Workspace, territories: Mapping[str, Territory] | None = None
) -> KnownAddresses:
    """The addresses named under ``[addresses]``; nothing where the workspace names none.

    Args:
        workspace: whose list.
        territories: the cuts in which houses are placed whose list knows no areas.

    Raises:
        KreisblickError: when a file is missing or no list of streets (see ``read_streets``).
    """
    source = workspace.choices.addresses
    if source is None:
        return KnownAddresses(streets=Streets(format="none"))
    files = [workspace.path(text) for text in (source.file, source.names) if text is not None]
    streets = read_streets(files[0], columns=source.columns)
    for path in files[1:]:
        streets = replace(streets, names=pl.concat([streets.names, read_streets(path).names]))
    return KnownAddresses(
        streets=_placed(streets, workspace.choices.report.generation, territories or {}),
        fingerprint=fingerprint([fingerprint_file(path) for path in files]),
    )


def _placed(streets: Streets, generation: str, territories: Mapping[str, Territory]) -> Streets:
    """The streets with ``area`` on the report's generation."""
    houses, own = streets.houses, f"area_{generation}"
    if houses.is_empty():
        return streets
    if houses["area"].null_count() == houses.height and own in houses.columns:
        houses = houses.with_columns(pl.col(own).alias("area"))
    elif houses["area"].null_count() == houses.height and territories:
        houses = place_houses(streets, list(territories.values())).houses
        # a house that lies in no area lies outside the district
        houses = houses.with_columns(pl.col(own).alias("area")).drop_nulls("area")
    return replace(streets, houses=houses)
