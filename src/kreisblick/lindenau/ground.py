"""Stops, food shops and practices beside the homes, and which homes are near to them."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from kreisblick.lindenau.count import TownAtDate
from kreisblick.lindenau.definitions import Floats, Integers, Parameters
from kreisblick.lindenau.people import Flags
from kreisblick.lindenau.randomness import stream
from kreisblick.lindenau.tally import Tally

__all__ = ["count_ground", "near", "practices_at"]

MOST_DOCTORS = 4
PRACTICE_NAMES = ("Hausarztpraxis", "Praxis für Allgemeinmedizin", "Hausärztliches Zentrum",
                  "Praxis Dres.")  # fmt: skip


def practices_at(state: TownAtDate, seed: int, plan: Parameters, size: str) -> pl.DataFrame:
    """General practices that are open: ``name, doctors, street, number, suffix, ...``, areas.

    They stand where they were founded; from date to date some find no successor.
    """
    rng = stream(seed, "practices", state.town.ags)
    residents = int(state.people.main.sum())
    count = max(1, min(round(residents / plan.residents_per_practice[size]), _half(state)))
    rows = np.sort(rng.choice(state.houses.height, count, replace=False))
    doctors = rng.integers(1, MOST_DOCTORS + 1, count)
    names = rng.integers(0, len(PRACTICE_NAMES), count)
    closes_at = rng.geometric(plan.practice_closes, count)  # at which later date it is gone
    street = state.houses["street"].to_numpy()[rows]
    frame = state.houses[rows].with_columns(
        name=pl.Series([f"{PRACTICE_NAMES[n]} {s}" for n, s in zip(names, street, strict=True)]),
        doctors=pl.Series(doctors),
    )
    stays = closes_at > state.edition
    stays[0] = True  # every town keeps one
    return frame.filter(pl.Series(stays))


def _half(state: TownAtDate) -> int:
    return max(1, state.houses.height // 2)


def near(
    state: TownAtDate, seed: int, plan: Parameters, practices: pl.DataFrame
) -> Mapping[str, Flags]:
    """For each thing, which houses have one within reach as the crow flies."""
    places = {
        thing: state.houses[_sites(state, seed, thing, per)]
        for thing, per in plan.houses_per.items()
    }
    places["practice"] = practices
    at = _points(state.houses)
    return {
        thing: np.asarray(cKDTree(_points(frame)).query(at)[0] <= plan.reach_m[thing])
        for thing, frame in places.items()
    }


def _sites(state: TownAtDate, seed: int, thing: str, per: int) -> Integers:
    count = max(1, state.houses.height // per)
    rng = stream(seed, thing, state.town.ags)
    return np.sort(rng.choice(state.houses.height, count, replace=False)).astype(np.int64)


def _points(frame: pl.DataFrame) -> Floats:
    return frame.select("x", "y").to_numpy()


def count_ground(
    tally: Tally, state: TownAtDate, reached: Mapping[str, Flags], practices: pl.DataFrame
) -> None:
    """Count houses within reach, and doctors where their practice stands."""
    for thing, inside in reached.items():
        for code, which in (("yes", inside), ("no", ~inside)):
            tally.add(state.day, "homes_in_reach", f"{thing}={code}", _areas(state.houses), which)
    doctors = practices["doctors"].to_numpy()
    tally.add(state.day, "general_practitioners", "all", _areas(practices), doctors)


def _areas(frame: pl.DataFrame) -> dict[str, Integers]:
    columns = [name for name in frame.columns if name.startswith("area_")]
    return {name.removeprefix("area_"): frame[name].to_numpy() for name in columns}
