"""Types: silhouettes by their definition, planted types found again, and none where none are."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_samples

from kreisblick.statistics.typology.choose import chosen, tried
from kreisblick.statistics.typology.divide import agreement, by_size, divisions, scatter
from kreisblick.statistics.typology.model import TypesDefinition
from kreisblick.statistics.typology.silhouettes import silhouettes


def definition(**changed):
    given = {
        "least": 2, "most": 6, "draws": 20, "references": 10, "substantial": 0.25, "stable": 0.6,
        "seed": 1, **changed,
    }  # fmt: skip
    return TypesDefinition(**given)


def planted(seed=3, apart=9.0):
    random = np.random.default_rng(seed)
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 1]]) * apart
    sizes = (30, 20, 12)
    x = np.vstack([random.normal(c, 1, (k, 3)) for c, k in zip(corners, sizes, strict=True)])
    return x, np.repeat([0, 1, 2], sizes)


def by_definition(x, label):
    """Rousseeuw 1987, word for word."""
    found = []
    for i in range(len(x)):
        own = [j for j in range(len(x)) if label[j] == label[i] and j != i]
        if not own:
            found.append(0.0)
            continue
        a = np.mean([np.linalg.norm(x[i] - x[j]) for j in own])
        b = min(
            np.mean([np.linalg.norm(x[i] - x[j]) for j in range(len(x)) if label[j] == other])
            for other in set(label) - {label[i]}
        )
        found.append((b - a) / max(a, b))
    return np.array(found)


def test_silhouettes_are_those_of_the_definition_and_of_scikit_learn():
    random = np.random.default_rng(8)
    x = random.normal(size=(60, 4))
    labels = [random.integers(0, k, 60) for k in (2, 3, 7)]
    labels[1][:] = 0
    labels[1][0], labels[1][1:9] = 2, 1  # a type of one area

    found = silhouettes(x, labels)

    for label, mine in zip(labels, found, strict=True):
        assert mine == pytest.approx(by_definition(x, label), abs=1e-7)
        assert mine == pytest.approx(silhouette_samples(x, label), abs=1e-7)
    assert found[1][0] == 0.0


def test_areas_that_are_the_same_have_no_silhouette():
    assert silhouettes(np.zeros((4, 2)), [np.array([0, 0, 1, 1])])[0].tolist() == [0.0] * 4


@pytest.mark.parametrize("method", ["kmeans", "ward"])
@pytest.mark.parametrize("rule", ["silhouette", "gap"])
def test_planted_types_are_found_again_by_number_and_by_member(method, rule):
    x, truth = planted()

    best = chosen(tried(x, method, definition()), definition(choose=rule))

    assert best.number == 3
    assert best.label.tolist() == truth.tolist()
    assert best.fit > 0.5
    assert best.stability > 0.95


def test_in_one_cloud_the_types_are_blurred_or_unstable_and_the_gap_says_two_at_most():
    x = np.random.default_rng(4).normal(size=(90, 6))

    trials = tried(x, "kmeans", definition())

    assert max(one.fit for one in trials) < 0.25
    assert max(one.stability for one in trials) < 0.6
    assert chosen(trials, definition(choose="gap")).number == 2


def test_kmeans_is_as_good_as_scikit_learn():
    """In clouds without types, where every start ends elsewhere."""
    ratios = []
    for number in (3, 4, 5, 6, 7, 8):
        x = np.random.default_rng(number).normal(size=(120, 5))
        mine = divisions(x, "kmeans", [number], starts=100, seed=1)[0]
        ratios.append(scatter(x, mine) / KMeans(number, n_init=20, random_state=1).fit(x).inertia_)

    assert np.mean(ratios) <= 1.005
    assert max(ratios) <= 1.02


def test_types_are_named_from_the_largest():
    x = np.array([[0.0], [9.0], [9.1], [5.0], [9.2], [5.1]])

    assert by_size(x, np.array([2, 0, 0, 1, 0, 1])).tolist() == [2, 0, 0, 1, 0, 1]
    assert by_size(x, np.array([0, 2, 2, 1, 2, 1])).tolist() == [2, 0, 0, 1, 0, 1]


def test_a_number_that_leaves_a_tiny_type_is_not_taken():
    x, _truth = planted()
    lonely = np.vstack([x, [[60.0, 60.0, 60.0]]])

    best = chosen(tried(lonely, "ward", definition()), definition(smallest=5))

    assert best.smallest >= 5 or all(t.smallest < 5 for t in tried(lonely, "ward", definition()))


def test_a_fixed_number_is_kept_and_too_few_areas_make_no_types():
    x, _truth = planted()

    assert chosen(tried(x, "ward", definition()), definition(choose=5)).number == 5
    assert tried(x[:2], "ward", definition()) == []
    assert chosen([], definition()) is None


def test_agreement_is_one_for_clear_types_and_low_where_there_are_none():
    x, truth = planted(apart=20.0)
    cloud = np.random.default_rng(1).normal(size=(60, 8))

    assert agreement(x, truth, "ward", draws=20, seed=1) == pytest.approx(1.0)
    label = divisions(cloud, "ward", [6], starts=1, seed=1)[0]
    assert agreement(cloud, label, "ward", draws=20, seed=1) < 0.5
