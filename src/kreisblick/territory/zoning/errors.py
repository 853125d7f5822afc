"""What can go wrong when areas are drawn, and what to do then."""

from collections.abc import Sequence

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

    @classmethod
    def no_cut(cls, file: str, column: str) -> "ZoningError":
        """A table that is no cut."""
        return cls(
            _("'{file}' has no column '{column}'. A cut is a table 'block, area'.").format(
                file=file, column=column
            )
        )

    @classmethod
    def unknown_blocks(cls, file: str, keys: Sequence[str]) -> "ZoningError":
        """A cut of other blocks."""
        return cls(
            _(
                "'{file}' names {count} block(s) that are not there, among them '{key}'. Give the "
                "cut and the blocks of the same ground."
            ).format(file=file, count=len(keys), key=keys[0])
        )

    @classmethod
    def cannot_move(cls, block: str, reason: str) -> "ZoningError":
        """A block that may not change its area."""
        return cls(
            _("Block '{block}' stays where it is: {reason}").format(block=block, reason=reason)
        )
