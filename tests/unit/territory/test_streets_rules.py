"""The words and numbers by which lists of streets are read."""

from collections import Counter

from kreisblick.territory.streets import shipped_street_rules
from kreisblick.territory.streets.rules import squeeze


def test_no_heading_means_two_things():
    headings = shipped_street_rules().headings

    meanings = Counter(key for some in headings.values() for key in {squeeze(h) for h in some})

    assert [heading for heading, count in meanings.items() if count > 1] == []


def test_every_column_is_known_by_its_own_name():
    headings = shipped_street_rules().headings

    assert [name for name, some in headings.items() if squeeze(some[0]) != squeeze(name)] == []


def test_no_word_for_a_side_means_two_sides():
    sides = shipped_street_rules().parities

    words = Counter(key for some in sides.values() for key in {squeeze(w) for w in some})

    assert [word for word, count in words.items() if count > 1] == []


def test_the_raster_holds_what_it_needs():
    rules = shipped_street_rules().raster
    ends = {f"{side}_{end}" for side in ("odd", "even") for end in ("low", "high")}

    assert {"street", "postcode", "area", *ends} <= set(rules.columns)
    assert {"area", "inhabitants"} <= set(rules.area_columns)
    assert (rules.odd_end % 2, rules.even_end % 2) == (1, 0)
