"""What can go wrong when cuts are compared, and what to do then."""

from collections.abc import Sequence

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _

__all__ = ["CutInputError", "UnlikeCutsError"]


class CutInputError(WrongUseError):
    """Something given is not what a comparison can use."""

    @classmethod
    def too_few(cls) -> "CutInputError":
        """A refinement of a single cut."""
        return cls(_("One cut alone has nothing in common with others. Give two or more."))

    @classmethod
    def no_points(cls, file: str) -> "CutInputError":
        """A layer for people that holds no points."""
        return cls(
            _("'{file}' holds something else than points. Give one point per address.").format(
                file=file
            )
        )

    @classmethod
    def no_weight(cls, file: str) -> "CutInputError":
        """A weight that is missing, negative or no number."""
        return cls(
            _(
                "In '{file}' a 'weight' is missing, negative or no number. Correct it, or leave "
                "the column out: then every row counts as one."
            ).format(file=file)
        )

    @classmethod
    def no_coordinates(cls, file: str) -> "CutInputError":
        """A coordinate that is no number."""
        return cls(
            _(
                "In '{file}' a coordinate is no number. Write x and y without points between "
                "thousands, in the coordinate system of the cuts."
            ).format(file=file)
        )

    @classmethod
    def nothing_shared(cls, left: str, right: str) -> "CutInputError":
        """Two cuts that nobody lives in."""
        return cls(
            _(
                "'{left}' and '{right}' have nothing in common: no one lives in both. Check "
                "whether they are of the same place and stand in the right coordinate system."
            ).format(left=left, right=right)
        )

    @classmethod
    def no_ground(cls, name: str) -> "CutInputError":
        """A map of an address list."""
        return cls(
            _(
                "'{name}' is a list without polygons, so there is nothing to draw. Leave the map "
                "out, or give the cuts as polygons."
            ).format(name=name)
        )

    @classmethod
    def unknown_format(cls, file: str, known: Sequence[str]) -> "CutInputError":
        """An ending that cannot be written."""
        return cls(
            _("'{file}' cannot be written; endings that work: {known}.").format(
                file=file, known=", ".join(known)
            )
        )


class UnlikeCutsError(WrongUseError):
    """Two inputs that cannot be compared with each other."""

    def __init__(self, *, left: str, right: str) -> None:
        super().__init__(
            _(
                "'{left}' and '{right}' cannot be compared. Give two files with polygons (FILE or "
                "FILE:COLUMN), or twice the same address list as FILE:COLUMN."
            ).format(left=left, right=right)
        )
