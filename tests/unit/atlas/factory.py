"""A small invented district as a bundle in memory, with every state a value can have.

The file is long because the whole bundle stands in it: what one table says, another repeats.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.products.finder.model import STRETCHES
from kreisblick.statistics.findings import FINDING_COLUMNS

DATES = ("2022-12-31", "2024-12-31")
DISTRICT = "09999"
TOWNS = ("Lindenau", "Altwiesen", "Kirchau", "Moorbach", "Seefeld", "Tannrode")
PLACES = ("Nord", "Süd", "Ost", "West", "Mitte", "Hafen", "Bahnhof", "Am Park", "Weststadt")
SECRET = 48151  # a raw value that must never be seen in any product
SECRET_SHARE = 16.2342


def _definition(title: str, question: str, theme: str, **more: Any) -> dict[str, Any]:
    return {
        "title": {"de": title, "en": None},
        "question": {"de": question, "en": None},
        "theme": theme,
        "order": 1000,
        "kind": "share",
        "unit": "percent",
        "reading": "neutral",
        "levels": ["planning_area", "municipality", "district"],
        "sources": ["statistics_office/residents"],
        "limits": ["Gezählt werden Menschen mit Hauptwohnung."],
        "text": {"de": "Die Zahl hilft, Angebote dort zu planen, wo sie gebraucht werden."},
        "formula": {"de": "Menschen der Gruppe geteilt durch alle Menschen, mal 100"},
        "definition": "residents_main_home/1",
        "rhythm": "yearly",
        "owner": "Statistikstelle",
        "related": [],
        "legal_basis": "Landesstatistikgesetz",
        "numerator": {"cube": "residents", "where": {"age": "0-17"}},
        "denominator": {"cube": "residents", "where": {}},
        **more,
    }


DEFINITIONS: dict[str, dict[str, Any]] = {
    "population/residents": _definition(
        "Einwohnerinnen und Einwohner",
        "Wie viele Menschen leben hier?",
        "Menschen im Kreis",
        kind="count",
        order=1,
        unit="persons",
        denominator=None,
    ),
    "population/children": _definition(
        "Kinder und Jugendliche unter 18 Jahren",
        "Wo leben viele Kinder und Jugendliche?",
        "Menschen im Kreis",
    ),
    "income/child_poverty": _definition(
        "Kinder in Haushalten mit Grundsicherung",
        "Wo wachsen Kinder mit Grundsicherung auf?",
        "Einkommen und Teilhabe",
        sources=["jobcenter/quarterly", "statistics_office/residents"],
        limits=["Gezählt wird der Anspruch des Haushalts, nicht sein Geld im Monat."],
        related=["population/children"],
    ),
    "care/places": _definition(
        "Kita-Plätze je 100 Kinder unter 6 Jahren",
        "Wie viele Kita-Plätze gibt es?",
        "Kinder und Familie",
        kind="ratio",
        unit="per_100",
        levels=["municipality", "district"],
    ),
}


INDEX: dict[str, Any] = {
    "title": {"de": "Sozialindex"},
    "question": {"de": "Wo kommen mehrere Belastungen zusammen?"},
    "text": {"de": "Der Index ist eine Suchhilfe."},
    "reading": {"de": "Eine hohe Stufe heißt: Hier kommen mehr Belastungen zusammen."},
    "limits": ["Er vergleicht Gebiete untereinander."],
    "status": {
        "indicators": [{"indicator": "income/child_poverty"}, {"indicator": "population/children"}],
        "classes": [
            {"name": {"de": name}}
            for name in ("wenige Belastungen", "mittel", "mehrere Belastungen")
        ],
    },
}


@dataclass(frozen=True)
class FakeBundle:
    """What products see of a bundle."""

    areas: pl.DataFrame
    indicators: pl.DataFrame
    features: list[dict[str, Any]]
    folder: Path = Path("bundle")
    cells: pl.DataFrame = field(default_factory=pl.DataFrame)
    indices: pl.DataFrame = field(default_factory=pl.DataFrame)
    services: pl.DataFrame = field(default_factory=pl.DataFrame)
    report: Mapping[str, Any] = field(
        default_factory=lambda: {
            "district": {"key": DISTRICT, "name": "Landkreis Lindenau"},
            "title": "Sozialbericht 2024",
            "edition": "2025-06-30",
            "dates": list(DATES),
            "generation": "2023",
        }
    )
    cubes: Mapping[str, Any] = field(default_factory=dict)
    indicator_definitions: Mapping[str, Any] = field(default_factory=lambda: dict(DEFINITIONS))
    index_definitions: Mapping[str, Any] = field(default_factory=dict)
    suppliers: Mapping[str, Any] = field(
        default_factory=lambda: {
            "statistics_office": {"title": {"de": "Statistikstelle des Landkreises"}},
            "jobcenter": {"title": {"de": "Jobcenter Lindenau"}},
        }
    )
    concepts: Mapping[str, Any] = field(
        default_factory=lambda: {
            "concepts": {
                "residents_main_home/1": {
                    "group": "Bevölkerung",
                    "title": {"de": "Menschen mit Hauptwohnung (Melderegister)"},
                    "counted": {"de": "Wer am Stichtag mit Hauptwohnung gemeldet ist."},
                    "not_counted": {"de": "Nebenwohnungen."},
                    "source": "Bundesmeldegesetz",
                    "differs": None,
                }
            },
            "bridges": [],
            "deviations": [],
        }
    )
    lineage: Any = field(default_factory=list)
    protection: Mapping[str, Any] = field(default_factory=dict)
    stretches: pl.DataFrame = field(default_factory=STRETCHES.to_frame)

    def derived(self, name: str) -> pl.DataFrame:
        if name == "address_stretches":
            return self.stretches
        if name == "own_cuts":
            return pl.DataFrame(schema=dict.fromkeys(("own_cut", "municipality"), pl.String))
        return pl.DataFrame(schema=FINDING_COLUMNS)

    def geometry(self, generation: str) -> dict[str, Any]:
        """All areas as GeoJSON."""
        del generation
        return {"type": "FeatureCollection", "features": self.features}


def make_bundle(*, towns: int = 3, per_town: int = 4, wiggles: int = 1) -> FakeBundle:
    """A district of squares: each town a row, each area a column."""
    rows, features = [], []
    for town in range(towns):
        key = f"0999900{town + 1}"
        name = TOWNS[town % len(TOWNS)] + (f" {town}" if town >= len(TOWNS) else "")
        rows.append(("2023", key, name, "municipality", DISTRICT, key))
        features.append(
            _feature(key, name, "municipality", DISTRICT, (0, town, per_town, 1), wiggles)
        )
        for place in range(per_town):
            area = f"{key}{place + 1:02d}"
            label = f"{name}-{PLACES[place % len(PLACES)]}"
            rows.append(("2023", area, label, "planning_area", key, None))
            features.append(
                _feature(area, label, "planning_area", key, (place, town, 1, 1), wiggles)
            )
    rows.append(("2023", DISTRICT, "Landkreis Lindenau", "district", None, DISTRICT))
    features.append(
        _feature(DISTRICT, "Landkreis Lindenau", "district", None, (0, 0, per_town, towns), wiggles)
    )
    names = ["generation", "area", "name", "level", "parent", "official_code"]
    areas = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return FakeBundle(
        areas=areas,
        indicators=_indicators(areas),
        features=features,
        indices=_indices(areas),
        index_definitions={"social_index": INDEX},
    )


def _feature(
    key: str,
    name: str,
    level: str,
    parent: str | None,
    box: tuple[int, int, int, int],
    wiggles: int,
) -> dict[str, Any]:
    x, y, width, height = box
    west, south, step, up = 8.0 + x * 0.03, 50.0 + y * 0.02, 0.03, 0.02
    n = wiggles
    bottom = [(west + step * i / n, south) for i in range(width * n)]
    right = [(west + step * width, south + up * i / n) for i in range(height * n)]
    top = [(west + step * (width - i / n), south + up * height) for i in range(width * n)]
    left = [(west, south + up * (height - i / n)) for i in range(height * n)]
    ring = [[round(a, 6), round(b, 6)] for a, b in [*bottom, *right, *top, *left]]
    return {
        "type": "Feature",
        "properties": {"area": key, "name": name, "level": level, "parent": parent},
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }


def _indices(areas: pl.DataFrame) -> pl.DataFrame:
    """Classes in turn; the first area hidden, the second left out, the third at a border."""
    names = [one["name"]["de"] for one in INDEX["status"]["classes"]]
    keys = areas.filter(level="planning_area")["area"].to_list()
    rows = [
        {
            "index": "social_index",
            "part": "status",
            "reference_date": DATES[-1],
            "generation": "2023",
            "area": area,
            "index_value": float(place),
            "class": None if place == 1 else names[place % 3],
            "rank": 77_000 + place,
            "class_probability": 0.55 if place == 2 else 0.97,
            "observation": "cannot_exist" if place == 1 else "counted",
            "confidentiality": "suppressed" if place == 0 else "free",
            "note": "weniger als 300 Menschen" if place == 1 else None,
        }
        for place, area in enumerate(keys)
    ]
    return pl.DataFrame(rows).with_columns(pl.col("reference_date").str.to_date())


def _indicators(areas: pl.DataFrame) -> pl.DataFrame:
    rows = [
        _row(key, definition, date, number, area)
        for key, definition in DEFINITIONS.items()
        for when, date in enumerate(DATES)
        for number, area in enumerate(areas.iter_rows(named=True), start=when)
        if area["level"] in definition["levels"]
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(
        pl.col("reference_date").str.to_date(), pl.col("change_from").str.to_date()
    )


def _row(
    key: str, definition: Mapping[str, Any], date: str, number: int, area: Mapping[str, Any]
) -> dict[str, Any]:
    share = definition["kind"] != "count"
    denominator = 1000 + 37 * number
    numerator = 40 + 11 * ((number * 7) % 13)
    value = 100 * numerator / denominator if share else float(denominator)
    place = "above" if value > 10 else "below" if value < 6 else "same"
    inside = "below" if 6 < value < 8.95 else "above" if value > 12 else "same"
    small = share and area["level"] == "planning_area"
    change = (-1.2, 0.3, 1.8)[number % 3]
    row: dict[str, Any] = {
        "indicator": key,
        "reference_date": date,
        "generation": "2023",
        "level": area["level"],
        "area": area["area"],
        "numerator": float(numerator if share else denominator),
        "denominator": float(denominator) if share else None,
        "value": value,
        "lower": value - 1.5 if share else None,
        "upper": value + 1.5 if share else None,
        "smoothed": value + 0.2 * (8.0 - value) if share and area["level"] != "district" else None,
        "smoothed_near": None,
        "municipal_mean": 9.0 if share else None,
        "district_mean": 8.0 if share else None,
        "deviation_municipal": value - 9.0 if share else None,
        "deviation_district": value - 8.0 if share else None,
        "significance": place if share else "unknown",
        "significance_municipal": inside if small else "unknown",
        "change": change if date == DATES[-1] else None,
        "change_from": DATES[0] if date == DATES[-1] else None,
        "change_significance": ("down", "same", "up")[number % 3] if share else "unknown",
        "observation": "counted",
        "confidentiality": "free",
        "coverage": 1.0,
    }
    if area["level"] == "district":
        row |= {"significance": "unknown", "deviation_municipal": None, "deviation_district": None}
    return row | _state(key, area["area"], area["level"])


def _state(key: str, area: str, level: str) -> dict[str, Any]:
    """Without a number in every way there is, for one area each, in one indicator."""
    blank = dict.fromkeys(
        (
            "numerator",
            "value",
            "lower",
            "upper",
            "smoothed",
            "smoothed_near",
            "deviation_municipal",
            "deviation_district",
        ),
        None,
    ) | {
        "change": None,
        "significance": "unknown",
        "significance_municipal": "unknown",
        "change_significance": "unknown",
    }
    states = {
        "01": {"confidentiality": "suppressed"},
        "02": {"observation": "not_delivered"},
        "03": {"observation": "cannot_exist"},
    }
    if key != "income/child_poverty" or level == "district":
        return {}
    if area.startswith("09999002"):
        return blank | {"observation": "not_covered", "coverage": 0.67}
    if level == "planning_area" and area.startswith("09999001") and area[-2:] in states:
        return blank | states[area[-2:]]
    if level == "planning_area" and area[-2:] == "04":
        return {"observation": "estimated"}
    return {"coverage": 0.67}


def given(path: Path) -> Any:
    """What a data file of the atlas holds: ``atlas.give("name", {...});`` without its ends."""
    text = path.read_text(encoding="utf-8")
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


def leaking(bundle: FakeBundle) -> FakeBundle:
    """The same bundle with a raw value left in each suppressed row, as a broken step might do."""
    hidden = pl.col("confidentiality") == "suppressed"
    numbers = {
        "numerator": float(SECRET),
        "denominator": float(SECRET),
        "value": SECRET_SHARE,
        "lower": SECRET_SHARE,
        "upper": SECRET_SHARE,
        "smoothed": SECRET_SHARE,
        "smoothed_near": SECRET_SHARE,
        "deviation_municipal": SECRET_SHARE,
        "deviation_district": SECRET_SHARE,
        "change": SECRET_SHARE,
    }
    frame = bundle.indicators.with_columns(
        pl.when(hidden).then(pl.lit(number)).otherwise(pl.col(name)).alias(name)
        for name, number in numbers.items()
    )
    return replace(bundle, indicators=frame)
