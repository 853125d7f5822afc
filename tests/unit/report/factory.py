"""A small invented district as a bundle in memory, with every state a figure can have.

The file is long because the whole bundle stands in it: what one table says, another repeats.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from kreisblick.statistics.findings import FINDING_COLUMNS

DATES = (date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31))
DISTRICT = "09999"
TOWNS = (
    "Lindenau", "Altwiesen", "Kirchau", "Moorbach", "Seefeld", "Tannrode", "Birkenstein",
    "Groß Ellern", "Neustadt am Wehr", "Hohenbrück",
)  # fmt: skip
PLACES = (
    "Nord", "Süd", "Ost", "West", "Mitte", "Hafen", "Bahnhof", "Am Park", "Weststadt",
    "Mühlenviertel", "Waldsiedlung", "Altstadt", "Schlossberg", "Rosengarten",
)  # fmt: skip
AGES = ("0-2", "3-5", "6-14", "15-24", "25-64", "65-79", "80+")
THEMES = ("Menschen im Kreis", "Einkommen und Teilhabe", "Kinder und Familie", "Wohnen")
STATUS = ("gering", "mittel", "erhöht", "hoch")
DYNAMICS = ("abnehmend", "stabil", "zunehmend")
SECRET = 48151  # a raw value that must never be seen in any product


def definition(title: str, theme: str, order: int, **more: Any) -> dict[str, Any]:
    """An indicator's definition as it stands in the bundle."""
    return {
        "title": {"de": title, "en": None},
        "question": {"de": f"{title}: wo wie viele?", "en": None},
        "theme": theme,
        "order": order,
        "kind": "share",
        "unit": "percent",
        "reading": "lower_is_better",
        "levels": ["planning_area", "municipality", "district"],
        "sources": ["resident_register/residents", "employment_agency/sgb_ii"],
        "limits": ["Gezählt werden Menschen mit Hauptwohnung im Kreis."],
        "text": {
            "de": "Die Zahl hilft, Angebote dort zu planen, wo sie gebraucht werden. "
            "Sie sagt nichts darüber, wie es einzelnen Menschen geht."
        },
        "formula": {"de": "Menschen der Gruppe geteilt durch alle Menschen, mal 100"},
        "definition": "residents_main_home/1",
        "rhythm": "yearly",
        "owner": "Statistikstelle",
        "related": [],
        "sets": ["core"],
        "legal_basis": "Landesstatistikgesetz",
        "numerator": {"cube": "residents", "where": {"age": "0-14"}},
        "denominator": {"cube": "residents", "where": {}},
        **more,
    }


