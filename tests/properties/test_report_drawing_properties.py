"""What always holds of borders, axes and numbers, whatever the figures."""

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.products.drawing import class_breaks, class_of
from kreisblick.products.drawing.axis import axis_from_zero
from kreisblick.products.wording import write_round, write_value

VALUES = st.lists(
    st.floats(min_value=0, max_value=1e6, allow_nan=False).map(lambda v: round(v, 3)),
    min_size=1,
    max_size=120,
)


@settings(deadline=None, max_examples=40)
@given(VALUES)
def test_borders_ascend_lie_within_the_values_and_do_not_hang_on_their_order(values):
    breaks = class_breaks(values)

    assert list(breaks) == sorted(set(breaks))
    assert len(breaks) <= 4
    assert all(min(values) < border <= max(values) for border in breaks)
    assert class_breaks(reversed(values)) == breaks


@settings(deadline=None, max_examples=40)
@given(VALUES)
def test_every_value_has_one_class_and_higher_values_never_a_lower_one(values):
    breaks = class_breaks(values)

    classes = [class_of(value, breaks) for value in sorted(values)]

    assert classes == sorted(classes)
    assert all(0 <= place <= len(breaks) for place in classes)


@settings(deadline=None, max_examples=40)
@given(VALUES)
def test_borders_are_round(values):
    for border in class_breaks(values):
        digits = f"{border:.6e}".split("e", maxsplit=1)[0].replace(".", "").rstrip("0")
        assert len(digits) <= 4


@settings(deadline=None, max_examples=40)
@given(VALUES)
def test_an_axis_holds_everything_and_zero(values):
    axis = axis_from_zero(values, 0, 500)

    assert axis.low <= 0 <= axis.high
    assert axis.low <= min(values)
    assert max(values) <= axis.high * (1 + 1e-9)
    assert 2 <= len(axis.ticks) <= 7
    assert all(0 <= axis.place(value) <= 500 for value in values)


@settings(deadline=None, max_examples=40)
@given(st.floats(min_value=-1e6, max_value=1e6, allow_nan=False))
def test_a_written_number_reads_back_as_the_rounded_one(value):
    def read(text: str) -> float:
        return float(text.replace(".", "").replace(",", ".").replace("−", "-"))

    assert math.isclose(read(write_value(value, "points")), value, abs_tol=0.0501)
    assert math.isclose(read(write_round(value, "persons")), value, abs_tol=0.00501)


@settings(deadline=None, max_examples=40)
@given(VALUES)
def test_borders_can_be_read_off_a_table_and_part_what_differs(values):
    breaks = class_breaks(values)

    assert all(round(border, 1) == border for border in breaks)
    assert all(b - a >= 0.01 * max(abs(a), abs(b)) for a, b in pairwise(breaks))
    assert all(border != max(values) for border in breaks)
