"""What rule files may ask, and what they may never tell."""

from datetime import date

import polars as pl
import pytest
from pydantic import ValidationError

from kreisblick.protection.disclosure.report import public_report
from kreisblick.protection.rules import (
    Agreed,
    Dominance,
    FurtherAttributes,
    PublishedAs,
    RuleSet,
    Terms,
    rules_in_words,
)

SENTINEL = 73.25  # a parameter that occurs nowhere else


def rules(**more) -> RuleSet:
    content = {
        "title": {"de": "Regel"},
        "agreed_with": Agreed(office="Statistikstelle", date=date(2024, 3, 1)),
        "reason": {"de": "Beispiel"},
        "minimum_count": 5,
    }
    return RuleSet(**(content | more))


@pytest.mark.parametrize("name", ["minimum_count", "minimum_households", "minimum_contributors"])
def test_nothing_below_the_floor_of_three_is_accepted(name: str) -> None:
    assert rules(**{name: 3})
    with pytest.raises(ValidationError, match="greater than or equal to 3"):
        rules(**{name: 2})


@pytest.mark.parametrize(
    ("attributes", "minimum"), [(0, 5), (1, 5), (2, 7), (3, 9), (4, 11), (6, 15), (9, 15)]
)
def test_every_further_attribute_raises_the_minimum_up_to_its_end(
    attributes: int, minimum: int
) -> None:
    rule = rules(further_attribute=FurtherAttributes(adds=2, up_to=15))

    assert rule.minimum(attributes=attributes) == minimum


def test_households_and_providers_have_their_own_minimum() -> None:
    rule = rules(minimum_households=4, minimum_contributors=3)

    assert [rule.minimum(unit=u) for u in ("persons", "households", "providers")] == [5, 4, 3]
    assert rules().minimum(unit="households") == 5


def test_a_minimum_that_would_shrink_is_refused() -> None:
    with pytest.raises(ValidationError, match="up_to lies below"):
        rules(further_attribute=FurtherAttributes(adds=1, up_to=4))


@pytest.mark.parametrize(
    ("as_", "value", "true_ones"),
    [
        ({"how": "exact"}, 20, (20, 20)),
        ({"how": "suppressed"}, 20, (20, 20)),
        ({"how": "rounded", "base": 10}, 20, (15, 25)),
        ({"how": "rounded", "base": 5}, 10, (8, 12)),
        ({"how": "rounded", "base": 5}, 0, (0, 2)),
        ({"how": "perturbed", "deviation": 3}, 2, (0, 5)),
    ],
)
def test_a_published_figure_stands_for_all_counts_it_may_come_from(
    as_: dict, value: int, true_ones: tuple[int, int]
) -> None:
    found = PublishedAs(**as_)

    assert found.range(value) == true_ones
    if found.base:  # slow and obvious: every count that is rounded to it, halves either way
        near = [n for n in range(100) if abs(n - value) <= found.base / 2]
        assert (near[0], near[-1]) == true_ones


def test_a_publishers_way_needs_its_number_and_a_publisher() -> None:
    for wrong in ({"how": "rounded"}, {"how": "perturbed"}, {"how": "exact", "base": 5}):
        with pytest.raises(ValidationError):
            PublishedAs(**wrong)
    with pytest.raises(ValidationError, match="whose source is publisher"):
        rules(published_as=PublishedAs(how="exact"))


@pytest.mark.parametrize(
    "dominance",
    [{"p_percent": SENTINEL}, {"largest": 1, "share_percent": SENTINEL}],
)
def test_no_parameter_of_dominance_is_ever_said(dominance: dict) -> None:
    rule = rules(dominance=Dominance(**dominance))

    cells = pl.DataFrame(schema=dict.fromkeys(["level", "confidentiality", "value"], pl.String))

    said = [repr(rule), str(rule), repr(rule.dominance), str(rules_in_words(rule))]
    said.append(str(public_report({"c": cells}, {"c": rule})))

    assert [text for text in said if "73" in text] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"dominance": {"p_percent": SENTINEL, "share_percent": 80}},
        {"dominance": {"p_percent": SENTINEL}, "nonsense": 1},
        {"dominance": {"p_percent": 100 + SENTINEL}},
        {"dominance": {"p_percent": SENTINEL}, "minimum_count": 1},
    ],
)
def test_no_error_tells_a_parameter_of_dominance(wrong: dict) -> None:
    with pytest.raises(ValidationError) as caught:
        rules(**wrong)

    assert "73" not in str(caught.value)


@pytest.mark.parametrize("said", ["p % mit 73,25 %", "73.25 Prozent"])
def test_no_title_or_reason_tells_a_parameter(said: str) -> None:
    with pytest.raises(ValidationError, match="Bitte herausnehmen"):
        rules(dominance=Dominance(p_percent=SENTINEL), title={"de": said})
    assert rules(dominance=Dominance(p_percent=5), title={"de": "Mindestzahl 5"})


def test_own_rules_that_ask_nothing_are_refused() -> None:
    with pytest.raises(ValidationError, match="own rules need"):
        Terms()
