"""Towns' own areas beside the planning areas, as parts of the appendix."""

from typing import Any, Protocol

from kreisblick.products.cuts import tell_own_cuts
from kreisblick.products.model import BundleLike

__all__ = ["own_cut_parts"]


class _Gallery(Protocol):
    """Where pictures are laid."""

    def lay(self, name: str, content: str) -> str:
        """Keep a picture (SVG) and return its name."""


def own_cut_parts(bundle: BundleLike, gallery: _Gallery) -> list[dict[str, Any]]:
    """One part for each town that has own areas: sentences, map, table; none without."""
    return [
        {
            "key": one.key,
            "title": one.title,
            "sentences": list(one.sentences),
            "file": gallery.lay(f"own-{one.key}.svg", one.svg),
            "alt": one.alt,
            "caption": one.full_caption,
            "table": one.table_caption,
            "head": list(one.head),
            "rows": [list(row) for row in one.rows],
        }
        for one in tell_own_cuts(bundle)
    ]
