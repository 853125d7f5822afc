"""Build: the slides of a bundle as PDF and as a presentation that can be edited."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.products.editorial import NO_TEXTS, Editorial
from kreisblick.products.model import BundleLike
from kreisblick.products.slides.definition import SlidesDefinition, slides_definition
from kreisblick.products.slides.drafts import marked
from kreisblick.products.slides.fit import fit_deck
from kreisblick.products.slides.gather import gather_deck
from kreisblick.products.slides.paper import slides_pdf
from kreisblick.products.slides.show import slides_pptx
from kreisblick.products.typeset import edition_day

__all__ = ["build_slides"]


def build_slides(
    bundle: BundleLike,
    out: Path,
    definition: SlidesDefinition | Mapping[str, Any] | None = None,
    editorial: Editorial = NO_TEXTS,
    progress: Progress = silent,
    *,
    draft: bool = False,
) -> tuple[Path, Path]:
    """Write ``slides.pdf`` and ``slides.pptx``; the same input and fonts give the same bytes.

    Args:
        bundle: a verified bundle.
        out: the folder; made if absent.
        definition: themes and indicators; the shipped choices without.
        editorial: signed texts; its recommendations are shown.
        progress: is told about the steps.
        draft: every page says that it may not be handed on.

    Raises:
        TypesettingError: when a changed template does not fit, or its result would not be
            accessible.
        PresentationError: when a changed presentation lacks a layout.
    """
    chosen = slides_definition(definition)
    with progress.step(_("Setting the slides")):
        deck = fit_deck(gather_deck(bundle, chosen, editorial), chosen)
        deck = marked(deck) if draft else deck
        day = edition_day(bundle)
        paper, show = out / "slides.pdf", out / "slides.pptx"
        write_bytes(paper, slides_pdf(deck, chosen, day))
        write_bytes(show, slides_pptx(deck, chosen, day))
    return paper, show
