"""What bears on the protection of a date: figures that are out, and the date before."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest
from tests.attacks.outsider import cube, everything, ledger, rules, territory

from kreisblick.pipeline.past import Past, past_of
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


@pytest.mark.parametrize(
    ("kind", "lower", "upper", "within"),
    [
        ("exact", 21.0, 21.0, True),
        ("exact", 20.0, 20.0, False),  # another number
        ("range", 18.0, 22.0, True),
        ("range", 22.0, 24.0, False),
        ("withheld", None, None, True),
    ],
)
def test_a_result_stands_while_nothing_beyond_it_has_left(kind, lower, upper, within):
    place = {"cube": ["c"], "slice": ["all"], "generation": ["g"], "area": ["a"]}
    told = {**place, "kind": [kind], "lower": [lower], "upper": [upper]}
    past = Past(earlier=pl.DataFrame(told), sticky=frozenset())
    known = {"value": [21.0], "lower": [None], "upper": [None], "confidentiality": ["free"]}
    cells = pl.DataFrame({**place, **known})
    hidden = cells.with_columns(value=None, confidentiality=pl.lit("suppressed"))

    def result(table: pl.DataFrame) -> SimpleNamespace:
        return SimpleNamespace(released={"c": SimpleNamespace(cells=table)})

    assert past.within(result(cells)) is within
    assert past.within(result(hidden)) is (kind == "withheld")


@pytest.mark.parametrize(("upper", "within"), [(24.0, True), (30.0, False), (None, False)])
def test_a_range_that_is_out_may_not_be_narrower_than_the_results(upper, within):
    place = {"cube": ["c"], "slice": ["all"], "generation": ["g"], "area": ["a"]}
    told = pl.DataFrame({**place, "kind": ["range"], "lower": [15.0], "upper": [25.0]})
    ends = {"value": None, "lower": 16.0, "upper": upper, "confidentiality": "free"}
    cells = pl.DataFrame([{name: values[0] for name, values in place.items()} | ends])
    result = SimpleNamespace(released={"c": SimpleNamespace(cells=cells)})

    assert Past(earlier=told, sticky=frozenset()).within(result) is within
