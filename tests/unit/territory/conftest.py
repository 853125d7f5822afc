"""A workspace with generations, as small as a test needs it."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import shapely

from kreisblick.territory.generations import Archive, open_archive

EAST, NORTH = 600_000, 5_500_000  # a corner in EPSG:25832
Areas = Mapping[str, tuple[str, Sequence[float] | Any]]


class GenerationsFolder:
    """Writes generations into a workspace and opens it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "catalogue" / "territory").mkdir(parents=True)
        (folder / "territory").mkdir()

    def shapes(self, path: Path, areas: Areas, crs: int | None = 25832) -> Path:
        """A GeoJSON with ``id, title, town``; a box is (west, south, east, north) in metres."""
        features = [
            {
                "type": "Feature",
                "properties": {"id": key.split("#")[0], "title": name, "town": key[:2]},
                "geometry": self.outline(shape),
            }
            for key, (name, shape) in areas.items()
        ]
        content: dict[str, Any] = {"type": "FeatureCollection", "features": features}
        if crs is not None:
            name = f"urn:ogc:def:crs:EPSG::{crs}"
            content["crs"] = {"type": "name", "properties": {"name": name}}
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    @staticmethod
    def outline(shape: Any) -> Any:
        if shape is None or isinstance(shape, dict):
            return shape
        west, south, east, north = shape
        box = shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)
        return shapely.geometry.mapping(box)

    def add(self, key: str, areas: Areas, *, begin: str, more: str = "", crs: int = 25832) -> Path:
        """A generation whose municipalities are the first two characters of its keys."""
        self.shapes(self.folder / "territory" / f"{key}.geojson", areas)
        towns = sorted({area[:2] for area in areas})
        names = ", ".join(f'"{town}": Stadt {town}' for town in towns)
        path = self.folder / "catalogue" / "territory" / f"{key}.yaml"
        text = (
            f"# Gebietsstand {key}\nvalid_from: {begin}   # erster Tag\ncrs: {crs}\n"
            f"planning_areas:\n  file: territory/{key}.geojson\n  key: id\n  name: title\n"
            f"  parent: {{prefix: 2}}\nmunicipalities:\n  dissolve: true\n  names: {{{names}}}\n"
        )
        path.write_text(text + more, encoding="utf-8")
        return path

    def open(self) -> Archive:
        """The workspace as it stands now."""
        return open_archive(self.folder, district_key="09999", district_name="Lindenau")


@pytest.fixture
def ground(tmp_path: Path) -> GenerationsFolder:
    """An empty workspace."""
    return GenerationsFolder(tmp_path)


@pytest.fixture
def two_generations(ground: GenerationsFolder) -> GenerationsFolder:
    """2020 in force; 2025 inactive: an area divided, two united, a border moved, one renamed."""
    ground.add(
        "2020",
        {
            "0101": ("Mitte", (0, 0, 200, 200)),
            "0102": ("West", (200, 0, 300, 200)),
            "0103": ("Ost", (300, 0, 400, 200)),
            "0201": ("Anger", (0, 200, 200, 400)),
            "0202": ("Berg", (200, 200, 400, 400)),
            "0203": ("Feld", (400, 200, 600, 400)),
        },
        begin="2020-01-01",
    )
    ground.add(
        "2025",
        {
            "0111": ("Mitte-Nord", (0, 100, 200, 200)),
            "0112": ("Mitte-Süd", (0, 0, 200, 100)),
            "0103": ("Ost und West", (200, 0, 400, 200)),
            "0201": ("Anger", (0, 200, 210, 400)),
            "0202": ("Bergen", (210, 200, 400, 400)),
            "0209": ("Feld", (400, 200, 600, 400)),
        },
        begin="2025-01-01",
        more="active: false  # noch nicht beschlossen\n",
    )
    return ground


@pytest.fixture
def write_table(tmp_path: Path) -> Callable[[str, str], Path]:
    """A small text file."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
