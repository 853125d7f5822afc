"""Invents the whole district and writes it, town after town."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.lindenau.areas import draw_land
from kreisblick.lindenau.circumstances import look_at
from kreisblick.lindenau.count import TownAtDate, count_town
from kreisblick.lindenau.definitions import Integers, Parameters, SizeParameters
from kreisblick.lindenau.deliver import Post
from kreisblick.lindenau.deliver_further import FurtherPost
from kreisblick.lindenau.evolve import Register
from kreisblick.lindenau.facilities import count_facilities, facilities_at, found_facilities
from kreisblick.lindenau.files import Folders, folders_in, read_names, read_parameters
from kreisblick.lindenau.further import Lots
from kreisblick.lindenau.houses import build_houses, from_centre, houses_of_towns
from kreisblick.lindenau.model import Land, Size, Summary, Town
from kreisblick.lindenau.own_areas import write_own_areas
from kreisblick.lindenau.randomness import share_out, stream
from kreisblick.lindenau.tally import Tally
from kreisblick.lindenau.territory import (
    HOUSE_COLUMNS,
    house_lines,
    write_areas,
    write_ground,
    write_names,
)

__all__ = ["generate"]


def generate(size: Size, seed: int, out: Path, progress: Progress = silent) -> Summary:
    """Invent Lindenau: ``territory/``, ``deliveries/`` and ``truth/`` below ``out``.

    The three folders are replaced whole, or not at all; what else lies in ``out`` stays. The
    same size and seed give the same bytes. Memory grows with the largest town, not with the
    district.

    Args:
        size: how big the district is.
        seed: any whole number; another seed, another district.
        out: the workspace to write into.
        progress: who is told what is being done.
    """
    parameters = read_parameters()
    plan = parameters.sizes[size.value]
    with progress.step(_("drawing the land")):
        land = draw_land(seed, plan, parameters, read_names())
    with folders_in(out) as folders:
        tally = Tally(land, parameters)
        post = Post(folders, land, parameters, seed)
        further = FurtherPost(folders, land, parameters, size, seed)
        post.open()
        _write_territory(folders, seed, land, plan, parameters)
        towns = range(len(land.towns))
        for index in progress.track(towns, _("inventing towns"), len(land.towns)):
            for state in _live(seed, land, index, plan, parameters, folders):
                _record(seed, state, plan, parameters, tally, post)
                further.take(Lots(seed=seed, state=state, parameters=parameters), tally)
        with progress.step(_("posting the offices' files")):
            post.close(tally)
            further.close(tally)
            tally.frame().write_parquet(folders.truth / "counts.parquet")
    return _sum_up(size, seed, out, land, plan, parameters)


def _write_territory(
    folders: Folders, seed: int, land: Land, plan: SizeParameters, parameters: Parameters
) -> None:
    stamp = f"{parameters.dates[-1].day}T00:00:00.000Z"
    write_ground(folders.territory, seed, land, plan.residents[-1], stamp)
    write_own_areas(folders.territory, seed, land, parameters.space, read_names(), stamp)
    for generation in parameters.generations:
        write_areas(folders.territory, land, generation)
        write_names(folders.territory, land, generation)
    (folders.territory / "house_coordinates.csv").write_bytes(HOUSE_COLUMNS.encode())


def _live(
    seed: int,
    land: Land,
    index: int,
    plan: SizeParameters,
    parameters: Parameters,
    folders: Folders,
) -> Iterator[TownAtDate]:
    """One town at each reference date."""
    town = land.towns[index]
    per_block = houses_of_towns(land, plan)[index]
    houses = build_houses(seed, land, town, per_block, plan, read_names())
    with (folders.territory / "house_coordinates.csv").open("ab") as stream_:
        stream_.write(house_lines(houses, land, town.ags))
    register = Register(
        town=index,
        capacity=houses["capacity"].to_numpy(),
        deprivation=houses["deprivation"].to_numpy(),
        rim=from_centre(houses),
        parameters=parameters,
        hidden_share=plan.hidden_address_share,
    )
    for edition, entry in enumerate(parameters.dates):
        target = int(_residents(land, plan.residents[edition])[index])
        chance = stream(seed, "people", town.ags, entry.day)
        if edition == 0:
            register.settle(target, entry.day.year, chance)
        else:
            older = stream(seed, "older people", town.ags, entry.day)
            register.live_on(target, entry.day.year, edition, chance, older)
        yield _state(seed, town, edition, houses, register, parameters)


def _state(
    seed: int,
    town: Town,
    edition: int,
    houses: pl.DataFrame,
    register: Register,
    parameters: Parameters,
) -> TownAtDate:
    day, people = parameters.dates[edition].day, register.people
    deprivation = houses["deprivation"].to_numpy()[people.house]
    chance = stream(seed, "circumstances", town.ags, day)
    facts = look_at(people, deprivation, day.year, edition, parameters, chance)
    return TownAtDate(
        town=town,
        day=day,
        edition=edition,
        houses=houses,
        people=people,
        facts=facts,
        died=register.died,
    )


def _residents(land: Land, total: int) -> Integers:
    weight = np.bincount(land.town, land.weight, len(land.towns)).astype(np.float64)
    return share_out(total, weight)


def _record(
    seed: int,
    state: TownAtDate,
    plan: SizeParameters,
    parameters: Parameters,
    tally: Tally,
    post: Post,
) -> None:
    """Count one town at one date and give the offices their rows."""
    town = state.town.ags
    spread = parameters.official_deviation
    deviation = float(stream(seed, "official", town).uniform(-spread, spread))
    count_town(tally, state, parameters, deviation)
    founded = found_facilities(state, plan, read_names(), stream(seed, "facilities", town))
    chance = stream(seed, "facilities", town, state.day)
    facilities = facilities_at(state, founded, parameters, chance)
    count_facilities(tally, state, facilities)
    post.take(state, facilities)


def _sum_up(
    size: Size, seed: int, out: Path, land: Land, plan: SizeParameters, parameters: Parameters
) -> Summary:
    written = [
        path
        for name in ("territory", "deliveries", "truth")
        for path in (out / name).rglob("*")
        if path.is_file()
    ]
    return Summary(
        size=size,
        seed=seed,
        folder=out,
        municipalities=len(land.towns),
        areas={key: frame.height for key, frame in land.areas.items()},
        houses=plan.houses,
        residents={
            entry.day: count for entry, count in zip(parameters.dates, plan.residents, strict=True)
        },
        files=len(written),
    )
