"""A draft says so on every page, in every format, whatever template it is made with."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pptx import Presentation
from tests.unit.slides import decks

from kreisblick.products.slides import build_slides, slides_definition

MARK = "Entwurf – nicht zur Weitergabe"


@pytest.fixture(scope="module")
def bundle() -> Any:
    return decks.FACTORY["make_bundle"]()


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


@pytest.fixture(scope="module")
def draft(bundle: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    out = tmp_path_factory.mktemp("draft")
    return build_slides(bundle, out, None, decks.EDITORIAL, draft=True)


def test_every_page_of_the_pdf_says_that_it_is_a_draft(draft: tuple[Path, Path]) -> None:
    found = pages(draft[0])

    assert len(found) > 8
    assert all(MARK in page for page in found)


def test_every_slide_says_it_first_and_its_notes_do(draft: tuple[Path, Path]) -> None:
    slides = Presentation(str(draft[1])).slides

    for slide in slides:
        assert slide.shapes[0].text_frame.text == MARK
        notes = slide.notes_slide.notes_text_frame
        assert notes is not None
        assert notes.text.startswith(MARK)


def test_what_is_released_says_nothing_of_a_draft(bundle: Any, tmp_path: Path) -> None:
    paper, show = build_slides(bundle, tmp_path, None, decks.EDITORIAL)

    assert not any("Entwurf" in page for page in pages(paper))
    texts = [s.text_frame.text for p in Presentation(str(show)).slides
             for s in p.shapes if s.has_text_frame]  # fmt: skip
    assert not any("Entwurf" in text for text in texts)


def test_a_districts_own_template_is_marked_too(bundle: Any, tmp_path: Path) -> None:
    own = tmp_path / "slides"
    own.mkdir()
    text = slides_definition().template.read_text("utf-8").replace("meta.foot", '"Eigener Fuß"')
    (own / "slides.typ").write_text(text, "utf-8")
    chosen = slides_definition().model_copy(update={"folder": own})

    paper, _show = build_slides(bundle, tmp_path / "out", chosen, decks.EDITORIAL, draft=True)

    found = pages(paper)
    assert all("Eigener Fuß" in page for page in found[1:])
    assert all(MARK in page for page in found)
