"""A small district that accepts deliveries."""

from datetime import date

import numpy as np
import polars as pl
import shapely

from kreisblick.sealed.intake import (
    AcceptedDelivery,
    IntakeContext,
    accept,
)
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import SupplierDefinition
from kreisblick.territory.addresses import make_reference
from kreisblick.territory.areas.model import Generation, Territory

DAY = date(2024, 12, 31)


AREAS = [
    ("101", "Alt", "planning_area", "10"),
    ("102", "Neu", "planning_area", "10"),
    ("201", "Dorf", "planning_area", "20"),
    ("10", "Stadt A", "municipality", "1"),
    ("20", "Gemeinde B", "municipality", "1"),
    ("1", "Kreis", "district", None),
]


TERRITORY = Territory(
    generation=Generation(key="g", valid_from=date(2000, 1, 1)),
    areas=pl.DataFrame(
        [(a, n, lv, p, a) for a, n, lv, p in AREAS],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.array([shapely.box(i, 0, i + 1, 1) for i in range(len(AREAS))]),
)


REFERENCE = make_reference(
    pl.DataFrame(
        {
            "street": ["Weg"] * 4 + ["Gasse"] * 4,
            "number": ["1", "2", "3", "4"] * 2,
            "postcode": ["11111"] * 5 + ["22222"] * 3,
            "place": ["A"] * 5 + ["B"] * 3,
            "area": ["101", "101", "101", "102", "201", "201", "201", "201"],
        }
    )
)


AGE = {"name": "age", "title": {"de": "Alter"}, "kind": "age", "codes": ["0-17", "18+"]}


CUBES = {
    "people": CubeDefinition.model_validate(
        {"title": {"de": "Leute"}, "counts": "persons", "dimensions": [AGE], "rules": "r"}
    )
}


AGGREGATE = {
    "title": {"de": "Leute"},
    "grain": "aggregate",
    "cube": "people",
    "format": {"type": "csv"},
    "area": {"column": "Gebiet", "kind": "name"},
    "values": [
        {"column": "jung", "set": {"age": "0-17"}},
        {"column": "alt", "set": {"age": "18+"}},
        {"column": "alle"},
    ],
    "totals": [{"pattern": "^Summe$", "level": "district"}],
    "signs": {"*": {"means": "withheld_by_source", "lower": 1, "upper": 3}},
}


PERSON = {
    "title": {"de": "Leute"},
    "grain": "person",
    "register": "residents",
    "format": {"type": "csv"},
    "columns": {
        "birth_year": {"from": "geb", "as": "year"},
        "sex": {"from": "sex", "as": "code", "codes": {"w": "female", "m": "male"}},
        "household": {"from": "hh", "as": "pseudonym"},
    },
    "address": {"street": "str", "number": "nr", "postcode": "plz", "place": "ort"},
    "checks": {"known_addresses": {"at_least_percent": 60}},
}


POSTCODES = AGGREGATE | {
    "area": {"column": "PLZ", "kind": "postcode"},
    "values": [{"column": "alle"}],
    "break_down": {"by": "postcode", "weights": "addresses"},
}


LONG = AGGREGATE | {
    "values": [{"column": "n"}],
    "dimensions": {
        "age": {
            "from": "Alter",
            "as": "code",
            "codes": {"jung": "0-17", "alt": "18+", "alle": "*"},
        }
    },
}


GOOD = "Gebiet;jung;alt;alle\nAlt;10;20;30\nNeu;*;5;7\nDorf;0;4;4\nSumme;12;29;41\n"


def context(**changes: object) -> IntakeContext:
    supplier = {
        "title": {"de": "Amt"},
        "office": {"name": "Amt"},
        "legal_basis": "Gesetz",
        "rhythm": "yearly",
        **changes,
    }
    deliveries = {
        "office/people": AGGREGATE,
        "office/sheet": AGGREGATE | {"format": {"type": "xlsx"}},
        "office/rows": PERSON,
        "office/postcodes": POSTCODES,
        "office/long": LONG,
    }
    return IntakeContext(
        territories={"g": TERRITORY},
        cubes=CUBES,
        suppliers={"office": SupplierDefinition.model_validate(supplier)},
        deliveries={k: DeliveryDefinition.model_validate(d) for k, d in deliveries.items()},
        reference=REFERENCE,
    )


def take(
    store: SealedStore,
    text: str,
    product: str = "people",
    *,
    replace: bool = False,
    **changes: object,
) -> AcceptedDelivery:
    path = store.folder.parent / "file.csv"
    path.write_text(text, encoding="utf-8")
    return accept(
        path,
        supplier="office",
        product=product,
        reference_date=DAY,
        context=context(**changes),
        store=store,
        replace=replace,
    )


def records(store: SealedStore, delivery: AcceptedDelivery) -> pl.DataFrame:
    frame = pl.from_arrow(store.read_table(f"{delivery.path_key}/records"))
    assert isinstance(frame, pl.DataFrame)
    return frame


def cell(frame: pl.DataFrame, area: str, age: str) -> dict[str, object]:
    return frame.filter((pl.col("area") == area) & (pl.col("age") == age)).row(0, named=True)


PEOPLE = "geb;sex;hh;str;nr;plz;ort\n1980;w;77;Weg;1;11111;A\n2000;m;77;Weg;4;11111;A\n"
