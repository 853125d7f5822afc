"""Whole tables: what they are taken for, and the definition that comes out."""

import random
from dataclasses import replace
from pathlib import Path

from tests.unit.mapping.tables import district, table

from kreisblick.sealed.mapping import (
    DeliveryDefinition,
    Proposal,
    as_yaml,
    definition_of,
    propose,
    questions,
)
from kreisblick.sealed.mapping.propose import columns_of
from kreisblick.sealed.mapping.translate import propose_translation, translation_csv
from kreisblick.sealed.mapping.weigh import weigh_columns
from kreisblick.sealed.reading import Format, Table

CSV = Format(type="csv")


def register_of(rows: int = 30) -> Table:
    """A register with names of people, who are invented."""
    rng = random.Random(4)
    streets = ["Friedhofsweg", "Am Anger", "Goethestr."]
    return table(
        {
            "Lfd. Nr.": [str(number) for number in range(1, rows + 1)],
            "Name": [f"Muster{number}" for number in range(rows)],
            "Geb.-Dat.": [f"{rng.randint(1, 28):02}.03.{1930 + n}" for n in range(rows)],
            "Geschl.": [rng.choice("mw") for _ in range(rows)],
            "Staatsang.": [rng.choice(["000", "000", "163"]) for _ in range(rows)],
            "Straße": [rng.choice(streets) for _ in range(rows)],
            "Hs.-Nr.": [str(rng.randint(1, 90)) for _ in range(rows)],
            "PLZ": ["05200"] * rows,
            "Ort": ["Ährenfeld"] * rows,
            "Wohnungsart": [rng.choice(["HW", "HW", "NW"]) for _ in range(rows)],
        },
        title=["Auszug aus dem Melderegister"],
    )


def counts() -> Table:
    return table(
        {
            "Stadtteil": ["Altst. (Ährenfeld)", "Ährenfeld-Nord", "Eschwalde-Heidkrug"],
            "SGB II": ["12", "*", "7"],
            "SGB III": ["3", "4", "5"],
            "Insgesamt": ["15", "14", "12"],
        },
        title=["Arbeitslose am 31.12.2024"],
    )


def proposed(found: Table) -> Proposal:
    return propose(found, district(), form=CSV)


def means(found: Proposal) -> dict[str, str]:
    return {column.heading: column.means for column in found.columns}


def test_a_register_is_understood_and_its_definition_is_whole() -> None:
    found = proposed(register_of())

    definition = DeliveryDefinition.model_validate(found.content)
    assert (found.grain, found.target) == ("person", "residents")
    assert definition.columns["birth_year"].as_ == "year"
    assert definition.columns["sex"].codes == {"m": "male", "w": "female", "d": "diverse"}
    assert definition.columns["citizenship"].codes == {"000": "german"}
    assert definition.columns["citizenship"].otherwise == "foreign"
    assert definition.columns["main_home"].codes == {"HW": "yes", "NW": "no"}
    assert definition.address is not None
    assert definition.address.number == ("Hs.-Nr.",)


def test_nothing_of_a_person_leaves_into_proposal_or_file() -> None:
    delivered = register_of()
    found = proposed(delivered)

    told = as_yaml(found) + str(found.as_json()) + str(questions(found))

    secret = {
        text
        for name in ("2", "3", "6", "8")
        for text in delivered.body[name].to_list()
        if text not in {"Am Anger"}
    }
    assert [text for text in secret if text in told] == []


def test_counts_by_area_become_values_of_a_cube() -> None:
    found = proposed(counts())

    definition = DeliveryDefinition.model_validate(found.content)
    assert (found.grain, found.target) == ("aggregate", "unemployed")
    assert [dict(value.set) for value in definition.values] == [
        {"law": "sgb_ii"},
        {"law": "sgb_iii"},
        {},
    ]
    assert definition.signs["*"].means == "withheld_by_source"


def test_an_offices_own_name_of_an_area_is_translated() -> None:
    definition = DeliveryDefinition.model_validate(proposed(counts()).content)

    assert definition.area is not None
    assert definition.area.translation == {"Altst. (Ährenfeld)": "1001"}


