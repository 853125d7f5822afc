"""Invents day-care centres, schools, care services and youth centres."""

import numpy as np
import polars as pl

from kreisblick.lindenau.count import TownAtDate, in_ages
from kreisblick.lindenau.definitions import Names, Parameters, SizeParameters
from kreisblick.lindenau.randomness import share_out
from kreisblick.lindenau.tally import Tally

__all__ = ["FACILITY_KINDS", "count_facilities", "facilities_at", "found_facilities"]

FACILITY_KINDS = ("daycare", "school", "care", "youth_centre")
CARE_KINDS = ("Pflegeheim", "Ambulanter Dienst", "Tagespflege")
MEASURES = {
    "daycare": {
        ("daycare_places", "age=0-2"): "places_young",
        ("daycare_places", "age=3-5"): "places_old",
        ("daycare_children", "age=0-2"): "children_young",
        ("daycare_children", "age=3-5"): "children_old",
    },
    "school": {
        ("pupils", "all"): "pupils",
        ("pupils", "lunch_support=yes"): "lunch_support",
        ("pupils", "family_language=other"): "other_language",
    },
    "care": {("care_places", "all"): "places", ("care_recipients", "all"): "persons"},
    "youth_centre": {("youth_centres", "all"): "one"},
}


def found_facilities(
    state: TownAtDate,
    size: SizeParameters,
    names: Names,
    rng: np.random.Generator,
) -> dict[str, pl.DataFrame]:
    """Where the facilities of a town stand, and whose they are; they stay for all dates.

    One frame per kind: ``house, name, provider, form, weight``. A town with a single care
    provider gives all its care to one; every other town has at least two providers.
    """
    residents = int(state.people.main.sum())
    found = {}
    for kind in FACILITY_KINDS:
        least = {"care": 2, "daycare": 2}.get(kind, 1)
        wanted = max(least, round(residents / size.residents_per_facility[kind]))
        count = min(wanted, state.houses.height // 2)
        house = np.sort(rng.choice(state.houses.height, count, replace=False))
        found[kind] = pl.DataFrame(
            {
                "house": house,
                "name": _names(kind, count, state, house, names),
                "provider": _providers(kind, count, state, names, rng),
                "form": _forms(kind, count, names),
                "weight": rng.uniform(0.6, 1.5, count),
            }
        )
    return found


def _names(kind: str, count: int, state: TownAtDate, house: np.ndarray, names: Names) -> list[str]:
    street = state.houses["street"].to_numpy()[house]
    index = range(count)
    if kind == "daycare":
        return [f"Kita {names.daycare[(i + state.town.index) % len(names.daycare)]}" for i in index]
    if kind == "school":
        return [f"{names.schools[i % len(names.schools)]} {street[i]}" for i in index]
    if kind == "care":
        return [f"{CARE_KINDS[i % len(CARE_KINDS)]} {street[i]}" for i in index]
    return [f"{names.youth_centres[i % len(names.youth_centres)]} {street[i]}" for i in index]


def _providers(
    kind: str, count: int, state: TownAtDate, names: Names, rng: np.random.Generator
) -> list[str]:
    town = f"{state.town.parameters.kind} {state.town.name}"
    if kind in ("school", "youth_centre"):
        return [town] * count
    known = names.care_providers if kind == "care" else names.daycare_providers
    everyone: list[str] = rng.permutation(np.array(known)).tolist()
    if kind == "care" and state.town.parameters.single_care_provider:
        return everyone[:1] * count
    public = [town] if kind == "daycare" else []
    choice = [*public, *everyone]
    return [choice[i % len(choice)] for i in range(count)]


def _forms(kind: str, count: int, names: Names) -> list[str]:
    if kind == "school":
        return [names.schools[i % len(names.schools)] for i in range(count)]
    if kind == "care":
        return [CARE_KINDS[i % len(CARE_KINDS)] for i in range(count)]
    return [kind] * count


def facilities_at(
    state: TownAtDate,
    founded: dict[str, pl.DataFrame],
    parameters: Parameters,
    rng: np.random.Generator,
) -> dict[str, pl.DataFrame]:
    """The facilities with address, areas and the date's numbers."""
    columns = ["street", "number", "suffix", "postcode", "place"]
    columns += [c for c in state.houses.columns if c.startswith("area_")]
    found = {}
    for kind, frame in founded.items():
        here = state.houses.select(*columns, "deprivation")[frame["house"].to_numpy()]
        wide = pl.concat([frame, here], how="horizontal")
        found[kind] = wide.with_columns(**_numbers(kind, wide, state, parameters, rng))
    return found


def _numbers(
    kind: str,
    frame: pl.DataFrame,
    state: TownAtDate,
    parameters: Parameters,
    rng: np.random.Generator,
) -> dict[str, pl.Series]:
    if kind == "daycare":
        return _daycare(frame, state, parameters, rng)
    if kind == "school":
        return _school(frame, state, parameters, rng)
    if kind == "care":
        return _care(frame, state, parameters, rng)
    return {"one": pl.Series(np.ones(frame.height, dtype=np.int64))}


def _daycare(
    frame: pl.DataFrame, state: TownAtDate, parameters: Parameters, rng: np.random.Generator
) -> dict[str, pl.Series]:
    """Some of the youngest and most of the others go; a few places stay free."""
    plan = parameters.daycare
    weight = frame["weight"].to_numpy()
    found = {}
    for name, ages, share in (("young", "0-2", plan.young), ("old", "3-5", plan.old)):
        there = state.people.main & in_ages(state.facts.age, ages)
        children = share_out(round(share * int(there.sum())), weight)
        free = rng.poisson(0.6 + plan.free_places * children)
        found[f"places_{name}"] = pl.Series(children + free)
        found[f"children_{name}"] = pl.Series(children)
    return found


def _school(
    frame: pl.DataFrame, state: TownAtDate, parameters: Parameters, rng: np.random.Generator
) -> dict[str, pl.Series]:
    weight = frame["weight"].to_numpy() * np.where(
        frame["form"] == "Grundschule", 1.0, parameters.secondary_school_weight
    )
    young = int((state.people.main & in_ages(state.facts.age, "6-17")).sum())
    pupils = share_out(young, weight)
    burden = frame["deprivation"].to_numpy()
    chance = parameters.circumstances
    return {
        "pupils": pl.Series(pupils),
        "lunch_support": pl.Series(rng.binomial(pupils, chance["lunch_support"].at(burden))),
        "other_language": pl.Series(rng.binomial(pupils, chance["family_language"].at(burden))),
    }


def _care(
    frame: pl.DataFrame, state: TownAtDate, parameters: Parameters, rng: np.random.Generator
) -> dict[str, pl.Series]:
    """Homes and day care have places; a service has none, but cares for more people."""
    old = int((state.people.main & in_ages(state.facts.age, "80+")).sum())
    mobile = (frame["form"] == "Ambulanter Dienst").to_numpy()
    weight = frame["weight"].to_numpy() * np.where(mobile, parameters.care.mobile_weight, 1.0)
    persons = share_out(round(parameters.care.oldest * old), weight)
    places = np.where(mobile, 0, persons + rng.poisson(1 + parameters.care.free_places * persons))
    return {"places": pl.Series(places), "persons": pl.Series(persons)}


def count_facilities(tally: Tally, state: TownAtDate, found: dict[str, pl.DataFrame]) -> None:
    """Count places and people into the areas in which the facilities stand."""
    for kind, measures in MEASURES.items():
        frame = found[kind]
        columns = [c for c in frame.columns if c.startswith("area_")]
        areas = {c.removeprefix("area_"): frame[c].to_numpy() for c in columns}
        for (cube, slice_key), column in measures.items():
            tally.add(state.day, cube, slice_key, areas, frame[column].to_numpy())
