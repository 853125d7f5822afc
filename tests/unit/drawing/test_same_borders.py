"""One indicator, one set of borders: in report, atlas and exports, at every date."""

from itertools import pairwise

import pytest
from tests.unit.report.factory import make_bundle

from kreisblick.products.atlas.maps import study_breaks
from kreisblick.products.drawing import trace_outlines
from kreisblick.products.exports.classes import indicator_maps
from kreisblick.products.figures import describe_indicators, released_figures
from kreisblick.products.report.maps import map_picture
from kreisblick.products.wording import gather_figures

BUNDLE = make_bundle()
FIGURES = gather_figures(BUNDLE)
MAPS = indicator_maps(released_figures(BUNDLE), describe_indicators(BUNDLE))
OUTLINES = trace_outlines(BUNDLE.geometry("2023"))
DRAWN = [key for key, maps in MAPS.items() if maps and not maps[0].one.classes]


@pytest.mark.parametrize("key", DRAWN)
def test_every_product_draws_the_same_borders(key):
    exported = MAPS[key][0]
    borders = tuple(one.upper for one in exported.classes[:-1])

    rows = [figure for figure in FIGURES.rows if figure.indicator == key]
    picture = map_picture(FIGURES, FIGURES.described[key], OUTLINES, {}, lambda name, _svg: name)

    assert study_breaks(rows, 5) == borders
    said = [entry["text"] for entry in picture["legend"]]
    assert said[: len(exported.classes)] == [one.words for one in exported.classes]


@pytest.mark.parametrize("key", DRAWN)
def test_an_area_of_the_same_value_has_the_same_colour_at_every_date(key):
    """Borders come from all dates; leaving one out may move them, so they are drawn once."""
    one = MAPS[key][0]
    values = released_figures(BUNDLE).filter(indicator=key, level=one.level)

    assert values["reference_date"].n_unique() >= 1
    assert all(low.upper == high.lower for low, high in pairwise(one.classes))
