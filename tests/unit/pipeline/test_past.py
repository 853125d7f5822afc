"""What bears on the protection of a date: figures that are out, and the date before."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest
from tests.attacks.outsider import cube, everything, ledger, rules, territory

from kreisblick.pipeline.past import past_of
from kreisblick.protection.disclosure import protect

TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
GROUND = territory(TOWNS)
RULES = {"aid": rules()}
THEN, NOW = date(2023, 12, 31), date(2024, 12, 31)
FIRST = dict.fromkeys(AREAS, 40) | {"A1": 4}


def counted(values, day):
    return cube("aid", values, towns=TOWNS, day=day)


@pytest.fixture
def then():
    one = counted(FIRST, THEN)
    return one, protect([one], everything([one]), [], GROUND, RULES)


def past(figures, before, values=FIRST):
    counting = SimpleNamespace(
        remembered=SimpleNamespace(figures=figures),
        ground=SimpleNamespace(report_territory=GROUND),
    )
    return past_of(counting, NOW, [counted(values, NOW)], RULES, before)


def test_what_was_withheld_at_the_rounds_last_date_stays_withheld(then):
    one, result = then

    found = past(pl.DataFrame(), {THEN: ([one], result)}, FIRST | {"A1": 7})

    assert "A1" in {sticky.area for sticky in found.sticky}
    assert not past(pl.DataFrame(), {}).sticky


def test_the_ledger_knows_a_date_that_the_round_no_longer_counts(then):
    figures = ledger(then[1])

    found = past(figures, {}, FIRST | {"A1": 7})

    assert "A1" in {sticky.area for sticky in found.sticky}
    assert not past(figures.with_columns(export=pl.lit(value=True)), {}).sticky
    assert not past(figures.with_columns(generation=pl.lit("2019")), {}).sticky


def test_only_figures_of_the_date_are_handed_on_and_every_change_is_seen(then):
    figures = ledger(then[1])
    same_day = figures.with_columns(reference_date=pl.lit(NOW))

    both = past(pl.concat([figures, same_day]), {})

    assert both.earlier.equals(same_day)
    states = {past(f, {}).state for f in (figures, same_day, pl.concat([figures, same_day]))}
    assert len(states) == 3
