"""The invented district at its fullest: the longest names, the most of everything."""

import dataclasses
import json
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.products.editorial import Editorial, Passage, Stretch, TextBlock
from kreisblick.protection.bundle.tables import shipped_tables
from kreisblick.statistics.findings import FINDING_COLUMNS

REPORT = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
LONG_TOWN = "Oberhinterwaldkirchenreuth-Untermarktbreitenbachhausen a.d.Saale"
LONG_AREA = "Hellschen-Heringsandsiedlung-Unterschaarsbergviertel/Altstadt {}"
LONG_TITLE = "Kinder und Jugendliche in Haushalten von Alleinerziehenden mit Leistungen, Nummer {}"
LONG_THEME = "Auskommen, Grundsicherung und gesellschaftliche Teilhabe, Teil {}"
SENTENCE = (
    "Viele junge Familien sind zugezogen, kennen sich aber noch kaum und suchen einen Treff. "
)
Table = Mapping[str, pl.DataFrame]


def make_full_bundle(*, everything: bool = True) -> Any:
    """The report's bundle with as much as a bundle can hold, or with next to nothing."""
    definitions = _definitions() if everything else None
    bundle = REPORT["make_bundle"](definitions=definitions)
    areas = _long_names(bundle.areas) if everything else bundle.areas
    names = dict(areas.select("area", "name").iter_rows())
    features = [_renamed(one, names) for one in bundle.features]
    full = dataclasses.replace(
        bundle,
        areas=areas,
        features=features,
        services=_services(areas) if everything else bundle.services.clear(),
        insights=_insights(areas) if everything else (),
    )
    tables = _tables(areas) if everything else {}
    return _WithTables(full, tables)


def make_texts(area: str, town: str, number: int = 4) -> Editorial:
    """Recommendations, comments and statements about an area and its town."""
    blocks = []
    for place in (area, town):
        for kind in ("recommendation", "comment", "statement"):
            blocks += [_block(f"{kind}-{place}-{n}", kind, place) for n in range(number)]
    return Editorial(blocks=tuple(blocks))


class _WithTables:
    """A bundle with derived tables of its own."""

    def __init__(self, bundle: Any, tables: Table) -> None:
        self._bundle, self._tables = bundle, tables

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bundle, name)

    def replaced(self, **fields: Any) -> "_WithTables":
        """The same bundle with other frames."""
        return _WithTables(dataclasses.replace(self._bundle, **fields), self._tables)

    def derived(self, name: str) -> pl.DataFrame:
        if name in self._tables:
            return self._tables[name]
        if name == "findings":
            return pl.DataFrame(schema=FINDING_COLUMNS)
        return pl.DataFrame(schema=shipped_tables().derived[name].types)


def _definitions() -> dict[str, Any]:
    days = [day.isoformat() for day in REPORT["DATES"]]
    found = {
        "people/residents": REPORT["definition"](
            "Einwohnerinnen und Einwohner", LONG_THEME.format(1), 1, kind="count", unit="persons",
            denominator=None,
        )
    }  # fmt: skip
    for number in range(2, 80):
        remark = {"kind": "note", "dates": days, "towns": [], "text": SENTENCE * 2, "reason": ""}
        found[f"all/number_{number}"] = REPORT["definition"](
            LONG_TITLE.format(number), LONG_THEME.format(number // 6), number,
            unit="per_1000" if number % 2 else "percent",
            remarks=[{**remark, "text": f"{number}. {SENTENCE * 2}"}] if number % 3 == 0 else [],
        )  # fmt: skip
    return found


def _long_names(areas: pl.DataFrame) -> pl.DataFrame:
    rows = areas.with_row_index("n").to_dicts()
    names = {"planning_area": LONG_AREA, "municipality": LONG_TOWN, "district": "Landkreis {}"}
    for row in rows:
        row["name"] = names[row["level"]].format(row.pop("n"))
    return pl.DataFrame(rows, schema=areas.schema)


def _renamed(feature: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    own = feature["properties"]
    return {**feature, "properties": {**own, "name": names[own["area"]]}}


def _services(areas: pl.DataFrame) -> pl.DataFrame:
    """Twelve services with ten facilities each in every area."""
    return pl.DataFrame(
        [
            {
                "service": f"service_{kind:02d}", "kind": "Einrichtung",
                "name": f"Integrative Kindertagesstätte Sankt Bartholomäus-Nordwest {number}",
                "provider": "Träger", "street": "Straße", "number": "1", "postcode": "51000",
                "place": "Ort", "x": None, "y": None, "area": area, "places": 120.0,
                "reference_date": REPORT["DATES"][-1],
            }
            for area in areas.filter(level="planning_area")["area"]
            for kind in range(12)
            for number in range(10)
        ],
        schema_overrides={"x": pl.Float64, "y": pl.Float64},
    )  # fmt: skip


def _insights(areas: pl.DataFrame) -> list[dict[str, Any]]:
    small = areas.filter(level="planning_area")
    return [
        {"area": area, "level": "planning_area", "municipality": town, "told_on": "2024-11-14",
         "source": "Runder Tisch", "text": f"{n}. {SENTENCE * 8}", "theme": "Wohnen",
         "print_until": None}
        for area, town in small.select("area", "parent").iter_rows()
        for n in range(5)
    ]  # fmt: skip


def _tables(areas: pl.DataFrame) -> Table:
    small = areas.filter(level="planning_area").sort("area")
    keys, day = small["area"].to_list(), REPORT["DATES"][-1]
    head = {"reference_date": day, "generation": "2023", "level": "planning_area"}
    findings = [
        {**head, "finding": f"need/{area}/{n}", "kind": "need", "pattern": "two_fields",
         "area": area, "fields": "Arbeit", "indicators": "all/number_2", "strength": 1.0,
         "reason": f"{n}. {SENTENCE * 5}", "state": "proposed"}
        for area in keys
        for n in range(9)
    ]  # fmt: skip
    similar = [
        {**head, "comparison": "areas", "area": area, "place": n, "elsewhere": "yes",
         "similar_area": keys[(i + n) % len(keys)], "carries": "well",
         "differs": json.dumps({"all/number_2": 90.0, "all/number_3": -90.0})}
        for i, area in enumerate(keys)
        for n in (1, 2, 3)
    ]  # fmt: skip
    return {
        "findings": pl.DataFrame(findings, schema=FINDING_COLUMNS),
        "similar_areas": pl.DataFrame(
            similar, schema=shipped_tables().derived["similar_areas"].types
        ),
    }


def _block(key: str, kind: Any, area: str) -> TextBlock:
    told = (Stretch(text=SENTENCE * 3), Stretch(text="Das hilft.", bold=True))
    passages = (
        Passage(kind="paragraph", stretches=told),
        Passage(kind="item", stretches=(Stretch(text="Ein Treff im Quartier"),)),
    )
    return TextBlock(
        key=key, kind=kind, title=f"Überschrift {key}", by="Amt für Kreisplanung",
        day=REPORT["DATES"][-1], theme="", indicator="", area=area, passages=passages,
    )  # fmt: skip
