"""Each step of an index against its formula or a slow second computation."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from kreisblick.statistics.indices.aggregate import aggregate
from kreisblick.statistics.indices.choices import Aggregation, Normalisation, Outliers
from kreisblick.statistics.indices.classify import classify, classify_by_size
from kreisblick.statistics.indices.errors import NotPositiveError
from kreisblick.statistics.indices.normalise import exponential, normalise
from kreisblick.statistics.indices.part import IndexPart
from kreisblick.statistics.indices.shrink import shrink
from kreisblick.statistics.indices.transform import decide, transform
from kreisblick.statistics.indices.weigh import factor_weights, principal_weights


def by(name: str, **more: object) -> Normalisation:
    return Normalisation.model_validate({"by": name, **more})


# published check values of the English indices: share of areas from the lightest to the score
CHECKS = {1.0: 100.0, 0.95: 63.8476, 0.9: 50.4267, 0.8: 35.8568, 0.5: 15.6468, 0.1: 2.3903}


@pytest.mark.parametrize(("share", "score"), CHECKS.items())
def test_the_exponential_transformation_meets_its_check_values(share, score):
    areas = np.arange(1.0, 1001.0)  # the heaviest burden is last

    found = exponential(areas, by("exponential"))

    assert round(float(found[round(share * 1000) - 1]), 4) == score


def test_the_exponential_transformation_is_its_formula_to_a_billionth(draw):
    areas = draw.permutation(32_844).astype(float)
    rank_from_heaviest = 32_844 - areas

    found = exponential(areas, by("exponential"))

    for i in range(0, 32_844, 97):
        r = (32_844 - rank_from_heaviest[i] + 1) / 32_844
        formula = -23 * math.log(1 - r * (1 - math.exp(-100 / 23)))
        assert found[i] == pytest.approx(formula, rel=1e-9)


def test_below_100_the_heaviest_burden_does_not_reach_the_end():
    found = exponential(np.array([1.0, 2.0, 3.0, 4.0]), by("exponential", top="below_100"))

    formula = [-23 * math.log(1 - r * (1 - math.exp(-100 / 23))) for r in (0, 0.25, 0.5, 0.75)]
    assert found.tolist() == pytest.approx(formula)


def test_a_tenth_by_share_is_rank_times_ten_over_all_rounded_up(draw):
    names = [{"name": {"de": str(10 - i)}, "share": (i + 1) / 10} for i in range(9)]
    part = IndexPart.model_validate(
        {
            "indicators": [{"indicator": "x", "direction": "higher_is_worse", "normalise": "none"}],
            "classes": [*names, {"name": {"de": "1"}}],
        }
    )
    for count in (10, 30, 33, 97, 1000):
        index = draw.permutation(count).astype(float)
        rank = count - index  # 1 is the heaviest

        tenth = 10 - classify(index, part)

        assert tenth.tolist() == [math.ceil(10 * r / count - 1e-9) for r in rank]


@pytest.mark.parametrize(("kind", "at"), [("here", [0, 0, 1, 1]), ("next", [0, 1, 1, 1])])
def test_a_value_on_a_quantile_goes_where_the_file_says(kind, at):
    part = IndexPart.model_validate(
        {
            "indicators": [{"indicator": "x", "direction": "higher_is_worse", "normalise": "none"}],
            "classes": [{"name": {"de": "a"}, "quantile": 1 / 3}, {"name": {"de": "b"}}],
            "on_quantile": kind,
        }
    )

    assert classify(np.array([0.0, 1.0, 2.0, 3.0]), part).tolist() == at


def test_classes_by_size_keep_the_published_sizes_in_every_draw(draw):
    published = np.array([0, 0, 0, 1, 1, 2])
    drawn = draw.normal(size=(50, 6))

    found = classify_by_size(drawn, published, 3)

    for row, index in zip(found, drawn, strict=True):
        assert np.bincount(row).tolist() == [3, 2, 1]
        assert row[np.argmax(index)] == 2
        assert row[np.argmin(index)] == 0


def test_z_scores_of_a_sample_divide_by_one_less():
    values = np.array([1.0, 2.0, 4.0])

    found = normalise(values, by("z_score", over="sample"))

    assert found.tolist() == pytest.approx(((values - 7 / 3) / np.std(values, ddof=1)).tolist())


def test_min_max_ends_at_its_range_and_given_ends_are_turned_with_the_values():
    assert normalise(np.array([2.0, 3.0, 6.0]), by("min_max", to=(1, 100))).tolist() == [
        1,
        25.75,
        100,
    ]
    # employment of 60 and 80 percent are the ends; 80 is no burden
    turned = normalise(-np.array([80.0, 70.0, 60.0]), by("min_max", low=60, high=80), sign=-1.0)
    assert turned.tolist() == [0, 0.5, 1]


def test_a_normal_score_is_the_quantile_of_the_place():
    found = normalise(np.array([5.0, 7.0, 7.0, 9.0]), by("normal_score"))

    assert found.tolist() == pytest.approx(norm.ppf(np.array([1, 2.5, 2.5, 4]) / 5).tolist())


def test_a_gap_stands_in_the_middle_and_does_not_move_the_others():
    values = np.array([1.0, np.nan, 3.0])

    assert normalise(values, by("z_score")).tolist() == [-1, 0, 1]


def test_a_scale_of_another_date_stands_still():
    first, later = np.array([1.0, 2.0, 3.0]), np.array([11.0, 12.0, 13.0])

    assert normalise(later, by("z_score", fit="first_date"), sample=first).min() > 10


def test_logarithms_of_nothing_are_gaps():
    assert np.isnan(transform(np.array([0.0, 1.0]), "log")).tolist() == [True, False]
    assert transform(np.array([0.0]), "log_plus_1").tolist() == [0.0]


def test_an_outlier_takes_the_value_of_its_neighbour_and_no_more_than_needed():
    values = np.array([*np.linspace(1, 10, 30), 12, 100])

    treated = decide(values, Outliers(by="winsorise"))

    assert treated.points == 1
    assert treated(values).max() == 12


def test_what_winsorising_does_not_tame_gets_a_logarithm(draw):
    values = np.exp(draw.normal(0, 3, 400))

    treated = decide(values, Outliers(by="winsorise"))

    low, high = values.min(), values.max()
    assert treated(values) == pytest.approx(np.log(values - low + 0.01 * (high - low)))


def test_a_tail_on_the_low_side_is_mirrored(draw):
    values = -np.exp(draw.normal(0, 3, 400))

    treated = decide(values, Outliers(by="winsorise"))(values)

    assert (np.argsort(treated) == np.argsort(values)).all()


def test_values_that_pass_are_left_alone_also_in_draws_beyond_them():
    treated = decide(np.linspace(0, 1, 50), Outliers(by="winsorise"))

    assert treated(np.array([-5.0, 7.0])).tolist() == [-5, 7]


def test_clipping_ends_at_the_quantiles():
    treated = decide(np.arange(101.0), Outliers(by="clip", low=0.05, high=0.9))

    assert treated(np.array([0.0, 50.0, 100.0])).tolist() == [5, 50, 90]


ENTRIES = np.array([[1.0, 4.0], [9.0, 9.0], [2.0, 8.0]])
HALF = np.array([1.0, 3.0])


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"by": "sum"}, [13, 36, 26]),
        ({"by": "arithmetic"}, [3.25, 9, 6.5]),
        ({"by": "geometric"}, [4**0.75, 9, (2 * 8**3) ** 0.25]),
        ({"by": "generalised", "power": 2}, [(0.25 + 12) ** 0.5, 9, 7]),
        ({"by": "generalised", "power": -1}, [1 / (0.25 + 0.75 / 4), 9, 1 / (0.125 + 0.75 / 8)]),
        # mean 3.25, variance .25 * 2.25² + .75 * .75² = 1.6875
        ({"by": "ampi"}, [3.25 + 1.6875 / 3.25, 9, 6.5 + 6.75 / 6.5]),
        ({"by": "ampi", "penalty": "subtract"}, [3.25 - 1.6875 / 3.25, 9, 6.5 - 6.75 / 6.5]),
    ],
)
def test_means_are_their_formulas(how, expected):
    found = aggregate(ENTRIES, HALF, Aggregation.model_validate(how))

    assert found.tolist() == pytest.approx(expected)


def test_a_mean_that_needs_entries_above_zero_refuses_others():
    with pytest.raises(NotPositiveError):
        aggregate(ENTRIES - 5, HALF, Aggregation(by="geometric"))


def test_shrinking_is_the_slow_formula():
    cases = np.array([3.0, 0.0, 20.0, 7.0, 1.0, 50.0])
    people = np.array([30.0, 12.0, 400.0, 55.0, 9.0, 120.0])
    group = np.array([0, 0, 0, 1, 1, 1])

    found = shrink(cases, people, group)

    for one in (0, 1):
        at = np.flatnonzero(group == one)
        whole_r, whole_n = sum(cases[at]), sum(people[at])
        larger = math.log((whole_r + 0.5) / (whole_n - whole_r + 0.5))
        logits = [math.log((cases[j] + 0.5) / (people[j] - cases[j] + 0.5)) for j in at]
        spread = sum((m - larger) ** 2 for m in logits) / (len(at) - 1)
        for j, m in zip(at, logits, strict=True):
            r, n = cases[j], people[j]
            noise = (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))
            own = (1 / noise) / (1 / noise + 1 / spread)
            pulled = own * m + (1 - own) * larger
            assert found[j] == pytest.approx(math.exp(pulled) / (1 + math.exp(pulled)), rel=1e-12)


def test_few_people_are_pulled_farther_than_many():
    found = shrink(np.array([5.0, 50.0, 20.0]), np.array([10.0, 100.0, 400.0]), np.zeros(3, int))

    assert abs(found[0] - 0.5) > abs(found[1] - 0.5) > 0


def test_weights_of_a_factor_are_found_again(draw):
    loadings = np.array([0.9, 0.7, 0.5, 0.3])
    factor = draw.normal(size=200_000)
    noise = draw.normal(size=(200_000, 4)) * np.sqrt(1 - loadings**2)
    expected = loadings / (1 - loadings**2)

    found = factor_weights(factor[:, None] * loadings + noise)

    assert found == pytest.approx(expected / expected.sum(), abs=0.01)


def test_weights_of_a_factor_are_those_of_statsmodels(draw):
    statsmodels = pytest.importorskip("statsmodels.multivariate.factor")
    factor = draw.normal(size=500)
    values = factor[:, None] * [1.0, 0.8, 0.6, 0.9, 0.4] + draw.normal(size=(500, 5))

    peer = statsmodels.Factor(values, n_factor=1, method="ml").fit()

    scores = peer.loadings[:, 0] / peer.uniqueness
    assert factor_weights(values) == pytest.approx(scores / scores.sum(), abs=2e-4)


def test_weights_of_a_principal_component_are_those_of_a_singular_value_decomposition(draw):
    values = draw.normal(size=(60, 3)) @ np.array([[1, 0.5, 0.2], [0, 1, 0.3], [0, 0, 1]])
    standard = (values - values.mean(axis=0)) / values.std(axis=0)

    loadings = np.linalg.svd(standard)[2][0]

    assert np.abs(principal_weights(values)) == pytest.approx(
        np.abs(loadings) / np.abs(loadings).sum()
    )


def test_a_heavy_tail_on_both_sides_is_no_outlier():
    values = np.concatenate([np.linspace(-1, 1, 200), [-30.0, 30.0]])

    assert decide(values, Outliers(by="winsorise")).points == 0
