"""Areas that hardly differ: classes and ranks against a known truth, and what is not named."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.statistics.estimation import variance_between
from kreisblick.statistics.findings import FindingsRequest, shipped_rules
from kreisblick.statistics.findings.find import _heaviest
from kreisblick.statistics.indicators import standard_method
from kreisblick.statistics.indices import IndexDefinition, compute_index
from kreisblick.statistics.indices.draw import Counts, draw_values
from kreisblick.statistics.indices.normalise import rank
from kreisblick.statistics.indices.score import fit, score
from kreisblick.statistics.indices.stability import stability, varied
from kreisblick.statistics.indices.vary import standard_variation

METHOD = standard_method()
OLD, NEW = date(2022, 12, 31), date(2024, 12, 31)
NOTHING = 1e-6  # true differences over noise: they exist, but nobody can see them
DISTRICTS = {8: 60, 90: 16, 542: 2}
ALIKE = (
    "Die Gebiete unterscheiden sich hier nicht mehr, als es der Zufall erklärt. "
    "Eine Stufe wäre geraten."
)
UNLIKELY = "Zu unsicher für eine Stufe: Andere sind weit wahrscheinlicher."


@pytest.fixture(scope="module")
def social() -> IndexDefinition:
    return read_definition(shipped("catalogue", "indices", "social_index.yaml"), IndexDefinition)


def changed(seed: int, areas: int, ratio: float):
    """Counts at two dates and the true change, whose variance is ``ratio`` times the noise."""
    random = np.random.default_rng(seed)
    people = np.exp(random.normal(7.3, 0.5, (areas, 1))) * [0.75, 0.14, 0.2]
    people = people.round()
    before = np.array([0.08, 0.12, 0.04]) * np.exp(0.3 * random.normal(size=(areas, 3)))
    noise = np.median(2 * before * (1 - before) / people, axis=0)
    common = (random.normal(size=(areas, 1)) + random.normal(size=(areas, 3))) / np.sqrt(2)
    after = np.clip(before + np.sqrt(ratio * noise) * common, 0.001, 0.999)
    old, new = (random.binomial(people.astype(int), p).astype(float) for p in (before, after))
    return Counts(above=new, below=people, old_above=old, old_below=people), after - before


def judged(social, areas: int, ratio: float) -> dict[str, np.ndarray]:
    """Of many districts: what is said of the classes and ranks, and what is true."""
    part, rows = social.dynamics, []
    for seed in range(DISTRICTS[areas]):
        counts, truth = changed(seed, areas, ratio)
        values = 100 * (counts.above / counts.below - counts.old_above / counts.old_below)
        fitted = fit(values, part)
        published = score(values, part, fitted).place
        variety = varied(values, counts, part, fitted, METHOD)
        sure = stability(variety, counts, published, part, METHOD)
        real = score(100 * truth, part)
        ranks = rank(real.index)
        inside = (sure.rank_low <= ranks) & (ranks <= sure.rank_high)
        beyond = np.full(areas, sure.beyond_guessing)
        rows.append((sure.class_probability, published == real.place, inside, beyond))
    names = ("said", "true", "inside", "beyond")
    return dict(zip(names, map(np.concatenate, zip(*rows, strict=True)), strict=True))


@pytest.mark.parametrize("areas", [8, 90, 542])
@pytest.mark.parametrize("ratio", [NOTHING, 0.1, 2.0])
def test_classes_are_as_true_as_they_are_said_to_be(social, areas, ratio):
    found = judged(social, areas, ratio)

    # eight areas cannot tell how much they differ: there the doubt may be off by a tenth
    slack = 0.10 if areas == 8 else 0.06
    assert found["said"].mean() == pytest.approx(found["true"].mean(), abs=slack)
    assert found["said"].min() > (0.02 if ratio < 1 else 0)
    assert found["inside"].mean() >= METHOD.rank_interval - 0.03


@pytest.mark.parametrize("areas", [90, 542])
def test_where_nobody_can_know_guessing_is_told_from_knowing(social, areas):
    limit = standard_variation().beyond_guessing

    assert (judged(social, areas, NOTHING)["beyond"] < limit).mean() > 0.9
    assert (judged(social, areas, 2.0)["beyond"] > 4 * limit).all()


def slow_variance(values: np.ndarray, noise: np.ndarray) -> float:
    """The largest adjusted likelihood on a fine grid, area by area, from the density's matrix."""
    size, best = len(values), (-np.inf, 0.0)
    one = np.ones(size)
    for between in np.exp(np.linspace(np.log(1e-5), np.log(100), 3000)):
        whole = np.diag(between + noise)
        inverse = np.linalg.inv(whole)
        weight = one @ inverse @ one
        project = inverse - np.outer(inverse @ one, one @ inverse) / weight
        likelihood = -(np.linalg.slogdet(whole)[1] + np.log(weight) + values @ project @ values) / 2
        kept = np.arctan(np.trace(np.eye(size) - np.diag(noise) @ inverse))
        best = max(best, (likelihood + np.log(kept) / size, between))
    return best[1]


