"""A list of facilities is published with points; a protected shelter must not be found in it.

Whoever looks for a woman who fled reads what stands in the open: the facility's address, its
point, its area. All of it must be missing, however the address came to be protected.
"""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.intake.test_intake_rows import TERRITORY

from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.supply import SupplierDefinition
from kreisblick.territory.addresses import make_reference
from kreisblick.territory.addresses.learn import DECISIONS

HOUSES = pl.DataFrame(
    [
        ("Am Markt", "1", "05200", "Lindenau", "A", 0.25, 0.5),
        ("Am Markt", "3", "05200", "Lindenau", "A", 0.75, 0.5),
        ("Rosenweg", "5", "05200", "Lindenau", "B", 1.5, 0.5),
        ("Rosenweg", "7", "05200", "Lindenau", "B", 1.6, 0.5),
    ],
    schema=["street", "number", "postcode", "place", "area", "x", "y"],
    orient="row",
).with_columns(area_g=pl.col("area"))
HEAD = "Art;Name;Straße;Nr;PLZ;Ort;x;y\n"
OPEN = "Beratung;Treffpunkt Markt;Am Markt;3;05200;Lindenau;0.75;0.5\n"
WHERE = ["street", "number", "postcode", "place", "x", "y", "area", "area_g"]


def hide(text: str) -> str:
    return text[::-1]


def protect(street: str) -> pl.DataFrame:
    row = dict.fromkeys(DECISIONS, "")
    row |= {"decision_id": "p1", "kind": "protected", "street": f"keyed:{hide(street)}"}
    return pl.DataFrame([row], schema=dict.fromkeys(DECISIONS, pl.String))


def read(folder: Path, lines: str, decided: pl.DataFrame | None = None, **changed: Any) -> Parsed:
    """The delivery as intake keeps it, and as the bundle's list of services is made from it."""
    path = folder / "list.csv"
    path.write_text(HEAD + lines, encoding="utf-8")
    supplier = {
        "title": {"de": "Amt"},
        "office": {"name": "Amt"},
        "legal_basis": "Gesetz",
        "rhythm": "yearly",
    }
    context = IntakeContext(
        territories={"g": TERRITORY},
        cubes={},
        suppliers={"office": SupplierDefinition.model_validate(supplier)},
        deliveries={},
        reference=make_reference(HOUSES),
        decisions=decided,
        hide=hide,
    )
    definition = {
        "title": {"de": "Hilfen"},
        "grain": "facility",
        "service": "help",
        "format": {"type": "csv", "decimal": ".", "thousands": ""},
        "columns": {
            "kind": {"from": "Art", "as": "text"},
            "name": {"from": "Name", "as": "text"},
        },
        "address": {"street": "Straße", "number": "Nr", "postcode": "PLZ", "place": "Ort"},
        **changed,
    }
    return parse(
        path,
        DeliveryDefinition.model_validate(definition),
        context,
        reference_date=date(2021, 12, 31),
        pseudonym=str,
        covered=frozenset({"10"}),
    )


def test_a_facility_stands_where_the_list_of_addresses_has_its_house(tmp_path):
    records = read(tmp_path, OPEN).records

    assert records.select("x", "y", "area").rows() == [(0.75, 0.5, "A")]


def test_a_house_that_is_not_found_for_sure_gives_no_point(tmp_path):
    line = OPEN.replace(";3;", ";9;")
    records = read(tmp_path, line).records

    assert records.select("x", "y").rows() == [(None, None)]
    assert records["street"].to_list() == ["Am Markt"]


@pytest.mark.parametrize(
    ("line", "decided"),
    [
        ("Zuflucht;Haus Linde;Rosenweg;5;05200;Lindenau;1.5;0.5\n", protect("rosenweg")),
        ("Zuflucht;Haus Linde;Adresse geschützt;;05200;Lindenau;;\n", None),
        ("Zuflucht;Frauenhaus Linde;Rosenweg;5;05200;Lindenau;1.5;0.5\n", None),
        ("Frauenhaus;Haus Linde;Rosenweg;5;05200;Lindenau;1.5;0.5\n", None),
    ],
    ids=["by decision", "by the list", "by its name", "by its kind"],
)
def test_a_protected_shelter_has_no_place_at_all_and_its_neighbours_keep_theirs(
    tmp_path, line, decided
):
    parsed = read(tmp_path, line + OPEN, decided)

    shelter, other = parsed.records.select("name", *WHERE).iter_rows(named=True)
    assert "Linde" in shelter["name"]
    assert [shelter[name] for name in WHERE] == [None] * len(WHERE)
    assert (other["x"], other["area"]) == (0.75, "A")
    assert not any("Linde" in fault.message or "Rosenweg" in fault.message
                   for fault in parsed.faults)  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "Frauen- und Kinderschutzhaus", "Frauenschutzhaus Kreis", "Frauenhäuser des Kreises",
        "Schutzwohnung für Frauen", "Männerschutzwohnungen", "Zufluchtswohnung",
        "Mädchenzuflucht", "Haus des Frauenhauses",
    ],
)  # fmt: skip
def test_a_shelter_is_known_by_each_of_its_usual_names(tmp_path, name):
    line = f"Hilfe;{name};Rosenweg;5;05200;Lindenau;1.5;0.5\n"

    shelter = read(tmp_path, line).records.row(0, named=True)

    assert [shelter[column] for column in WHERE] == [None] * len(WHERE)


@pytest.mark.parametrize("name", ["Frauenberatung", "Kinderschutzbund", "Haus der Familie"])
def test_help_that_people_shall_find_keeps_its_place(tmp_path, name):
    line = f"Hilfe;{name};Rosenweg;5;05200;Lindenau;1.5;0.5\n"

    assert read(tmp_path, line).records["area"].to_list() == ["B"]


def test_a_shelter_delivered_with_a_point_has_none_either(tmp_path):
    points = {
        "address": None,
        "area": {"kind": "point", "crs": 25832},
        "columns": {
            "kind": {"from": "Art", "as": "text"},
            "name": {"from": "Name", "as": "text"},
            "street": {"from": "Straße", "as": "text"},
            "x": {"from": "x", "as": "decimal"},
            "y": {"from": "y", "as": "decimal"},
        },
    }
    line = "Zuflucht;Frauenhaus Linde;Rosenweg;5;05200;Lindenau;1.5;0.5\n"

    records = read(tmp_path, line + OPEN, **points).records

    assert records.select("street", "x", "y", "area", "area_g").rows() == [
        (None, None, None, None, None),
        ("Am Markt", 0.75, 0.5, "A", "A"),
    ]
