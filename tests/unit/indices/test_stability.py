"""How sure an index is: against a known truth, against SALib, against slow second computations."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from SALib.analyze import sobol as salib_analyze
from SALib.sample import sobol as salib_sample

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.statistics.indicators import standard_method
from kreisblick.statistics.indices import IndexDefinition, check_index
from kreisblick.statistics.indices.check import (
    compare_index,
    cronbach,
    effective_weights,
    leave_one_out,
)
from kreisblick.statistics.indices.draw import Counts, draw_values
from kreisblick.statistics.indices.normalise import rank
from kreisblick.statistics.indices.score import fit, score
from kreisblick.statistics.indices.sensitivity import ASSUMPTIONS, rank_shift, sensitivity
from kreisblick.statistics.indices.stability import stability, varied
from kreisblick.statistics.indices.vary import standard_variation

METHOD = standard_method()
AREAS = 90  # as Lindenau's district


@pytest.fixture(scope="module")
def social() -> IndexDefinition:
    return read_definition(shipped("catalogue", "indices", "social_index.yaml"), IndexDefinition)


def truth(random: np.random.Generator, areas: int = AREAS):
    """True shares of three groups and the people in them, as in a district of small areas."""
    people = np.exp(random.normal(8.4, 0.5, areas)).round()
    denominators = np.column_stack([people * 0.75, people * 0.14, people * 0.2]).round()
    common = random.normal(size=(areas, 1))
    logits = np.log([0.08, 0.12, 0.04]) + 0.45 * common + 0.2 * random.normal(size=(areas, 3))
    shares = np.exp(logits) / (1 + np.exp(logits))
    return shares, denominators


def test_of_classes_said_to_be_sure_as_many_are_true(social):
    """The truth is the class of the true shares; areas are gathered by how sure they were said
    to be. Forty districts, 3,600 areas."""
    said, right = [], []
    method = METHOD.model_copy(update={"draws": 1000})
    for seed in range(40):
        random = np.random.default_rng(seed)
        shares, people = truth(random)
        cases = random.binomial(people.astype(int), shares).astype(float)
        values = 100 * cases / people
        fitted = fit(values, social.status)
        published = score(values, social.status).place
        counts = Counts(above=cases, below=people)
        variety = varied(values, counts, social.status, fitted, method)
        drawn = score(variety.values, social.status, fitted)
        said.append((drawn.place == published).mean(axis=0))
        right.append(published == score(100 * shares, social.status).place)
    sure, true = np.concatenate(said), np.concatenate(right)

    for low, high in ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.001)):
        inside = (sure >= low) & (sure < high)
        assert inside.sum() > 60
        error = 2.5 * np.sqrt(0.25 / inside.sum()) / 2 + 0.02
        assert low - error <= true[inside].mean() <= high + error, (low, true[inside].mean())
    assert sure.mean() == pytest.approx(true.mean(), abs=0.02)


def test_draws_of_few_people_lie_nearer_to_the_others(social):
    random = np.random.default_rng(2)
    shares, people = truth(random)
    people[0] = 30
    cases = random.binomial(people.astype(int), shares).astype(float)
    cases[0] = 15  # half of thirty, far above all others
    values = 100 * cases / people

    drawn = draw_values(values, Counts(above=cases, below=people), draws=2000, seed=1)

    assert drawn[:, 0].mean(axis=0).max() < 40
    large = people[:, 0].argmax()
    assert drawn[:, large].mean(axis=0)[0] == pytest.approx(values[large, 0], abs=0.1)
    assert ((drawn >= 0) & (drawn <= 100)).all()


def test_rates_that_are_no_shares_are_drawn_too():
    cases, people = np.full((20, 1), 150.0), np.full((20, 1), 100.0)
    cases[:10] = 50.0

    drawn = draw_values(10 * cases / people, Counts(above=cases, below=people), draws=4000, seed=1)

    assert drawn[:, 0].mean() == pytest.approx(5, rel=0.05)
    assert drawn[:, 0].std() == pytest.approx(np.sqrt(50) / 10, rel=0.1)


def test_changes_are_drawn_around_themselves_and_shrunk():
    random = np.random.default_rng(4)
    old = random.binomial(400, 0.1, (60, 1)).astype(float)
    new = random.binomial(400, 0.1, (60, 1)).astype(float)
    people = np.full((60, 1), 400.0)
    counts = Counts(above=new, below=people, old_above=old, old_below=people)
    change = 100 * (new - old) / people

    drawn = draw_values(change, counts, draws=1000, seed=1)

    # nothing has changed but by chance: the draws know it
    assert drawn.mean(axis=0).std() < 0.3 * change.std()


def district(seed: int = 6):
    random = np.random.default_rng(seed)
    shares, people = truth(random, 150)
    cases = random.binomial(people.astype(int), shares).astype(float)
    return 100 * cases / people, Counts(above=cases, below=people)


@pytest.fixture(scope="module")
def variety(social):
    values, counts = district()
    return values, counts, varied(values, counts, social.status, fit(values, social.status), METHOD)


def test_first_and_total_effects_are_those_of_salib(social, variety):
    values, _counts, made = variety
    index = score(values, social.status).index
    variation = standard_variation()

    ours = sensitivity(made, index, variation, seed=1)

    problem = {"num_vars": 4, "names": list(ASSUMPTIONS), "bounds": [[0, 1]] * 4}
    points = salib_sample.sample(problem, variation.sobol_points, calc_second_order=False, seed=2)
    outcome = rank_shift(made, index, points.T)
    theirs = salib_analyze.analyze(problem, outcome, calc_second_order=False, seed=3)
    assert ours is not None
    assert ours.first == pytest.approx(theirs["S1"], abs=0.08)
    assert ours.total == pytest.approx(theirs["ST"], abs=0.08)
    assert (ours.total_low <= ours.total_high).all()


def test_an_assumption_that_moves_nothing_has_no_effect(social):
    values, _counts = district()
    none = Counts(above=np.full_like(values, np.nan), below=np.full_like(values, np.nan))
    made = varied(values, none, social.status, fit(values, social.status), METHOD)

    found = sensitivity(made, score(values, social.status).index, standard_variation(), seed=1)

    assert found is not None
    assert found.total[0] == pytest.approx(0, abs=1e-12)
    assert found.total[1] > 0.1


def test_the_range_of_ranks_holds_the_rank_mostly_and_is_wider_than_chance(social, variety):
    values, counts, made = variety
    place = score(values, social.status)

    sure = stability(made, counts, place.place, social.status, METHOD)

    ranks = rank(place.index)
    assert ((sure.rank_low <= ranks) & (ranks <= sure.rank_high)).mean() > 0.9
    only = rank(score(made.values, social.status, made.fitted).index)
    low, high = np.quantile(only, [0.05, 0.95], axis=0)
    assert (sure.rank_high - sure.rank_low).mean() > (high - low).mean()


def test_where_the_draws_do_not_part_the_areas_any_of_their_places_may_be_theirs(social, variety):
    values, counts, made = variety
    alike = replace(made, values=np.broadcast_to(values[:1], made.values.shape).copy())
    place = score(values, social.status).place

    sure = stability(alike, counts, place, social.status, METHOD)

    assert set(sure.rank_low) == {1}
    assert set(sure.rank_high) == {len(values)}


def test_one_run_of_the_variety_is_the_index_made_by_hand(social, variety):
    _values, _counts, made = variety
    numbers = [np.array([k]) for k in (17, 23, 2, 1)]  # draw, weights, min-max, geometric

    found = made.index(*numbers)[0]

    drawn = made.values[17]
    scaled = (drawn - drawn.min(axis=0)) / (drawn.max(axis=0) - drawn.min(axis=0))
    weights = made.weights[""][23] / made.weights[""][23].sum()
    whole = np.exp((np.log(1 + 99 * scaled) * weights).sum(axis=1))
    assert found == pytest.approx((whole - whole.mean()) / whole.std())


def test_leaving_out_is_the_index_without_it(social):
    values, _counts = district()
    scores = score(values, social.status)

    found = leave_one_out(values, social.status, scores)

    z = (values - values.mean(axis=0)) / values.std(axis=0)
    for out in range(3):
        less = np.delete(z, out, axis=1).sum(axis=1)
        shift = np.abs(rank(less) - rank(scores.index)).mean()
        assert found[out].shift == pytest.approx(shift)


def test_weights_in_effect_say_which_indicator_the_index_follows():
    part = read_definition(
        shipped("catalogue", "indices", "social_index.yaml"), IndexDefinition
    ).status
    random = np.random.default_rng(1)
    same = random.normal(size=200)
    values = np.column_stack([same, same + 0.1 * random.normal(size=200), random.normal(size=200)])

    found = effective_weights(score(values, part))

    assert found.sum() == pytest.approx(1)
    assert found[0] > 2 * found[2]


def test_cronbach_is_its_textbook_formula(social):
    values, _counts = district()
    scores = score(values, social.status)

    together = np.corrcoef(values, rowvar=False)
    mean = (together.sum() - 3) / 6
    assert cronbach(scores) == pytest.approx(3 * mean / (1 + 2 * mean))


def test_two_indices_are_compared_by_rank_and_by_class(social):
    values, _counts = district()
    first = score(values, social.status)
    other = social.status.model_copy(update={"indicators": social.status.indicators[:2]})
    second = score(values[:, :2], other)

    found = compare_index(first, second, (4, 4))

    assert found.crosstab.sum() == 150
    assert found.crosstab[0, 0] == ((first.place == 0) & (second.place == 0)).sum()
    assert 0.7 < found.spearman < 1
    assert compare_index(first, first, (4, 4)).spearman == pytest.approx(1)


def test_the_report_on_an_index_has_every_check_once(social):
    values, counts = district()
    names = [one.indicator for one in social.status.indicators]
    day = date(2024, 12, 31)
    rows = [
        (name, day, f"{a:03d}", values[a, i], counts.above[a, i], counts.below[a, i])
        for i, name in enumerate(names)
        for a in range(150)
    ] + [("residents_total", day, f"{a:03d}", 2000.0, 2000.0, None) for a in range(150)]
    columns = ["indicator", "reference_date", "area", "value", "numerator", "denominator"]
    frame = pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        generation=pl.lit("2023"), level=pl.lit("planning_area"),
        observation=pl.lit("counted"), confidentiality=pl.lit("free"),
    )  # fmt: skip

    found = check_index(frame, social, key="social_index")

    sizes = dict(found.group_by("check").len().rows())
    assert sizes == {
        "cronbach": 1, "rank_shift": 1, "effective_weight": 3, "shift_without": 3,
        "same_class_without": 3, "sobol_first": 4, "sobol_total": 4, "sobol_total_low": 4,
        "sobol_total_high": 4, "class_share": 150,
    }  # fmt: skip
    assert not found.select("index", "reference_date", "check", "item").is_duplicated().any()
