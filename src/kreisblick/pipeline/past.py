"""Past: what readers hold already when the figures of a date are protected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from kreisblick.base.files import fingerprint
from kreisblick.pipeline.counting import Counting
from kreisblick.protection.disclosure import Protected, Sticky, sticky_cells
from kreisblick.protection.ledger import Figure
from kreisblick.protection.rules import RuleSet
from kreisblick.statistics.cube import Cube

PLACE = ["cube", "slice", "generation", "area"]
SHOWN = [*PLACE, "value", "lower", "upper", "confidentiality"]

__all__ = ["Past", "past_of"]


@dataclass(frozen=True, kw_only=True)
class Past:
    """What bears on the protection of one date.

    Attributes:
        earlier: figures of this date that have left the house.
        sticky: cells that were withheld at the date before and have hardly changed.
    """

    earlier: pl.DataFrame = field(repr=False)
    sticky: frozenset[Sticky] = field(repr=False)

    @property
    def state(self) -> str:
        """Fingerprint."""
        return fingerprint(self.earlier.rows(), self.kept)

    @property
    def kept(self) -> str:
        """Fingerprint of the cells that stay withheld."""
        return fingerprint([(one.cube, one.slice.key, one.area) for one in sorted(self.sticky)])

    def within(self, protected: Protected) -> bool:
        """Whether all that has left of this date is shown by a result, with the same numbers."""
        told = self.earlier.filter(pl.col("kind") != Figure.WITHHELD.value)
        if told.is_empty():
            return True
        cells = [cube.cells.select(SHOWN) for cube in protected.released.values()]
        shown = pl.concat(cells, how="vertical_relaxed").rename({"lower": "least", "upper": "most"})
        known = told.join(shown.filter(pl.col("confidentiality") == "free"), on=PLACE, how="left")
        endless = pl.lit(float("inf"))
        least = pl.coalesce("value", "least", pl.lit(0.0))
        most = pl.coalesce("value", "most", endless)
        fits = (
            pl.col("confidentiality").is_not_null()
            & (least >= pl.coalesce("lower", pl.lit(0.0)))
            & (most <= pl.coalesce("upper", endless))
        )
        return bool(known.select(fits.all()).item())


def past_of(
    counting: Counting,
    day: date,
    cubes: Sequence[Cube],
    rules: Mapping[str, RuleSet],
    before: Mapping[date, tuple[Sequence[Cube], Protected]],
) -> Past:
    """The past of a date.

    Args:
        counting: holds the ledger as it stood when the round began.
        day: the date that is protected.
        cubes: its cubes.
        rules: rule set of each cube.
        before: cubes and protected figures of the round's earlier dates.
    """
    figures = counting.remembered.figures
    earlier = figures.filter(pl.col("reference_date") == day) if figures.height else figures
    territory = counting.ground.report_territory
    found: set[Sticky] = set()
    for cube in cubes:
        counted, withheld = _last_time(figures, day, cube, before)
        found |= sticky_cells(withheld, counted, [cube], territory, rules)
    return Past(earlier=earlier, sticky=frozenset(found))


def _last_time(
    figures: pl.DataFrame,
    day: date,
    cube: Cube,
    before: Mapping[date, tuple[Sequence[Cube], Protected]],
) -> tuple[list[Cube], pl.DataFrame]:
    """The cube at its last date, where counted now, and what was withheld then."""
    round_days = [d for d, (_cubes, found) in before.items() if cube.key in found.released]
    released = _released(figures, day, cube)
    last = max([*round_days, *released["reference_date"].unique()], default=None)
    if last is None:
        return [], pl.DataFrame(schema=dict.fromkeys(("cube", "slice", "area"), pl.String))
    if last in round_days:
        cubes, found = before[last]
        cells = found.released[cube.key].cells
        hidden = cells.filter(pl.col("confidentiality") != "free")
        return [one for one in cubes if one.key == cube.key], hidden
    told = released.filter(pl.col("reference_date") == last)
    return [], told.filter(pl.col("kind") == Figure.WITHHELD.value)


def _released(figures: pl.DataFrame, day: date, cube: Cube) -> pl.DataFrame:
    """What the public was told of the cube at earlier dates, on the same areas."""
    if figures.is_empty():
        return pl.DataFrame(schema={"reference_date": pl.Date})
    return figures.filter(
        ~pl.col("export"),
        pl.col("reference_date") < day,
        pl.col("cube") == cube.key,
        pl.col("generation") == cube.generation,
    )
