"""Take the pictures of the README and of the gallery from the products of a finished demo.

Usage: python docs/pictures.py DEMO

Needs Chromium (through Playwright) and poppler's ``pdftotext`` and ``pdftoppm``. What is shown is
about one indicator and one area wherever that can be, so that the same thing can be compared on
screen and on paper. ``gallery.yaml`` says what is taken and what is said below it; from it the
page ``handbook/galerie.md`` is written, too.
"""

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from kreisblick.base.definitions import Definition, Text, read_definition

DOCS = Path(__file__).parent
PICTURES = DOCS / "pictures"
PAGE = DOCS / "handbook" / "galerie.md"
DPI = 75
COLOURS = 64  # enough for maps of five steps, small enough for a repository
BETWEEN = 12  # pixels between pages that lie side by side


class Screen(Definition):
    """A page in the browser: address below the products, width and height, dark or light."""

    page: Text
    size: tuple[int, int] = (1280, 900)
    colours: Literal["light", "dark"] = "light"


class Paper(Definition):
    """Pages of a PDF: their numbers, or the titles they begin with; so many side by side."""

    file: Text
    pages: tuple[int | Text, ...]
    dpi: int = DPI
    across: int = 2


class Shot(Definition):
    """One picture and what is said of it."""

    name: Text
    title: Text
    text: Text
    screen: Screen | None = None
    paper: Paper | None = None


class Gallery(Definition):
    """All pictures in their order."""

    intro: Text
    shots: tuple[Shot, ...]


def main() -> int:
    """Take all pictures from the demo that the command line names."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python docs/pictures.py DEMO\n")
        return 2
    demo = Path(sys.argv[1])
    current = (demo / "products" / "current").read_text(encoding="utf-8").strip()
    gallery = read_definition(DOCS / "gallery.yaml", Gallery)
    PICTURES.mkdir(exist_ok=True)
    for name, parts, across in _taken(gallery, demo / "products" / current):
        _keep(name, parts, across)
    PAGE.write_text("\n".join(_page(gallery)), encoding="utf-8")
    return 0


def _taken(gallery: Gallery, products: Path) -> Iterator[tuple[str, list[bytes], int]]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        for shot in gallery.shots:
            if shot.screen:
                yield shot.name, [_screen(browser, products, shot.screen)], 1
            if shot.paper:
                yield shot.name, _pages(products, shot.paper), shot.paper.across
        browser.close()


def _screen(browser: Browser, products: Path, screen: Screen) -> bytes:
    file, mark, place = screen.page.partition("#")
    width, height = screen.size
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=screen.colours
    )
    page.goto(f"{(products / file).resolve().as_uri()}{mark}{place}")
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def _pages(products: Path, paper: Paper) -> list[bytes]:
    file = products / paper.file
    texts = _run("pdftotext", "-layout", str(file), "-").decode("utf-8").split("\f")
    numbers = [
        one
        if isinstance(one, int)
        else next(n for n, text in enumerate(texts, 1) if text.strip().startswith(one))
        for one in paper.pages
    ]
    dpi = str(paper.dpi)
    return [
        _run("pdftoppm", "-png", "-r", dpi, "-singlefile", "-f", str(page), str(file))
        for page in numbers
    ]


def _run(program: str, *arguments: str) -> bytes:
    """What one of poppler's programs writes."""
    place = shutil.which(program)
    if place is None:
        sys.exit(f"{program} is missing; install poppler-utils")
    return subprocess.run([place, *arguments], capture_output=True, check=True).stdout  # noqa: S603


def _keep(name: str, shots: list[bytes], across: int) -> None:
    """Put pictures side by side in rows, with few colours, into one small file."""
    parts = [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]
    wide, high = max(p.width for p in parts), max(p.height for p in parts)
    across, down = min(across, len(parts)), -(-len(parts) // across)
    size = (across * (wide + BETWEEN) - BETWEEN, down * (high + BETWEEN) - BETWEEN)
    sheet = Image.new("RGB", size, "#d5dbe1" if len(parts) > 1 else "white")
    for place, part in enumerate(parts):
        row, column = divmod(place, across)
        sheet.paste(part, (column * (wide + BETWEEN), row * (high + BETWEEN)))
    sheet.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


def _page(gallery: Gallery) -> Iterator[str]:
    yield "<!-- written by docs/pictures.py from docs/gallery.yaml -->"
    yield "# Galerie\n"
    yield gallery.intro
    for shot in gallery.shots:
        yield f"\n## {shot.title}\n\n{shot.text}\n"
        yield f"![{shot.title}](../pictures/{shot.name}.png)"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
