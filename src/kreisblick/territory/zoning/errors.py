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
                "Too few areas ({asked}): every municipality and every fixed area needs one, which "
                "makes {least}. Ask for more, or fix fewer."
            ).format(asked=asked, least=least)
        )

    @classmethod
    def too_many_areas(cls, asked: int, most: int) -> "ZoningError":
        """More areas than free blocks and fixed areas."""
        return cls(
            _(
                "Too many areas ({asked}): there are {most} free blocks and fixed areas. Ask for "
                "fewer areas or give smaller blocks; the column of fixed areas stays empty where "
                "blocks are free."
            ).format(asked=asked, most=most)
        )

    @classmethod
    def blocks_apart(cls, apart: int, count: int) -> "ZoningError":
        """Blocks between which streets lie."""
        return cls(
            _(
                "{apart} of {count} blocks touch no other one. If streets lie between the blocks, "
                "say how wide they are, for instance --gap 30."
            ).format(apart=apart, count=count)
        )

    @classmethod
    def unknown_ending(cls, file: str) -> "ZoningError":
        """A file to be written that is neither table nor map."""
        return cls(
            _(
                "'{file}': cuts are written as .csv, .parquet, .gpkg or .geojson. Choose one of "
                "these endings."
            ).format(file=file)
        )

    @classmethod
    def other_ending(cls, file: str, ending: str) -> "ZoningError":
        """A page or paper that is to be written under another ending."""
        return cls(
            _("'{file}' must end in {ending}. Choose this ending.").format(file=file, ending=ending)
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

    @classmethod
    def nothing_to_undo(cls) -> "ZoningError":
        """No move was recorded."""
        return cls(_("There is no move to take back."))

    @classmethod
    def other_cut(cls, block: str, area: str) -> "ZoningError":
        """A cut that is not the one the moves led to."""
        return cls(
            _(
                "Nothing was taken back: block '{block}' no longer lies in area '{area}', where "
                "the last move put it. Give the cut that belongs to the moves."
            ).format(block=block, area=area)
        )

    @classmethod
    def no_moves(cls, file: str, column: str) -> "ZoningError":
        """A table that holds no moves."""
        return cls(
            _("'{file}' holds no moves: column '{column}' is missing or wrong.").format(
                file=file, column=column
            )
        )

    @classmethod
    def blocks_twice(cls, file: str, key: str) -> "ZoningError":
        """A cut that gives a block more than one area."""
        return cls(
            _("'{file}' names block '{key}' more than once. A block has one area.").format(
                file=file, key=key
            )
        )

    @classmethod
    def blocks_missing(cls, file: str, keys: Sequence[str]) -> "ZoningError":
        """A cut that leaves blocks out."""
        return cls(
            _(
                "'{file}' gives no area to {count} block(s), among them '{key}'. Every block needs "
                "one."
            ).format(file=file, count=len(keys), key=keys[0])
        )
