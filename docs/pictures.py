"""Take the README's pictures from the products of a finished demo.

Usage: python docs/pictures.py DEMO

Needs Chromium (through Playwright) and poppler's ``pdftotext`` and ``pdftoppm``. The pages shown
are about one indicator, so that the same thing can be compared on screen and on paper.
"""

import io
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parent / "pictures"
INDICATOR = "single_parent_households"
THEME, TITLE = "Familien und Haushalte", "Haushalte von Alleinerziehenden"
SCREENS = {"atlas": (1280, 1000), "atlas-phone": (360, 800)}
DPI = 75
COLOURS = 64  # enough for maps of five steps, small enough for a repository


def main() -> int:
    """Take all pictures from the demo that the command line names."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python docs/pictures.py DEMO\n")
        return 2
    demo = Path(sys.argv[1])
    current = (demo / "products" / "current").read_text(encoding="utf-8").strip()
    products = demo / "products" / current
    PICTURES.mkdir(exist_ok=True)
    _screens(products / "atlas")
    _paper(products / "report" / "report.pdf")
    return 0


def _screens(atlas: Path) -> None:
    page_file = atlas / "indicator" / f"{INDICATOR}.html"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        for name, (width, height) in SCREENS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(page_file.resolve().as_uri())
            _keep(name, [page.screenshot()])
        browser.close()


def _paper(report: Path) -> None:
    pages = _run("pdftotext", "-layout", str(report), "-").decode("utf-8").split("\f")
    numbers = [
        next(n for n, page in enumerate(pages, 1) if page.strip().startswith(title))
        for title in (THEME, TITLE)
    ]
    shots = [
        _run("pdftoppm", "-png", "-r", str(DPI), "-singlefile", "-f", str(page), str(report))
        for page in numbers
    ]
    _keep("report", shots)


def _run(program: str, *arguments: str) -> bytes:
    """What one of poppler's programs writes."""
    place = shutil.which(program)
    if place is None:
        sys.exit(f"{program} is missing; install poppler-utils")
    return subprocess.run([place, *arguments], capture_output=True, check=True).stdout  # noqa: S603


def _keep(name: str, shots: list[bytes]) -> None:
    """Put pictures side by side, with few colours, into one small file."""
    parts = [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]
    sheet = Image.new("RGB", (sum(p.width for p in parts), max(p.height for p in parts)), "white")
    left = 0
    for part in parts:
        sheet.paste(part, (left, 0))
        left += part.width
    sheet.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
