"""Attributes: how many are combined in a figure, and the minimum that follows.

Every attribute by which a figure's people are told apart beside the area counts. A share or rate
that combines several sources counts the attributes of all of them; that somebody stands in a
further source is an attribute, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kreisblick.protection.disclosure.model import Share, SliceRef
from kreisblick.protection.disclosure.sources import Source
from kreisblick.protection.rules import Unit
from kreisblick.statistics.cube import Slice
from kreisblick.statistics.cube import Unit as Counted

__all__ = ["Minimums", "combined_attributes"]

UNITS: Mapping[Counted, Unit] = {
    Counted.HOUSEHOLDS: "households",
    Counted.PROVIDERS: "providers",
}


def combined_attributes(*asked: SliceRef) -> int:
    """How many attributes figures tell together, beside the area.

    >>> women = SliceRef("aid", Slice.of({"sex": ["f"], "age": ["0-17"]}))
    >>> combined_attributes(women)
    2
    >>> combined_attributes(women, SliceRef("residents", Slice.of({"age": ["0-17"]})))
    3
    """
    names = {name for ref in asked for name, _codes in ref.slice.where}
    return len(names) + len({ref.cube for ref in asked}) - 1


@dataclass(frozen=True)
class Minimums:
    """The minimum of every figure, by the rules of its source and what is combined in it.

    Attributes:
        most: the attributes of each published slice in the widest share or rate it stands in.
    """

    sources: Mapping[str, Source]
    most: Mapping[SliceRef, int]

    @classmethod
    def of(
        cls, sources: Mapping[str, Source], divided: Iterable[tuple[SliceRef, SliceRef]]
    ) -> "Minimums":
        """The minimums for what is published, by numerators and denominators."""
        most: dict[SliceRef, int] = {}
        for above, below in divided:
            most[above] = max(combined_attributes(above, below), most.get(above, 0))
        return cls(sources, most)

    def of_cell(self, ref: SliceRef) -> int | None:
        """Of a published slice; None where its rules know no minimum."""
        return self._minimum(ref.cube, max(combined_attributes(ref), self.most.get(ref, 0)))

    def of_group(self, cube: str, slices: Sequence[Slice]) -> int | None:
        """Of a group that these slices of a cube tell together."""
        return self._minimum(cube, combined_attributes(*[SliceRef(cube, one) for one in slices]))

    def of_rest(self, share: Share) -> int | None:
        """Of what is left of a share's group, under the rules of its part."""
        return self._minimum(
            share.numerator.cube, combined_attributes(share.numerator, share.denominator)
        )

    def _minimum(self, cube: str, attributes: int) -> int | None:
        source = self.sources[cube]
        unit = UNITS.get(source.cube.unit, "persons")
        return source.rules.minimum(attributes=attributes, unit=unit)
