"""Where the atlas takes its templates, styles, typeface and map programme from."""

import re
import shutil
from pathlib import Path

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.base.files import write_bytes
from kreisblick.products.atlas.model import AtlasDefinition
from kreisblick.products.drawing import Colours, read_palette

__all__ = ["Shelves", "copy_assets", "read_atlas", "templates"]

FONTS = ("FiraSans-Regular.woff2", "FiraSans-SemiBold.woff2")
FONT_FILES = re.compile(r',\s*url\("FiraSans-\w+\.woff2"\) format\("woff2"\)')
MAPLIBRE = ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")


class Shelves:
    """Folders with what others made; a folder may be absent, then the atlas does without.

    Attributes:
        maplibre: the built files of MapLibre GL JS.
        fonts: the typeface as WOFF2.
    """

    def __init__(self, maplibre: Path | None = None, fonts: Path | None = None) -> None:
        modules = shipped("web", "node_modules")
        self.maplibre = maplibre or modules / "maplibre-gl" / "dist"
        self.fonts = fonts or modules / "@kern-ux" / "native" / "dist" / "fonts" / "fira-sans"

    @property
    def has_map(self) -> bool:
        """Whether the movable map can be part of the atlas."""
        return all((self.maplibre / name).is_file() for name in MAPLIBRE)

    @property
    def has_fonts(self) -> bool:
        """Whether the typeface can be part of the atlas."""
        return all((self.fonts / name).is_file() for name in FONTS)


def read_atlas(path: Path | None = None) -> AtlasDefinition:
    """The atlas definition in a file; without one the shipped ``atlas.yaml``."""
    return read_definition(path or _catalogue() / "atlas.yaml", AtlasDefinition)


def templates() -> Path:
    """The folder of the page templates."""
    return _catalogue() / "templates"


def copy_assets(out: Path, shelves: Shelves) -> None:
    """Style sheet, scripts and, where present, typeface and map programme into ``assets/``."""
    source, target = _catalogue() / "assets", out / "assets"
    style = (source / "atlas.css").read_text(encoding="utf-8")
    if not shelves.has_fonts:
        style = FONT_FILES.sub("", style)  # no page asks for a file that is not there
    write_bytes(target / "atlas.css", (_colour_sheet() + style).encode())
    for path in sorted(source.iterdir()):
        if path.name != "atlas.css":
            shutil.copyfile(path, target / path.name)
    if shelves.has_fonts:
        for name in FONTS:
            shutil.copyfile(shelves.fonts / name, target / name)
    if shelves.has_map:
        (target / "maplibre").mkdir()
        for name in MAPLIBRE:
            shutil.copyfile(shelves.maplibre / name, target / "maplibre" / name)


def _catalogue() -> Path:
    return shipped("catalogue", "products", "atlas")


def _colour_sheet() -> str:
    """The palette of all products as custom properties: light, and dark on dark screens only."""
    palette = read_palette()
    light, dark = _colours(palette.light), _colours(palette.dark)
    strong = "--quiet: var(--ink); --line: var(--ink);"  # nothing pale for those who ask for it
    by_night = f":root {{ {dark} }} .on-paper {{ {light} }}"
    return (
        f":root, .on-paper {{ {light} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ {by_night} }}\n"
        f"@media (prefers-contrast: more) {{ :root {{ {strong} }} }}\n"
    )


def _colours(colours: Colours) -> str:
    names = {
        "ink": colours.ink,
        "paper": colours.paper,
        "quiet": colours.quiet,
        "line": colours.line,
        "border": colours.border,
        "accent": colours.area,
        "municipality": colours.municipality,
        "district": colours.district,
        **{f"step-{i}": step for i, step in enumerate(colours.sequence, start=1)},
    }
    return " ".join(f"--{name}: {value};" for name, value in names.items())
