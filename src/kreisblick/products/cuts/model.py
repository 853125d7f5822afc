"""What is told of a town's own areas, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kreisblick.base.language import translate as _

__all__ = ["OwnCutSheet"]


@dataclass(frozen=True, kw_only=True)
class OwnCutSheet:
    """A town's own areas beside its planning areas.

    Attributes:
        key: of the own cut, as in file names.
        municipality: key of the town.
        town: its name.
        title: of the cut, for instance *Stadtteile der Stadt Lindenau*.
        sentences: what the difference is, and what it means for reading figures.
        svg: the map with a legend beside it, for paper.
        screen_svg: the map alone, so that it is large on a small screen; the caption says the rest.
        alt: what the map says, for those who do not see it.
        caption: what stands under the map.
        source: whose boundaries the own areas are, as the town says it.
        table_caption: what the table shows.
        head: titles of the table's four columns.
        rows: own area, planning area, share of the one, share of the other.
    """

    key: str
    municipality: str
    town: str
    title: str
    sentences: Sequence[str]
    svg: str = field(repr=False)
    screen_svg: str = field(repr=False)
    alt: str
    caption: str
    source: str
    table_caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]] = field(repr=False)

    @property
    def full_caption(self) -> str:
        """The caption with the source of the boundaries."""
        words = _("{caption} Source of the boundaries: {source}")
        return words.format(caption=self.caption, source=self.source)
