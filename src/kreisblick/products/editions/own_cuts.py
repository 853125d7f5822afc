"""The municipality's own areas beside its planning areas, for its edition."""

from typing import Any

from kreisblick.products.cuts import tell_own_cuts
from kreisblick.products.model import BundleLike

__all__ = ["own_cuts_of"]


def own_cuts_of(bundle: BundleLike, municipality: str) -> list[dict[str, Any]]:
    """Words, map and table of each own cut of a municipality; most have none."""
    return [
        {
            "name": f"own-{one.key}",
            "title": one.title,
            "sentences": list(one.sentences),
            "svg": one.svg,
            "screen": {"name": f"own-{one.key}-screen", "svg": one.screen_svg},
            "alt": one.alt,
            "caption": one.full_caption,
            "table": one.table_caption,
            "head": list(one.head),
            "rows": [list(row) for row in one.rows],
        }
        for one in tell_own_cuts(bundle, municipality)
    ]
