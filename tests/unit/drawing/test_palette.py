"""The colours: told apart in grey, with colour blindness, and against the page.

Colour blindness is simulated after G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A
Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE Transactions on
Visualization and Computer Graphics 15 (6), 2009, matrices of severity 1.0 for linear RGB. How far
two colours lie apart is CIE 1976 L*a*b* (ISO/CIE 11664-4) under D65; 2.3 is what is just seen.
"""

from itertools import combinations, pairwise

import numpy as np
import pytest

from kreisblick.products.drawing import Role, read_palette

SEEING = {
    "as most people see": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)  # sRGB, IEC 61966-2-1
WHITE = np.array([0.95047, 1.0, 1.08883])  # D65
NEXT = 10.0  # neighbours on a map lie so far apart, about four times what is just seen
SCHEMES = ["light", "dark"]


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(colour: str, seeing: str) -> np.ndarray:
    seen = np.clip(SEEING[seeing] @ linear(colour), 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    edge = 6 / 29
    root = np.where(ratio > edge**3, np.cbrt(ratio), ratio / (3 * edge**2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def apart(one: str, other: str, seeing: str) -> float:
    return float(np.linalg.norm(lab(one, seeing) - lab(other, seeing)))


def contrast(one: str, other: str) -> float:
    bright = sorted(float((TO_XYZ @ linear(colour))[1]) for colour in (one, other))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def test_the_simulation_confuses_what_is_confused():
    """That the check can fail: red and green of the same brightness are one to many people."""
    assert apart("#b4543c", "#7d7a35", "as most people see") > 40
    assert apart("#b4543c", "#7d7a35", "deuteranopia") < 20


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("seeing", SEEING)
@pytest.mark.parametrize("row", ["sequence", "deviation"])
def test_all_steps_of_a_map_are_told_apart(scheme, seeing, row):
    steps = getattr(getattr(read_palette(), scheme), row)

    near = {
        pair: apart(*pair, seeing) for pair in combinations(steps, 2) if apart(*pair, seeing) < NEXT
    }

    assert near == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_row_for_values_grows_darker_in_grey_step_by_step(scheme):
    steps = getattr(read_palette(), scheme).sequence

    light = [lab(colour, "as most people see")[0] for colour in steps]

    assert all(abs(a - b) >= 8 for a, b in pairwise(light))
    assert light in (sorted(light), sorted(light, reverse=True))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("seeing", SEEING)
def test_area_town_and_district_are_told_apart(scheme, seeing):
    colours = getattr(read_palette(), scheme)

    for one, other in combinations(Role, 2):
        assert apart(colours.of(one), colours.of(other), seeing) >= NEXT


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_and_lines_stand_out_from_the_page(scheme):
    colours = getattr(read_palette(), scheme)

    assert contrast(colours.ink, colours.paper) >= 7
    assert contrast(colours.quiet, colours.paper) >= 4.5
    assert contrast(colours.area, colours.paper) >= 4.5
    for role in Role:  # WCAG 2.2, 1.4.11: graphical objects
        assert contrast(colours.of(role), colours.paper) >= 3
