"""Totals before protection: what may pass for the whole."""

from kreisblick.protection.disclosure.answers import Answer, _sum
from kreisblick.statistics.cube import Observation

COUNTED = Answer(10, None, None, Observation.COUNTED)


def test_parts_add_up() -> None:
    assert _sum([COUNTED, COUNTED]).value == 20


def test_a_total_without_one_of_its_areas_does_not_pass_for_the_whole() -> None:
    lacking = Answer(None, None, None, Observation.NOT_DELIVERED)

    total = _sum([COUNTED, lacking])

    assert (total.value, total.observation) == (None, Observation.NOT_DELIVERED)


def test_a_total_over_the_covered_part_is_a_total() -> None:
    elsewhere = Answer(None, None, None, Observation.NOT_COVERED)

    assert _sum([COUNTED, elsewhere]).value == 10


def test_a_withheld_part_leaves_the_total_without_a_number() -> None:
    withheld = Answer(None, 1, 9, Observation.WITHHELD_BY_SOURCE)

    total = _sum([COUNTED, withheld])

    assert (total.value, total.observation) == (None, Observation.WITHHELD_BY_SOURCE)