DEFINITIONS: dict[str, dict[str, Any]] = {
    "people/residents": definition(
        "Einwohnerinnen und Einwohner", THEMES[0], 1, kind="count", unit="persons",
        denominator=None, reading="neutral",
    ),
    "people/children": definition("Kinder unter 15 Jahren", THEMES[0], 2, reading="neutral"),
    "income/basic_income": definition("Menschen, die Grundsicherung erhalten", THEMES[1], 3),
    "income/children": definition("Kinder in Haushalten mit Grundsicherung", THEMES[1], 4),
    "family/measles": definition(
        "Kinder mit vollständigem Masernschutz", THEMES[2], 5, reading="higher_is_better"
    ),
    "family/places": definition(
        "Plätze in der Tagesbetreuung", THEMES[2], 6, kind="ratio", unit="per_100",
        levels=["municipality", "district"], reading="higher_is_better",
    ),
    "housing/support": definition(
        "Haushalte mit Wohngeld", THEMES[3], 7, unit="per_1000", kind="rate"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class FakeBundle:
    """What products see of a bundle."""

    areas: pl.DataFrame
    indicators: pl.DataFrame
    indices: pl.DataFrame
    cells: pl.DataFrame
    services: pl.DataFrame
    features: list[dict[str, Any]]
    indicator_definitions: Mapping[str, Any]
    folder: Path = Path("bundle")
    report: Mapping[str, Any] = field(
        default_factory=lambda: {
            "district": {"key": DISTRICT, "name": "Landkreis Lindenau"},
            "title": "Sozialbericht 2024",
            "edition": "2025-06-30",
            "dates": [day.isoformat() for day in DATES],
            "generation": "2023",
        }
    )
    cubes: Mapping[str, Any] = field(
        default_factory=lambda: {
            "residents": {
                "title": {"de": "Einwohnerinnen und Einwohner"},
                "dimensions": [
                    {
                        "name": "age",
                        "codes": list(AGES),
                        "labels": {"0-2": {"de": "unter 3 Jahre"}, "80+": {"de": "80 und älter"}},
                    }
                ],
            }
        }
    )
    index_definitions: Mapping[str, Any] = field(
        default_factory=lambda: {
            "social_index": {
                "title": {"de": "Sozialer Index"},
                "text": {"de": "Der Index fasst drei Kennzahlen zusammen."},
                "reading": {"de": "Ein hoher Wert heißt: Hier kommen mehr Belastungen zusammen."},
                "limits": ["Er vergleicht Gebiete untereinander."],
                "status": {
                    "indicators": [{"indicator": "income/children", "weight": 1}],
                    "classes": [{"name": {"de": n}} for n in STATUS],
                },
                "dynamics": {"classes": [{"name": {"de": n}} for n in DYNAMICS]},
            }
        }
    )
    suppliers: Mapping[str, Any] = field(
        default_factory=lambda: {
            "resident_register": {
                "title": {"de": "Meldebehörden der Gemeinden"},
                "contact": "Bürgeramt",
                "legal_basis": "Bundesmeldegesetz",
                "rhythm": "yearly",
            },
            "employment_agency": {
                "title": {"de": "Statistik der Bundesagentur für Arbeit"},
                "contact": "Statistik-Service",
                "legal_basis": "SGB II",
                "rhythm": "quarterly",
            },
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
    insights: Any = ()
    lineage: Any = field(default_factory=list)
    protection: Mapping[str, Any] = field(
        default_factory=lambda: {
            "rules": {
                "residents": {
                    "title": "Einwohnerinnen und Einwohner",
                    "reason": "Sehr kleine Gruppen ließen einzelne Menschen erkennen.",
                }
            }
        }
    )

    def derived(self, _name: str) -> pl.DataFrame:
        return pl.DataFrame(schema=FINDING_COLUMNS)

    def geometry(self, generation: str) -> dict[str, Any]:
        """All areas as GeoJSON."""
        del generation
        return {"type": "FeatureCollection", "features": self.features}


def make_bundle(
    *, columns: int = 4, rows: int = 3, towns: int = 3, definitions: Mapping[str, Any] | None = None
) -> FakeBundle:
    """A district of crooked squares; each town holds the squares nearest to its heart."""
    rng = np.random.default_rng(7)
    squares = _squares(columns, rows, rng)
    owner = _owners(squares, towns, rng)
    areas, features = _areas(squares, owner)
    definitions = DEFINITIONS if definitions is None else definitions
    people = rng.integers(900, 9000, len(squares)).astype(float)
    burden = rng.normal(size=len(squares))
    return FakeBundle(
        areas=areas,
        indicators=_indicators(areas, definitions, people, burden, rng),
        indices=_indices(areas, burden),
        cells=_cells(areas, people, rng),
        services=_services(areas, rng),
        features=features,
        indicator_definitions=definitions,
    )


def _squares(columns: int, rows: int, rng: np.random.Generator) -> list[list[tuple[float, float]]]:
    x, y = np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0))
    x, y = x + rng.uniform(-0.3, 0.3, x.shape), y + rng.uniform(-0.3, 0.3, y.shape)
    west, south = 7.1 + x * 0.04, 50.9 + y * 0.028
    return [
        [
            (float(west[j, i]), float(south[j, i]))
            for j, i in ((b, a), (b, a + 1), (b + 1, a + 1), (b + 1, a), (b, a))
        ]
        for b in range(rows)
        for a in range(columns)
    ]


def _owners(squares: list[Any], towns: int, rng: np.random.Generator) -> list[int]:
    middle = np.array([np.mean(s[:4], axis=0) for s in squares])
    hearts = middle[rng.choice(len(squares), towns, replace=False)]
    distance = ((middle[:, None] - hearts[None]) ** 2).sum(axis=2)
    return [int(i) for i in distance.argmin(axis=1)]


def _areas(squares: list[Any], owner: list[int]) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    rows, features, numbers = [], [], dict.fromkeys(set(owner), 0)
    for town in sorted(numbers):
        rows.append(("2023", f"099990{town + 10}", TOWNS[town], "municipality", DISTRICT, None))
    for square, town in zip(squares, owner, strict=True):
        parent = f"099990{town + 10}"
        numbers[town] += 1
        key = f"{parent}{numbers[town]:02d}"
        name = f"{TOWNS[town].split()[0]}-{PLACES[(numbers[town] - 1) % len(PLACES)]}"
        rows.append(("2023", key, name, "planning_area", parent, None))
        features.append(_feature(key, name, "planning_area", parent, [square]))
    rows.append(("2023", DISTRICT, "Landkreis Lindenau", "district", None, DISTRICT))
    for _, key, name, level, parent, _code in rows:
        if level == "municipality":
            features.append(_feature(key, name, level, parent, []))
    names = ["generation", "area", "name", "level", "parent", "official_code"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame, features


def _feature(key: str, name: str, level: str, parent: str | None, rings: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"area": key, "name": name, "level": level, "parent": parent},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def _indicators(
    areas: pl.DataFrame,
    definitions: Mapping[str, Any],
    people: np.ndarray,
    burden: np.ndarray,
    rng: np.random.Generator,
) -> pl.DataFrame:
    small = areas.filter(level="planning_area")
    keys, parents = small["area"].to_list(), small["parent"].to_list()
    out: list[dict[str, Any]] = []
    for number, (key, d) in enumerate(definitions.items()):
        before: dict[str, tuple[float, float, float]] = {}
        for t, day in enumerate(DATES):
            share = 1 / (1 + np.exp(-(-2.2 + 0.5 * burden + 0.12 * t + 0.3 * (number % 3))))
            base = np.round(people * (0.16 if number % 2 else 1.0))
            cases = rng.binomial(base.astype(int), share).astype(float)
            if d["kind"] == "count":
                cases = np.round(people * (1 + 0.01 * t))
            rows = _levels(keys, parents, cases, base)
            now = _day_rows(key, d, day, rows, before, t)
            _spoil(now, number, t)
            out += now
    return pl.DataFrame(out, infer_schema_length=None).with_columns(
        pl.col("change_from").cast(pl.Date)
    )


def _levels(keys: Any, parents: Any, cases: Any, base: Any) -> list[tuple[str, str, Any, Any, Any]]:
    rows = [
        ("planning_area", k, p, n, b) for k, p, n, b in zip(keys, parents, cases, base, strict=True)
    ]
    for town in sorted(set(parents)):
        inside = np.array([p == town for p in parents])
        rows.append(("municipality", town, DISTRICT, cases[inside].sum(), base[inside].sum()))
    rows.append(("district", DISTRICT, None, cases.sum(), base.sum()))
    return rows


def _day_rows(
    key: str, d: Mapping[str, Any], day: date, rows: Any, before: dict[str, Any], t: int
) -> list[dict[str, Any]]:
    factor = {"percent": 100.0, "per_100": 100.0, "per_1000": 1000.0}.get(d["unit"], 1.0)
    count = d["kind"] == "count"
    value = {a: (n if count else factor * n / b) for _, a, _, n, b in rows}
    out = []
    for level, area, parent, n, b in rows:
        if level not in d["levels"]:
            continue
        width = 0.0 if count else factor * 1.96 * np.sqrt(max(n, 1)) / b
        mean = None if level == "district" or count else value[DISTRICT]
        town = value[parent] if level == "planning_area" and not count else None
        tested = mean is not None and d["kind"] != "ratio"
        sure = "unknown"
        if tested:
            away = value[area] - mean
            sure = "same" if abs(away) < 1.3 * width else ("above" if away > 0 else "below")
        old = before.get(area)
        change = None if old is None else value[area] - old
        moved = "unknown"
        if change is not None and not count and d["kind"] != "ratio":
            moved = "same" if abs(change) < 1.8 * width else ("up" if change > 0 else "down")
        before[area] = value[area]
        interval = d["kind"] in {"share", "rate"}
        out.append(
            {
                "indicator": key, "reference_date": day, "generation": "2023", "level": level,
                "area": area, "numerator": float(n), "denominator": None if count else float(b),
                "value": float(value[area]),
                "lower": float(max(0, value[area] - width)) if interval else None,
                "upper": float(value[area] + width) if interval else None,
                "smoothed": None, "smoothed_near": None, "significance_municipal": "unknown",
                "municipal_mean": town, "district_mean": mean,
                "deviation_municipal": None if town is None else value[area] - town,
                "deviation_district": None if mean is None else value[area] - mean,
                "significance": sure, "change": change,
                "change_from": DATES[t - 1] if change is not None else None,
                "change_significance": moved, "observation": "counted",
                "confidentiality": "free", "coverage": 1.0,
            }
        )  # fmt: skip
    return out


def _spoil(rows: list[dict[str, Any]], number: int, t: int) -> None:
    """Hide, leave out and estimate some, as real deliveries do."""
    small = [r for r in rows if r["level"] == "planning_area"]
    if number in (2, 3) and small:
        for row in (small[0], small[5]):  # the raw number is left in on purpose: nobody may show it
            row.update(confidentiality="suppressed", numerator=float(SECRET))
        small[7].update(observation="estimated")
        small[8].update(lower=0.0, upper=small[8]["value"] * 2.5)
    if number == 4 and small:
        town = small[-1]["area"][:8]
        for row in rows:
            if row["area"].startswith(town):
                row.update(observation="not_covered", **_nothing())
            row["coverage"] = 2 / 3
    if number == 6 and t == 2:
        for row in rows:
            row.update(observation="not_delivered", **_nothing())


def _nothing() -> dict[str, Any]:
    names = (
        "numerator", "denominator", "value", "lower", "upper", "municipal_mean", "district_mean",
        "deviation_municipal", "deviation_district", "change", "change_from",
    )  # fmt: skip
    return {**dict.fromkeys(names), "significance": "unknown", "change_significance": "unknown"}


def _indices(areas: pl.DataFrame, burden: np.ndarray) -> pl.DataFrame:
    keys = areas.filter(level="planning_area")["area"].to_list()
    out = []
    for part, values in (("status", burden), ("dynamics", np.roll(burden, 3))):
        z = (values - values.mean()) / values.std()
        names = STATUS if part == "status" else DYNAMICS

        cuts = [-1, 1, 1.5] if part == "status" else [-1, 1]
        order = np.argsort(np.argsort(z)) + 1
        for key, one, rank in zip(keys, z, order, strict=True):
            out.append(
                {
                    "index": "social_index", "part": part, "reference_date": DATES[-1],
                    "generation": "2023", "area": key, "z": "{}", "sum": float(one * 2),
                    "index_value": float(one), "class": names[int(np.searchsorted(cuts, one))],
                    "rank": int(rank), "observation": "counted", "confidentiality": "free",
                    "note": None, "class_probability": 0.6 if abs(one - 1) < 0.3 else 1.0,
                }
            )  # fmt: skip
        out[-1].update(
            {"index_value": None, "sum": None, "class": None, "rank": None,
             "observation": "cannot_exist", "note": "weniger als 300 Menschen"}
        )  # fmt: skip
    return pl.DataFrame(out, infer_schema_length=None)


def _cells(areas: pl.DataFrame, people: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    small = areas.filter(level="planning_area")
    keys, parents = small["area"].to_list(), small["parent"].to_list()
    shares = np.array([0.03, 0.03, 0.09, 0.11, 0.52, 0.15, 0.07])
    out = []
    for day in DATES:
        counts = np.array([rng.multinomial(int(p), shares) for p in people])
        for slot, code in [*enumerate(AGES), (-1, "all")]:
            column = counts.sum(axis=1) if code == "all" else counts[:, slot]
            for level, area, _, n, _ in _levels(keys, parents, column, column):
                hidden = code == "0-2" and area == keys[0]
                out.append(
                    {
                        "cube": "residents", "slice": code if code == "all" else f"age={code}",
                        "reference_date": day, "generation": "2023", "level": level, "area": area,
                        "value": float(SECRET if hidden else n), "lower": None, "upper": None,
                        "observation": "counted",
                        "confidentiality": "suppressed" if hidden else "free",
                    }
                )  # fmt: skip
    return pl.DataFrame(out, infer_schema_length=None)


def _services(areas: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    kinds = {
        "daycare": "Kindertagesstätte",
        "school": "Grundschule",
        "care": "Pflegeheim",
        "youth": "Jugendzentrum",
    }
    out = []
    for number, key in enumerate(areas.filter(level="planning_area")["area"].to_list()):
        for service, kind in list(kinds.items())[: int(rng.integers(0, 5))]:
            out.append(
                {
                    "service": service, "kind": kind, "name": f"{kind} {number + 1}",
                    "provider": "Träger Lindenau", "street": "Hauptstraße",
                    "number": str(number + 1),
                    "postcode": "51000", "place": "Lindenau", "x": 0.0, "y": 0.0, "area": key,
                    "places": float(rng.integers(10, 90)), "reference_date": DATES[-1],
                }
            )  # fmt: skip
    return pl.DataFrame(out, infer_schema_length=None)
