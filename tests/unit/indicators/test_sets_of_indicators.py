"""Sets by file, and what becomes of a series when a definition gets a new version."""

from datetime import date

import pytest
from pydantic import ValidationError
from tests.unit.indicators.test_compared import BEFORE, DAY, found, indicator

from kreisblick.statistics.concepts import Asked, Catalogue, Feed, compare
from kreisblick.statistics.concepts.model import BridgeDefinition, ConceptDefinition, Group
from kreisblick.statistics.indicators import (
    IndicatorSet,
    check_sets,
    in_their_sets,
    members,
)

TITLE, PURPOSE = {"de": "Set"}, {"de": "Es zeigt etwas."}


def a_set(**more: object) -> IndicatorSet:
    return IndicatorSet.model_validate({"title": TITLE, "purpose": PURPOSE, **more})


def three() -> dict:
    return {
        key: indicator().model_copy(update={"order": order, "sets": sets})
        for key, order, sets in (("b", 1, ("core",)), ("a", 2, ("core", "own")), ("c", 3, ("own",)))
    }


def test_without_a_list_everything_that_names_a_set_belongs_to_it_in_the_reports_order():
    assert members("core", a_set(), three()) == ("b", "a")
    assert members("own", None, three()) == ("a", "c")


def test_a_list_decides_alone_whatever_the_indicators_say():
    sets = {"core": a_set(indicators=["c", "b"]), "own": a_set()}

    resolved = in_their_sets(three(), sets)

    assert {key: one.sets for key, one in resolved.items()} == {
        "b": ("core",), "a": ("own",), "c": ("own", "core"),
    }  # fmt: skip
    assert members("core", sets["core"], resolved) == ("b", "c")


def test_what_is_wrong_with_a_set_is_told():
    sets = {"core": a_set(indicators=["gone"]), "empty": a_set()}

    told = check_sets(sets, three(), chosen=["core", "empty"])

    assert [(fault.code, fault.hard) for fault in told] == [
        ("unknown_member", True), ("not_agreed", False),
        ("empty_set", False), ("not_agreed", False),
    ]  # fmt: skip
    assert "gone" in told[0].message


def test_an_agreement_runs_out_on_its_day():
    agreed = {"by": "Steuerungsgruppe", "on": date(2025, 3, 18), "until": date(2026, 12, 31)}
    sets = {"core": a_set(agreed=agreed)}

    def codes(day: date) -> list[str]:
        return [f.code for f in check_sets(sets, three(), chosen=["core"], as_of=day)]

    assert codes(date(2026, 12, 31)) == []
    assert codes(date(2027, 1, 1)) == ["agreement_over"]
    with pytest.raises(ValidationError):
        a_set(agreed={"by": "", "on": date(2025, 3, 18)})


def series(bridge: dict[str, BridgeDefinition]) -> dict[date, dict]:
    """The share in Aue when concept ``x`` got version 2 between two dates."""
    concept = ConceptDefinition.model_validate(
        {
            "title": TITLE, "version": 2, "counted": TITLE, "not_counted": TITLE, "source": "x",
            "earlier": [{"version": 1, "until": "2023-01-01", "differs": {"de": "früher enger"}}],
        }
    )  # fmt: skip
    known = Catalogue(
        groups={"g": Group.model_validate({"title": TITLE})},
        concepts={"x": concept}, group_of={"x": "g"}, bridges=bridge,
    )  # fmt: skip
    feeds = [
        Feed(cube=cube, reference_date=day, counted_on=day, source=f"s/{cube}",
             municipalities=frozenset({"Aue", "Berg"}))
        for cube in ("n", "m") for day in (BEFORE, DAY)
    ]  # fmt: skip
    asked = {
        "share": Asked(numerator=("x/2",), denominator=(), numerator_cube="n", denominator_cube="m")
    }
    rows = [row[1:] for row in compare(asked, feeds, known).table.rows()]
    return {day: found("Aue", *rows, day=day) for day in (BEFORE, DAY)}


def test_a_new_version_keeps_the_old_series_where_a_break_was_agreed():
    agreed = BridgeDefinition.model_validate(
        {"from": "x/1", "to": "x/2", "kind": "break", "reason": {"de": "früher enger"},
         "agreed_by": "Gremium", "since": "2023-03-01"}
    )  # fmt: skip

    both = series({"x": agreed})

    assert both[BEFORE]["value"] == both[DAY]["value"] == pytest.approx(10.0)
    assert both[DAY]["change"] is None  # two versions are never subtracted


def test_without_a_bridge_the_old_dates_are_not_comparable_instead_of_wrong():
    both = series({})

    assert both[DAY]["value"] == pytest.approx(10.0)
    assert both[BEFORE]["value"] is None
    assert both[BEFORE]["observation"] == "not_comparable"
