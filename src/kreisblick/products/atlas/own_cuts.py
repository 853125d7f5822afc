"""A municipality's own areas beside its planning areas, for its page in the atlas."""

from dataclasses import dataclass

from kreisblick.products.atlas.pages import Press, write
from kreisblick.products.atlas.pictures import colour_rules
from kreisblick.products.cuts import OwnCutSheet, tell_own_cuts
from kreisblick.products.drawing.svg import element
from kreisblick.products.model import BundleLike

__all__ = ["OwnCutPart", "own_cut_parts"]


@dataclass(frozen=True, kw_only=True)
class OwnCutPart:
    """What is told of a town's own areas, and where its map lies below the language's tree."""

    told: OwnCutSheet
    picture: str


def own_cut_parts(bundle: BundleLike, municipality: str, press: Press) -> list[OwnCutPart]:
    """Each own cut of a municipality; most have none.

    The map is a file of the page's language, with colours for every screen.
    """
    found = []
    for one in tell_own_cuts(bundle, municipality):
        part = OwnCutPart(told=one, picture=f"cut/{one.key}.svg")
        drawn = one.screen_svg.replace("<g ", f"{element('style', colour_rules())}<g ", 1)
        write(press.out / press.tree / part.picture, drawn.encode())
        found.append(part)
    return found
