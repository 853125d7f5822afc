"""Decisions: learned by every row that writes a street so, revocable, never in a circle."""

from datetime import date

import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.territory.addresses import assign, make_reference
from kreisblick.territory.addresses.learn import DECISIONS, empty_decisions
from kreisblick.territory.review import (
    add_decisions,
    keep_decisions,
    load_decisions,
    read_decisions,
    replay,
    review_list,
    revoke,
    write_list,
)

DAY = date(2024, 5, 2)
KNOWN = make_reference(
    pl.DataFrame(
        [
            ("Hauptstraße", "1", "11111", "Lindenau", "A"),
            ("Hauptstraße", "2", "11111", "Lindenau", "B"),
            ("Friedensweg", "7", "11111", "Lindenau", "C"),
            ("Am Alten Wehr", "3", "22222", "Birkenfeld", "D"),
        ],
        schema=["street", "number", "postcode", "place", "area"],
        orient="row",
    )
)


def hide(text):
    return f"secret-of-{len(text)}"


def decision(**given):
    plain = dict.fromkeys(DECISIONS, "") | {"decision_id": "1", "decided_on": "2024-05-02"}
    return pl.DataFrame([plain | given], schema=DECISIONS)


def ask(street, number="", postcode="11111", place="", decisions=None, **more):
    row = {"street": [street], "number": [number], "postcode": [postcode], "place": [place]}
    return assign(pl.DataFrame(row), KNOWN, decisions=decisions, **more).row(0, named=True)


def test_a_former_name_is_learned_in_every_way_to_write_it():
    learned = decision(kind="former_name", street="stalinallee", to_street="Friedensweg")

    for spelling, number in (("Stalinallee", "7"), ("STALINALLEE 7", ""), ("Stalin-Allee 7", "")):
        found = ask(spelling, number, decisions=learned)
        assert (found["area"], found["decision"], found["reason"]) == ("C", "match", "learned")
        assert found["score"] == 0.98


def test_a_house_number_is_not_learned_into_being():
    learned = decision(kind="former_name", street="stalinallee", to_street="Friedensweg")

    found = ask("Stalinallee", "99", decisions=learned)

    assert found["address_id"] is None
    assert found["decision"] == "none"


@pytest.mark.parametrize(
    ("scope", "asked", "learned"),
    [
        ({"postcode": "11111"}, {"postcode": "11111"}, True),
        ({"postcode": "99999"}, {"postcode": "11111"}, False),
        ({"place": "lindenau"}, {"place": "Lindenau"}, True),
        ({"place": "birkenfeld"}, {"place": "Lindenau"}, False),
        ({"supplier": "jobcenter"}, {"supplier": "jobcenter"}, True),
        ({"supplier": "jobcenter"}, {"supplier": "school_office"}, False),
        ({"revoked_on": "2024-06-01"}, {}, False),
    ],
)
def test_a_decision_holds_in_its_scope_only(scope, asked, learned):
    made = decision(kind="typo_of", street="stalinallee", to_street="Friedensweg", **scope)

    found = ask("Stalinallee", "7", decisions=made, **asked)

    assert (found["reason"] == "learned") is learned


def test_the_narrower_decision_wins():
    wide = decision(kind="not_in_district", street="stalinallee")
    narrow = decision(
        decision_id="2", kind="same_street", street="stalinallee", postcode="11111",
        to_street="Friedensweg",
    )  # fmt: skip

    assert ask("Stalinallee", "7", decisions=pl.concat([wide, narrow]))["area"] == "C"
    assert ask("Stalinallee", "7", "", decisions=pl.concat([wide, narrow]))["reason"] == (
        "not_in_district"
    )


def test_what_is_not_in_the_district_has_no_place():
    found = ask("Fernweg", "1", decisions=decision(kind="not_in_district", street="fernweg"))

    assert (found["decision"], found["reason"], found["area"]) == ("none", "not_in_district", None)


def test_a_wrong_postcode_is_put_right():
    found = ask(
        "Am alten Wehr", "3", "99999",
        decisions=decision(
            kind="wrong_postcode", street="am alten wehr", postcode="99999", to_postcode="22222"
        ),
    )  # fmt: skip

    assert (found["area"], found["reason"]) == ("D", "learned")


def test_a_forbidden_street_is_never_taken():
    assert ask("Friedenswg", "7")["area"] == "C"

    never = decision(kind="never", street="friedenswg", to_street="Friedensweg")
    found = ask("Friedenswg", "7", decisions=never)

    assert found["area"] is None
    assert found["decision"] == "none"


def test_decisions_do_not_run_in_a_circle():
    there = decision(kind="same_street", street="hauptstrasse", to_street="Friedensweg")
    back = decision(
        decision_id="2", kind="same_street", street="friedensweg", to_street="Hauptstraße"
    )

    assert ask("Hauptstraße", "7", decisions=pl.concat([there, back]))["area"] == "C"


