"""The figures of a cut, beside sums done by hand."""

import numpy as np
import pytest
from shapely import box

from kreisblick.territory.zoning import Blocks, find_neighbours, measure

NONE = np.empty((4, 0))


def test_the_floor_is_what_towns_impose_and_the_lowest_compactness_is_of_one_area():
    shapes = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(0, 1, 8, 2), box(8, 1, 9, 2)]
    blocks = Blocks(
        keys=list("abcd"),
        polygons=np.array(shapes),
        population=np.array([10.0, 30.0, 50.0, 30.0]),
        municipality=np.array(["A", "A", "B", "B"], dtype=object),
        traits=NONE,
        fixed=np.array([""] * 4, dtype=object),
        cuts=NONE,
        crs=25832,
    )

    found = measure(blocks, find_neighbours(blocks), np.arange(4))

    assert found.cv_floor == pytest.approx(1 / 3)  # means 20 and 40 beside 30
    assert found.max_floor == pytest.approx(1 / 3)
    assert found.max_own_target == pytest.approx(0.5)
    assert found.polsby_popper_lowest == pytest.approx(4 * np.pi * 8 / 18**2)