def test_a_list_of_facilities_is_told_from_counts() -> None:
    found = proposed(
        table(
            {
                "Einrichtung": ["Kita Sonne", "Kita Mond", "Kita Sterne"],
                "Träger": ["AWO", "Stadt", "AWO"],
                "Anschrift": ["Friedhofsweg 3", "Am Anger 1", "Goethestr. 9"],
                "PLZ": ["05200", "05200", "05201"],
                "Plätze u3": ["10", "12", "20"],
                "Plätze ü3": ["40", "50", "60"],
            }
        )
    )

    definition = DeliveryDefinition.model_validate(found.content)
    assert (found.grain, found.target) == ("facility", "daycare")
    assert {(v.cube, v.set["age"]) for v in definition.values} == {
        ("daycare_places", "0-2"),
        ("daycare_places", "3-5"),
    }


def test_an_answer_settles_a_column_and_is_sure() -> None:
    doubtful = table({"Stadtteil": ["Ährenfeld-Nord"] * 4, "QX": ["A", "B", "C", "A"]})

    asked = questions(proposed(doubtful))
    found = propose(doubtful, district(), form=CSV, answers={"2": "remark"})

    assert "2" in {question.about for question in asked}
    assert means(found)["QX"] == "remark"
    assert found.columns[1].sure


def test_what_is_not_sure_is_asked_and_marked_in_the_file() -> None:
    doubtful = table(
        {"Gebiet": ["1001", "1002", "2001"], "Merkmal 7": ["3", "4", "5"], "Zahl": ["1", "2", "3"]}
    )

    found = proposed(doubtful)

    asked = {question.about for question in questions(found)}
    assert "target" in asked
    assert "# bitte prüfen:" in as_yaml(found)


def test_earlier_definitions_teach_what_a_heading_means() -> None:
    areas = ["1001", "1002", "2001"]
    strange = {"Gebiet": areas, "QX 12": ["a", "b", "a"], "Zahl": ["1", "2", "3"]}
    before = DeliveryDefinition.model_validate(
        {
            "title": {"de": "Früher"},
            "grain": "aggregate",
            "cube": "unemployed",
            "format": {"type": "csv"},
            "area": {"column": "Gebiet", "kind": "code"},
            "values": [{"column": "Zahl"}],
            "dimensions": {"sex": {"from": "QX 12", "as": "code", "codes": {"a": "female"}}},
        }
    )
    known = district()
    taught = replace(known, earlier={"agency/x": before})

    without = propose(table(strange), known, form=CSV)
    found = propose(table(strange), taught, form=CSV, product="agency/x")

    assert means(without)["QX 12"] != "sex"
    assert means(found)["QX 12"] == "sex"
    columns = columns_of(table(strange))
    odds = [
        weigh_columns(columns, one, product=product)[1].odds["sex"]
        for one, product in [
            (known, "agency/x"),
            (taught, "town/x"),
            (taught, "agency/y"),
            (taught, "agency/x"),
        ]
    ]
    assert odds == sorted(set(odds))  # the nearer the office, the more it says


def test_a_written_definition_reads_as_it_was_proposed(tmp_path: Path) -> None:
    found = proposed(register_of())

    again = definition_of(as_yaml(found), tmp_path)

    assert again == DeliveryDefinition.model_validate(found.content)


def test_the_order_of_rows_makes_no_difference() -> None:
    delivered = register_of()
    turned = replace(delivered, body=delivered.body.reverse())

    assert proposed(turned).content == proposed(delivered).content


def test_two_areas_that_fit_alike_are_no_answer() -> None:
    texts = ["Marktviertel", "Marktviertel (Eschwalde)", "Heidkrug", "Hinterwald"]

    found = propose_translation(texts, district())

    by_text = {one.text: one for one in found}
    assert not by_text["Marktviertel"].sure  # both towns have one
    assert by_text["Marktviertel"].second
    assert by_text["Marktviertel (Eschwalde)"].area == "2002"
    assert by_text["Marktviertel (Eschwalde)"].sure
    assert by_text["Heidkrug"].area == "2001"
    assert by_text["Hinterwald"].area == ""
    assert translation_csv([by_text["Hinterwald"]], {}).splitlines()[1] == "Hinterwald;;;?"


def test_a_first_row_of_data_is_never_told_as_headings() -> None:
    delivered = register_of()
    first = delivered.body.row(0, named=True)
    torn = replace(delivered, headings={name: first[name] for name in delivered.columns})

    found = proposed(torn)

    told = as_yaml(found) + str(found.as_json())
    assert "Muster0" not in told
    assert {column.heading for column in found.columns} == {""}