def test_a_protected_street_is_known_by_its_keyed_text_only():
    keyed = f"keyed:{hide('schutzweg')}"
    made = decision(kind="protected", street=keyed)

    found = ask("Schutzweg", "5", decisions=made, hide=hide)

    assert (found["decision"], found["reason"]) == ("none", "protected_address")
    with pytest.raises(WrongUseError, match="abgeschottet"):
        ask("Schutzweg", "5", decisions=made)


def test_no_decisions_change_nothing():
    rows = pl.DataFrame({"street": ["Hauptstr. 1", "Friedenswg 7", ""], "postcode": ["11111"] * 3})

    assert assign(rows, KNOWN, decisions=empty_decisions()).equals(assign(rows, KNOWN))


def test_the_list_groups_rows_by_street_and_names_no_house():
    asked = pl.DataFrame(
        {
            "street": ["Stalinallee 7", "STALINALLEE 9", "Hauptstraße", "Hauptstraße"],
            "number": ["", "", "1", ""],
            "postcode": ["11111"] * 4,
        }
    )

    found = review_list(assign(asked, KNOWN))

    assert found.select("street", "rows", "reason").rows() == [
        ("stalinallee", 2, "street_unknown"),
        ("hauptstrasse", 1, "number_missing"),
    ]
    assert "7" not in found["example"][0]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_filled_list_becomes_decisions_that_are_kept(tmp_path, ending):
    found = review_list(assign(pl.DataFrame({"street": ["Stalinallee 7"]}), KNOWN))
    filled = found.with_columns(kind=pl.lit("früherer Name von"), to_street=pl.lit("Friedensweg"))
    write_list(tmp_path / f"list{ending}", filled)

    made = read_decisions(tmp_path / f"list{ending}", KNOWN, office="Statistikstelle", day=DAY)
    keep_decisions(tmp_path / "kept" / "decisions.csv", add_decisions(empty_decisions(), made))
    kept = load_decisions(tmp_path / "kept" / "decisions.csv")

    assert ask("Stalinallee", "7", "", decisions=kept)["area"] == "C"
    assert kept["decided_by"].to_list() == ["Statistikstelle"]
    assert add_decisions(kept, made).height == 1


def test_a_revoked_decision_stays_on_record_and_counts_no_more():
    made = decision(kind="former_name", street="stalinallee", to_street="Friedensweg")

    after = revoke(made, "1", DAY)

    assert after["revoked_on"].to_list() == ["2024-05-02"]
    assert ask("Stalinallee", "7", decisions=after)["decision"] == "none"
    with pytest.raises(WrongUseError, match="zurücknehmen"):
        revoke(after, "1", DAY)


def test_all_faults_of_a_list_are_told_with_their_rows(tmp_path):
    rows = [
        ("stalinallee", "früherer Name von", "Mondstraße", ""),
        ("hauptstrasse", "Schreibfehler für", "Friedensweg", ""),
        ("fernweg", "vielleicht", "", ""),
        ("schutzweg", "geschützte Anschrift", "", ""),
        ("nordweg", "nicht im Kreis", "", ""),
        ("nordweg", "gleiche Straße", "Friedensweg", ""),
        ("ostweg", "", "", ""),
    ]
    pl.DataFrame(
        rows, schema=["street", "kind", "to_street", "to_postcode"], orient="row"
    ).write_csv(tmp_path / "list.csv")

    with pytest.raises(FaultsFoundError) as told:
        read_decisions(tmp_path / "list.csv", KNOWN, office="Statistikstelle", day=DAY)

    assert [(fault.code, fault.where) for fault in told.value.faults] == [
        ("unknown_street", "Zeile 2"),
        ("valid_street", "Zeile 3"),
        ("unknown_kind", "Zeile 4"),
        ("key_missing", "Zeile 5"),
        ("contradiction", "Zeile 6"),
        ("contradiction", "Zeile 7"),
    ]


def test_a_protected_street_is_not_kept_in_clear(tmp_path):
    pl.DataFrame(
        {"street": ["schutzweg"], "kind": ["geschützte Anschrift"], "note": ["Schutzweg 5"]}
    ).write_csv(tmp_path / "list.csv")

    made = read_decisions(
        tmp_path / "list.csv", KNOWN, office="Statistikstelle", day=DAY, hide=hide
    )
    keep_decisions(tmp_path / "decisions.csv", made)

    assert "schutzweg" not in (tmp_path / "decisions.csv").read_text().lower()
    kept = load_decisions(tmp_path / "decisions.csv")
    assert ask("Schutzweg", "5", decisions=kept, hide=hide)["reason"] == "protected_address"


def test_a_replay_counts_what_ends_elsewhere():
    rows = pl.DataFrame({"street": ["Stalinallee 7", "Stalinallee 7", "Hauptstr. 1"]})
    made = decision(kind="former_name", street="stalinallee", to_street="Friedensweg")

    changed = replay(assign(rows, KNOWN), assign(rows, KNOWN, decisions=made))

    assert changed.rows() == [("none", None, "match", "C", 2)]
