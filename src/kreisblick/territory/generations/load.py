"""Load new boundaries into an inactive generation: copy the files, describe them."""

import re
import shutil
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kreisblick.base.files import new_folder, write_bytes
from kreisblick.base.language import translate as _
from kreisblick.territory.areas import GenerationDefinition
from kreisblick.territory.areas.layers import Layer, metric_zone, read_layer
from kreisblick.territory.generations.errors import GenerationError
from kreisblick.territory.generations.files import definition_path, ground_folder
from kreisblick.territory.generations.model import Archive

__all__ = ["NewBoundaries", "load"]

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
ZONES = range(25831, 25834)  # ETRS89 / UTM in Germany


@dataclass(frozen=True, kw_only=True)
class NewBoundaries:
    """Boundaries as an office sends them, and which of their columns mean what.

    Attributes:
        valid_from: first day of validity.
        planning_areas: the file; ``layer`` of a GeoPackage.
        key, name: its columns.
        municipality, prefix: column with the municipality, or the first n characters of the key;
            exactly one of the two.
        municipality_name: column with the municipality's name; municipalities are then united
            from their areas.
        municipalities: file with municipalities, its layer and columns; without it those of the
            generation before are used.
        title: for people.
    """

    valid_from: date
    planning_areas: Path
    key: str
    name: str
    layer: str | None = None
    municipality: str | None = None
    prefix: int | None = None
    municipality_name: str | None = None
    municipalities: Path | None = None
    municipalities_layer: str | None = None
    municipalities_key: str | None = None
    municipalities_name: str | None = None
    title: str | None = None


def load(archive: Archive, key: str, wish: NewBoundaries) -> Path:
    """Copy boundary files below the workspace and describe them as an inactive generation.

    Loading again replaces files and columns of an inactive generation; what was written into its
    definition since (changes, corrections, comments) stays. The definition comes last and in one
    step, so after a crash there is the old one or the new one.

    Returns:
        The definition's path.

    Raises:
        GenerationError: a key that cannot be used, an active generation, no municipalities.
        LayerNotReadableError, MissingColumnError: the files are not as said.
    """
    if not _KEY.fullmatch(key):
        raise GenerationError.no_key(key)
    known = archive.definitions.get(key)
    if known is not None and known.active:
        raise GenerationError.is_active(key)
    if (wish.municipality is None) == (wish.prefix is None):
        raise GenerationError.one_rule()
    layer = read_layer(wish.planning_areas, layer=wish.layer)
    before = _latest(archive, wish.valid_from)
    content = _describe(wish, layer, before, key)
    with new_folder(ground_folder(archive.folder, key)) as draft:
        for path in (wish.planning_areas, wish.municipalities):
            if path is not None:
                _copy(path, draft)
    path = definition_path(archive.folder, key)
    old = path.read_text(encoding="utf-8") if path.is_file() else None
    write_bytes(path, _as_yaml(content, old).encode())
    return path


def _latest(archive: Archive, day: date) -> GenerationDefinition | None:
    """The active generation before a day; its system and municipalities are taken over."""
    active = [d for d in archive.definitions.values() if d.active and d.valid_from < day]
    return max(active, key=lambda definition: definition.valid_from, default=None)


def _describe(
    wish: NewBoundaries, layer: Layer, before: GenerationDefinition | None, key: str
) -> dict[str, Any]:
    """The definition as plain values."""
    for column in (wish.key, wish.name, wish.municipality, wish.municipality_name):
        if column is not None:
            layer.text(column)
    zone = metric_zone(layer)
    usual = zone if zone in ZONES else 25832
    areas = {
        "file": f"territory/{key}/{wish.planning_areas.name}",
        "layer": wish.layer,
        "key": wish.key,
        "name": wish.name,
        "parent": {"prefix": wish.prefix} if wish.prefix else {"column": wish.municipality},
    }
    return {
        "title": {"de": wish.title} if wish.title else None,
        "active": False,
        "valid_from": wish.valid_from,
        "crs": before.crs if before else usual,
        "planning_areas": {name: value for name, value in areas.items() if value is not None},
        "municipalities": _municipalities(wish, layer, before, key),
    }


def _municipalities(
    wish: NewBoundaries, layer: Layer, before: GenerationDefinition | None, key: str
) -> dict[str, Any]:
    """From a file, from the areas themselves, or those of the generation before."""
    if wish.municipalities is not None:
        if wish.municipalities_key is None or wish.municipalities_name is None:
            raise GenerationError.town_columns(wish.municipalities.name)
        towns = read_layer(wish.municipalities, layer=wish.municipalities_layer)
        for column in (wish.municipalities_key, wish.municipalities_name):
            towns.text(column)
        told = {
            "file": f"territory/{key}/{wish.municipalities.name}",
            "layer": wish.municipalities_layer,
            "key": wish.municipalities_key,
            "name": wish.municipalities_name,
        }
        return {name: value for name, value in told.items() if value is not None}
    if wish.municipality_name is not None:
        keys = layer.text(wish.municipality or wish.key).str.slice(0, wish.prefix)
        names = dict(zip(keys, layer.text(wish.municipality_name), strict=True))
        return {"dissolve": True, "names": {str(k): n for k, n in sorted(names.items()) if n}}
    if before is None:
        raise GenerationError.no_municipalities()
    return before.municipalities.model_dump(exclude_defaults=True)


def _copy(path: Path, folder: Path) -> None:
    """The file as it is, and what belongs to a Shapefile."""
    parts = [path]
    if path.suffix.lower() == ".shp":
        beside = (path.with_suffix(ending) for ending in SHAPEFILE)
        parts = [part for part in beside if part.is_file()]
    for part in parts:
        shutil.copyfile(part, folder / part.name)


def _as_yaml(content: dict[str, Any], old: str | None) -> str:
    """A new definition, or an old one with its files and columns replaced."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    told = {name: value for name, value in content.items() if value is not None}
    stream = StringIO()
    if old is not None:
        tree = yaml.load(old)
        tree.update(told)
        yaml.dump(tree, stream)
        return stream.getvalue()
    yaml.dump(told, stream)
    head = _("Inactive: no round uses these boundaries yet. Check, look, then activate them.")
    foot = _("Why areas changed, an entry each; see the handbook.")
    return f"# {head}\n{stream.getvalue()}# {foot}\nchanges: []\n"
