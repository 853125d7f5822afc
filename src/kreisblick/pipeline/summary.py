"""The end of a round: one page that says what was made, what is missing, what needs a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kreisblick.base.errors import Fault
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _

__all__ = ["Summary", "grouped"]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a round leaves.

    Attributes:
        products: folder of the finished products.
        bundle: folder of the draft bundle.
        unchanged: nothing had changed, so nothing was done.
        shown, withheld: published and withheld cells.
        detail: how much detail was kept, in a sentence.
        missing: deliveries and indicators that are missing, in words.
        notes: soft faults that somebody should look at.
        texts: texts that were not printed, and why.
        renewed: the figures are those of the round before; only products were made.
    """

    products: Path
    bundle: Path
    unchanged: bool
    shown: int
    withheld: int
    missing: Sequence[str]
    notes: Sequence[str]
    detail: str = ""
    texts: Sequence[str] = ()
    renewed: bool = False

    def lines(self) -> list[str]:
        """The page, line by line."""
        counts = _("{shown} figures are shown, {withheld} are withheld.").format(
            shown=format_count(self.shown), withheld=format_count(self.withheld)
        )
        return [
            self._head(),
            counts,
            *([self.detail] if self.detail else []),
            *self._places(),
            *_section(_("Missing:"), self.missing),
            *_section(_("Somebody should look at:"), [*self.notes, *self.texts]),
        ]

    def _head(self) -> str:
        if self.unchanged:
            return _("Nothing has changed since the last round.")
        if self.renewed:
            return _("The figures are as before; the products were made anew. The audit passed.")
        return _("The round is finished. The audit passed.")

    def _places(self) -> list[str]:
        places = {
            _("Start page"): self.products / "index.html",
            _("Report"): self.products / "report" / "report.pdf",
            _("Editions"): self.products / "editions" / "index.html",
            _("Slides"): self.products / "slides" / "slides.pptx",
            _("Profiles"): self.products / "profiles" / "index.html",
            _("Atlas"): self.products / "atlas" / "index.html",
            _("Exports"): self.products / "exports",
            _("Open data"): self.products / "opendata",
            _("What is kept secret"): self.products / "secrecy" / "index.html",
            _("Handbook"): self.products / "handbook" / "handbuch.html",
            _("Bundle (draft)"): self.bundle,
        }
        width = max(len(name) for name in places)
        return [f"  {name:<{width}}  {path}" for name, path in places.items() if path.exists()]


def grouped(faults: Sequence[Fault]) -> tuple[str, ...]:
    """Soft faults, one line for the same sentence about the same cube."""
    places: dict[tuple[str, str], int] = {}
    for fault in faults:
        key = (fault.where.partition(" ")[0], fault.message)
        places[key] = places.get(key, 0) + 1
    words = _("{cube} ({count} places): {message}")
    return tuple(
        words.format(cube=cube, count=format_count(count), message=message)
        for (cube, message), count in places.items()
    )


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [title, *[f"  - {line}" for line in lines]] if lines else []
