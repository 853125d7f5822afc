"""What all pages of one language are made from, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kreisblick.products.atlas.answer import answer_categories, answer_indicator
from kreisblick.products.atlas.model import AtlasDefinition
from kreisblick.products.atlas.overview import Overview, gather_overviews
from kreisblick.products.atlas.tongue import told_scale
from kreisblick.products.drawing import Outlines
from kreisblick.products.editorial import Editorial
from kreisblick.products.figures import Described
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import Figure, Figures, Scale, gather_figures, scale_of

__all__ = ["Content"]


@dataclass(frozen=True, kw_only=True)
class Content:
    """A bundle's figures in one language, and what they are shown with.

    Attributes:
        bundle: the bundle.
        definition: of the atlas.
        editorial: texts of people beside the figures.
        figures: all figures of the bundle.
        rows: indicator to its figures.
        latest: indicator to the latest date at which any area has a number.
        outlines: boundaries, traced once.
        parents: planning area to municipality.
        scales: indicator to its classes, where it is of categories.
        overviews: composite indices.
        district: its name.
    """

    bundle: BundleLike = field(repr=False)
    definition: AtlasDefinition
    editorial: Editorial = field(repr=False)
    figures: Figures = field(repr=False)
    rows: Mapping[str, Sequence[Figure]] = field(repr=False)
    latest: Mapping[str, date] = field(repr=False)
    outlines: Outlines = field(repr=False)
    parents: Mapping[str, str] = field(repr=False)
    scales: Mapping[str, Scale] = field(repr=False)
    overviews: Sequence[Overview] = field(repr=False)
    district: str

    @classmethod
    def gather(
        cls,
        bundle: BundleLike,
        outlines: Outlines,
        definition: AtlasDefinition,
        editorial: Editorial,
    ) -> "Content":
        """The content of a bundle in the language that is spoken."""
        figures = gather_figures(bundle)
        rows: dict[str, list[Figure]] = {key: [] for key in figures.described}
        for row in figures.rows:
            rows[row.indicator].append(row)
        scales = {key: scale_of(bundle, key) for key in rows}
        return cls(
            bundle=bundle,
            definition=definition,
            editorial=editorial,
            figures=figures,
            rows={key: own for key, own in rows.items() if own},
            latest={key: _latest(own, figures.dates[-1]) for key, own in rows.items()},
            outlines=outlines,
            parents=_parents(bundle),
            scales={key: told_scale(scale) for key, scale in scales.items() if scale},
            overviews=gather_overviews(bundle),
            district=str(bundle.report["district"]["name"]),
        )

    def titles(self, indicator: str) -> Sequence[str]:
        """The classes of an indicator, lowest first; none where it is not of categories."""
        scale = self.scales.get(indicator)
        return scale.titles if scale else ()

    def answer(self, one: Described, own: Sequence[Figure]) -> list[str]:
        """What an indicator says at one date; its title where that is all.

        Args:
            one: the indicator.
            own: its figures at the date, all levels.
        """
        scale = self.scales.get(one.key)
        told = answer_categories(own, scale) if scale else answer_indicator(own, self.district)
        return told or [one.title]


def _latest(rows: Sequence[Figure], last: date) -> date:
    return max((row.reference_date for row in rows if row.value is not None), default=last)


def _parents(bundle: BundleLike) -> dict[str, str]:
    generation = str(bundle.report["generation"])
    areas = bundle.areas.filter(level="planning_area", generation=generation)
    return dict(areas.select("area", "parent").iter_rows())
