"""Messages of the register: what cannot be counted, and what to do now."""

from collections.abc import Sequence

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

__all__ = ["UncountableError"]


class UncountableError(KreisblickError):
    """Records, register and cube do not fit together."""

    @classmethod
    def missing_fields(cls, fields: Sequence[str], *, cube: str) -> "UncountableError":
        """The records lack fields that the cube needs."""
        words = _(
            "Cube '{cube}' needs the record fields {fields}, which the records do not have. "
            "Map them in the delivery's definition, or name other fields in catalogue/registers."
        )
        return cls(words.format(cube=cube, fields=", ".join(fields)))

    @classmethod
    def missing_reading(cls, dimension: str, *, cube: str) -> "UncountableError":
        """The register does not say how a dimension is read."""
        words = _(
            "Cube '{cube}' has the dimension '{dimension}', but its register does not say how to "
            "read it. Add it under 'dimensions' in catalogue/registers."
        )
        return cls(words.format(cube=cube, dimension=dimension))

    @classmethod
    def overlapping_ages(cls, dimension: str, *, cube: str) -> "UncountableError":
        """Two age groups share a year: somebody would count twice."""
        words = _(
            "Cube '{cube}', dimension '{dimension}': two age groups share a year, so people would "
            "be counted twice. Correct the groups in catalogue/cubes."
        )
        return cls(words.format(cube=cube, dimension=dimension))

    @classmethod
    def condition_on_household(cls, *, cube: str) -> "UncountableError":
        """A cube of households has a condition, which is one on people."""
        words = _(
            "Cube '{cube}' counts households, but its 'where' is a condition on people. Write it "
            "into the register's definition in catalogue/registers."
        )
        return cls(words.format(cube=cube))

    @classmethod
    def different_distinct(cls, cubes: Sequence[str]) -> "UncountableError":
        """Cubes of one pass count different things."""
        words = _(
            "The cubes {cubes} count distinct values of different fields or under different "
            "conditions and cannot be counted in one pass. Count them one by one."
        )
        return cls(words.format(cubes=", ".join(cubes)))

    @classmethod
    def too_large(cls) -> "UncountableError":
        """Not enough memory, and rows about persons are never written to files."""
        return cls(
            _(
                "The records need more memory than there is, and rows about persons are not "
                "written to temporary files. Deliver the register in several parts, for instance "
                "one per municipality, or count on a computer with more memory."
            )
        )

    @classmethod
    def no_crosswalk(cls, source: str, target: str, *, cube: str) -> "UncountableError":
        """Counts of another generation, and no crosswalk for them."""
        words = _(
            "Cube '{cube}' was delivered on the areas of {source}, and there is no crosswalk from "
            "there to {target}. Load both generations under catalogue/territory."
        )
        return cls(words.format(cube=cube, source=source, target=target))

    @classmethod
    def decimals(cls, *, cube: str) -> "UncountableError":
        """A count with decimals."""
        words = _(
            "Cube '{cube}' holds counts with decimals. Is it a rate? Then say 'counts: rate' in "
            "catalogue/cubes; otherwise correct the delivery's definition."
        )
        return cls(words.format(cube=cube))
