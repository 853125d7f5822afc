"""A13 in pictures: borders of classes and ends of axes lie on round numbers, whoever has them.

Maps and charts see released figures only; a hidden one is None. What they print beside them must
not move with a single area's value by less than a round step.
"""

import math

import numpy as np
import pytest

from kreisblick.products.drawing import class_breaks
from kreisblick.products.drawing.axis import axis_from_zero


def is_round(number: float, parts: tuple[float, ...]) -> bool:
    """Whether a number is a small multiple of a power of ten times 1, 2, 2.5 or 5."""
    if number == 0:
        return True
    power = 10.0 ** math.floor(math.log10(abs(number)))
    return any(
        abs(number / (part * step) - round(number / (part * step))) < 1e-6
        for part in parts
        for step in (power, power / 10)
    )


def areas(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.lognormal(2.5, 0.6, 60).round(4)


@pytest.mark.parametrize("seed", range(20))
def test_borders_and_ends_are_round_numbers(seed: int) -> None:
    values = areas(seed)

    assert all(is_round(edge, (1.0, 2.5)) for edge in class_breaks(values))
    axis = axis_from_zero(values, 0, 100)
    assert is_round(axis.high, (1.0, 2.5))
    assert axis.low == 0


@pytest.mark.parametrize("seed", range(20))
def test_no_border_and_no_end_follows_a_single_areas_value(seed: int) -> None:
    """Where an area happens to lie on a border, the border stays when the area moves on."""
    values = areas(seed)
    breaks, high = class_breaks(values), axis_from_zero(values, 0, 100).high
    for place in np.flatnonzero(np.isin(values, [*breaks, high])):
        moved = values.copy()
        moved[place] += 0.01

        assert class_breaks(moved) == breaks
    assert high not in values


@pytest.mark.parametrize("seed", range(20))
def test_the_largest_area_can_change_without_a_trace(seed: int) -> None:
    """What a border or an end tells of the largest value is no more than its round step."""
    values = areas(seed)
    axis = axis_from_zero(values, 0, 100)
    last = int(values.argmax())
    floor = max(axis.ticks[-2], np.sort(values)[-2])
    other = values.copy()
    other[last] = (floor + axis.high) / 2

    assert axis_from_zero(other, 0, 100).ticks == axis.ticks


@pytest.mark.parametrize("seed", range(5))
def test_a_hidden_figure_moves_nothing(seed: int) -> None:
    shown = [*areas(seed).tolist()]

    assert class_breaks([*shown, None]) == class_breaks(shown)
    assert axis_from_zero([*shown, None], 0, 100) == axis_from_zero(shown, 0, 100)
