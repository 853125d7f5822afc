"""Look at a generation: its figures and how it differs from its predecessor."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import shapely

from kreisblick.base.language import translate as _
from kreisblick.territory.areas import Territory
from kreisblick.territory.areas.files import read_table
from kreisblick.territory.areas.layers import reproject
from kreisblick.territory.generations.compare import compare
from kreisblick.territory.generations.files import load_territory
from kreisblick.territory.generations.measure import measure
from kreisblick.territory.generations.model import Archive, Comparison, GenerationFigures, People
from kreisblick.territory.generations.people import place_people
from kreisblick.territory.generations.reasons import explain
from kreisblick.territory.generations.succeed import predecessor

__all__ = ["Look", "look"]

LISTED = 25832  # the system of lists of addresses (see DEVELOPERS.md)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What there is to see of a generation.

    Attributes:
        figures: sizes, people, municipalities.
        comparison: with the predecessor, reasons included; None for the first generation.
    """

    figures: GenerationFigures
    comparison: Comparison | None


def look(
    archive: Archive,
    key: str,
    *,
    population: Path | None = None,
    addresses: pl.DataFrame | None = None,
    addresses_on: str | None = None,
) -> Look:
    """Figures of a generation, active or not, and the comparison with its predecessor.

    Args:
        archive: of the workspace.
        key: the generation.
        population: a table for ``place_people``; goes before the addresses.
        addresses: the workspace's list of addresses, used where it can be placed; ``x, y`` in
            EPSG:25832.
        addresses_on: the generation that the list's column ``area`` speaks of.

    Raises:
        GenerationError: no such generation. PeopleError: a table that cannot be placed.
    """
    new = load_territory(archive, key)
    before = predecessor(archive.definitions, key)
    old = None if before is None else load_territory(archive, before)
    people = None
    if population is not None:
        table = read_table(population)
        people = place_people(table, new, old, name=population.name, word=_("known addresses"))
    elif addresses is not None:
        people = _from_addresses(addresses, addresses_on, new, old)
    comparison = None
    if old is not None:
        comparison = explain(compare(old, new, people=people), archive.definitions[key].changes)
    return Look(figures=measure(new, people), comparison=comparison)


def _from_addresses(
    addresses: pl.DataFrame, on: str | None, new: Territory, old: Territory | None
) -> People | None:
    """Addresses by the areas they carry, else by their place; None where they carry neither."""
    named = {f"area_{t.generation.key}" for t in (new, old) if t is not None}
    table = addresses
    if on is not None and "area" in table.columns:
        table = table.with_columns(pl.col("area").alias(f"area_{on}"))
    if named <= set(table.columns):
        table = table.select(sorted(named))
    elif {"x", "y"} <= set(table.columns) and table["x"].null_count() < table.height:
        points = shapely.points(table.select(pl.col("x", "y").cast(pl.Float64)).to_numpy())
        placed = reproject(points, source=LISTED, target=new.crs)
        table = pl.DataFrame({"x": shapely.get_x(placed), "y": shapely.get_y(placed)})
    elif f"area_{new.generation.key}" not in table.columns:
        return None
    else:
        table = table.select(f"area_{new.generation.key}")
    return place_people(table, new, old, name=_("known addresses"), word=_("known addresses"))
