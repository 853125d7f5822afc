"""What can go wrong when areas are drawn, and what to do then."""

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _

__all__ = ["ZoningError"]


class ZoningError(WrongUseError):
    """Areas that cannot be drawn as asked for."""

    @classmethod
    def too_few_areas(cls, asked: int, least: int) -> "ZoningError":
        """Fewer areas than municipalities and fixed areas."""
        return cls(
            _(
                "{asked} areas are too few: every municipality and every fixed area needs one, "
                "which makes {least}. Ask for more, or fix fewer."
            ).format(asked=asked, least=least)
        )

    @classmethod
    def too_few_blocks(cls, town: str, blocks: int, areas: int) -> "ZoningError":
        """More areas than blocks."""
        return cls(
            _(
                "Municipality '{town}' would get {areas} areas but has {blocks} free blocks. Ask "
                "for fewer areas or give smaller blocks."
            ).format(town=town, areas=areas, blocks=blocks)
        )
