"""Nothing overflows: with the longest names, in the paper and as another programme draws it."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pptx import Presentation
from tests.unit.slides import decks

from kreisblick.products.slides import build_slides, slides_definition

CM = 72 / 2.54
EDGE = 1.0 * CM  # nothing is nearer to the edge of the slide
FOOT = (19.05 - 17.55) * CM  # the foot's line lies below, everything else above
SOFFICE = shutil.which("soffice")
CHOICES = {
    **slides_definition().model_dump(),
    "charts": [decks.CHART, "income/children"],
    "map": "income/children",
    "committee": f"Ausschuss für Soziales, Gesundheit und Teilhabe der {decks.LONGEST}",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    small = decks.FACTORY["make_bundle"](columns=9, rows=6, towns=10)
    areas = small.areas.filter(level="planning_area")["area"].to_list()
    bundle = decks.with_longest_names(small)
    bundle = decks.with_findings(
        bundle, [("need", one, "proposed") for one in areas]
        + [("strength", one, "read") for one in areas[::2]]
    )  # fmt: skip
    texts = decks.Editorial(
        blocks=[
            decks.recommendation(f"{decks.LONGEST} zuerst", f"In {decks.LONGEST} beginnen. " * 9)
            for _number in range(4)
        ]
    )
    return build_slides(bundle, tmp_path_factory.mktemp("long"), CHOICES, texts)


def lowest_and_widest(page: Any) -> tuple[float, float, float]:
    """The lowest letter above the foot, and the outermost to the left and right."""
    text = page.get_textpage()
    boxes = [
        text.get_charbox(place)
        for place in range(text.count_chars())
        if text.get_text_range(place, 1).strip()
    ]
    above = [box for box in boxes if box[3] > FOOT]
    return (
        min(box[1] for box in above),
        min(box[0] for box in boxes),
        page.get_width() - max(box[2] for box in boxes),
    )


def overflows(paper: Path) -> list[str]:
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(paper), start=1):
        low, left, right = lowest_and_widest(page)
        if low < FOOT - 1 or left < EDGE or right < EDGE:
            found.append(f"{number}: {low - FOOT:.0f}, {left:.0f}, {right:.0f}")
    return found


def test_the_longest_names_stay_on_the_paper(files: tuple[Path, Path]) -> None:
    slides = Presentation(str(files[1])).slides

    assert len(pypdfium2.PdfDocument(files[0])) == len(slides)  # a page too full would make two
    assert overflows(files[0]) == []


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_another_programme_opens_the_presentation_and_nothing_overflows(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(files[1])],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    drawn = tmp_path / "slides.pdf"
    show = Presentation(str(files[1]))
    printed = [
        re.sub(r"\s+", "", page.get_textpage().get_text_bounded())
        for page in pypdfium2.PdfDocument(drawn)
    ]

    assert len(printed) == len(show.slides)
    for slide, page in zip(show.slides, printed, strict=True):
        assert re.sub(r"\s+", "", slide.shapes.title.text_frame.text)[:40] in page
    assert overflows(drawn) == []
