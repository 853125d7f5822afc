"""Nouns of the agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kreisblick.territory.zoning import Blocks, Figures, Step

__all__ = ["Agreed"]


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What was agreed.

    Attributes:
        title: of the paper.
        day: of the paper.
        blocks: the ground.
        areas: key of each block's area.
        figures: how good the cut is.
        offices: names of the columns of ``blocks.cuts``.
        names: of areas and municipalities, by key; a key without name stands for itself.
        steps: moves by hand.
        file: the cut, named in the paper with its fingerprint.
        barriers: whether barriers were looked at.
    """

    title: str
    day: date
    blocks: Blocks = field(repr=False)
    areas: Sequence[str] = field(repr=False)
    figures: Figures
    offices: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    steps: Sequence[Step] = ()
    file: Path
    barriers: bool = False

    def name(self, key: str) -> str:
        """The name of an area or municipality; its key where there is none."""
        return self.names.get(key) or key