@pytest.mark.parametrize("true", [0.0, 0.3, 5.0])
def test_the_variance_between_areas_is_the_most_likely_one_and_never_zero(true):
    random = np.random.default_rng(3)
    noise = random.uniform(0.2, 3, 12)
    values = 7 + np.sqrt(true) * random.normal(size=12) + np.sqrt(noise) * random.normal(size=12)

    found = variance_between(values, noise)

    assert found == pytest.approx(slow_variance(values, noise), rel=0.01)
    assert found > 0


def test_the_variance_does_not_depend_on_unit_or_place():
    random = np.random.default_rng(8)
    noise = random.uniform(0.5, 2, 40)
    values = random.normal(size=40) * 1.5

    found = variance_between(values, noise)

    assert variance_between(100 * values + 3, 1e4 * noise) == pytest.approx(1e4 * found, rel=1e-3)


def test_many_areas_show_how_much_they_differ():
    random = np.random.default_rng(9)
    noise = random.uniform(0.5, 2, 2000)
    values = np.sqrt(3.0) * random.normal(size=2000) + np.sqrt(noise) * random.normal(size=2000)

    assert variance_between(values, noise) == pytest.approx(3.0, rel=0.1)


@pytest.mark.parametrize("dates", [1, 2])
def test_equal_figures_are_not_drawn_as_one(dates):
    people = np.full((30, 1), 400.0)
    cases = np.full((30, 1), 40.0)
    old = {} if dates == 1 else {"old_above": cases, "old_below": people}
    values = 100 * cases / people if dates == 1 else np.zeros((30, 1))

    drawn = draw_values(values, Counts(above=cases, below=people, **old), draws=500, seed=1)

    assert (drawn[..., 0].std(axis=1) > 0).all()


def frame(social: IndexDefinition, areas: int, ratio: float, seed: int = 1) -> pl.DataFrame:
    counts, _truth = changed(seed, areas, ratio)
    rows = []
    for place in range(areas):
        area = f"{place:03d}"
        rows += [("residents_total", day, area, 2000.0, None, 2000.0) for day in (OLD, NEW)]
        for i, one in enumerate(social.status.indicators):
            people = counts.below[place, i]
            for day, cases in ((OLD, counts.old_above), (NEW, counts.above)):
                n = cases[place, i]
                rows.append((one.indicator, day, area, n, people, 100 * n / people))
    columns = ["indicator", "reference_date", "area", "numerator", "denominator", "value"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        generation=pl.lit("2023"), level=pl.lit("planning_area"),
        observation=pl.lit("counted"), confidentiality=pl.lit("free"),
    )  # fmt: skip


def dynamics(social: IndexDefinition, ratio: float) -> pl.DataFrame:
    found = compute_index(frame(social, 90, ratio), social, key="social_index")
    return found.filter(part="dynamics", reference_date=NEW)


def test_changes_that_do_not_differ_beyond_chance_get_no_class_and_a_reason(social):
    found = dynamics(social, NOTHING)

    assert found["class"].is_null().all()
    assert set(found["note"]) == {ALIKE}
    # the value stays, and its rank says that it could be nearly any
    assert found["index_value"].is_not_null().all()
    assert (found["rank_high"] - found["rank_low"]).mean() > 0.75 * found.height


def test_changes_that_differ_keep_the_classes_they_had(social):
    found = dynamics(social, 3.0)

    named = found.filter(pl.col("class").is_not_null())
    names = [one.name.de for one in social.dynamics.classes]
    index = named["index_value"]
    expected = [names[0] if x < -1 else names[1] if x <= 1 else names[2] for x in index]
    assert named["class"].to_list() == expected
    assert named.height > 0.9 * found.height
    assert named["note"].is_null().all()


def test_no_class_is_named_that_others_make_unlikely(social):
    limit = standard_variation().class_from
    for ratio in (NOTHING, 0.1, 0.3, 1.0, 3.0):
        found = compute_index(frame(social, 90, ratio), social, key="social_index")
        named = found.filter(pl.col("class").is_not_null())
        assert named["class_probability"].min() >= limit
        without = found.filter(pl.col("class").is_null() & pl.col("index_value").is_not_null())
        assert without["note"].is_not_null().all()


def test_one_class_without_a_name_has_its_own_reason(social):
    found = dynamics(social, 0.3)

    without = found.filter(pl.col("class").is_null())
    assert 0 < without.height < found.height
    assert set(without["note"]) == {UNLIKELY}


def test_where_no_counts_are_known_every_class_is_named(social):
    none = pl.lit(None, pl.Float64)
    rows = frame(social, 90, NOTHING).with_columns(numerator=none, denominator=none)

    found = compute_index(rows, social, key="social_index")

    assert found.filter(part="dynamics", reference_date=NEW)["class"].null_count() == 0


def test_the_second_class_is_not_taken_for_the_heaviest():
    """The heaviest area has no name for its class: nobody else may be put into its place."""
    index = pl.DataFrame(
        {
            "index": "mss", "part": "status", "reference_date": NEW, "area": ["a", "b"],
            "index_value": [2.0, 0.0], "class": [None, "mittel"], "class_probability": [None, 0.99],
        }
    )  # fmt: skip
    request = FindingsRequest(
        definitions={}, areas=pl.DataFrame(), neighbours=pl.DataFrame(), dates=(NEW,),
        rules=shipped_rules(), index_titles={"mss": "Index"},
    )  # fmt: skip

    assert _heaviest(index, request) == {}
