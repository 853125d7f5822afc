"""Invents residents by the million: a stream of batches, no town's life behind them.

For benchmarks of counting only. Households are drawn as in the district; who lives where follows
the sizes of towns. The same crowd and seed give the same rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from kreisblick.lindenau.definitions import Crowd, Floats, Integers, Parameters
from kreisblick.lindenau.people import FEMALE, MALE, People, draw_households
from kreisblick.lindenau.randomness import share_out, stream
from kreisblick.territory.areas.model import Generation, Territory

__all__ = ["CROWD_SCHEMA", "Gathering", "gather"]

Words = npt.NDArray[np.uint64]

GENERATION = "2023"
DISTRICT = "land"
BATCH_HOUSEHOLDS = 500_000  # about 900,000 people: 60 MB at a time
LATEST = 2  # position of the reference date whose newcomers are drawn
SECOND_HOMES = 0.015
DIGITS = np.frombuffer(b"".join(b"%02x" % n for n in range(256)), dtype=np.uint8).reshape(256, 2)
HEX = 16
TEXT = pa.string()
CROWD_SCHEMA = pa.schema(
    {
        "row": pa.int64(),
        f"area_{GENERATION}": TEXT,
        "birth_year": pa.int64(),
        "sex": TEXT,
        "citizenship": TEXT,
        "migration_narrow": TEXT,
        "migration_wide": TEXT,
        "household": TEXT,
        "main_home": TEXT,
    }
)


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """A crowd and the ground it lives on.

    Attributes:
        residents: how many rows the batches have together.
        day: the reference date.
        areas: key of each planning area.
        towns: row of each area's town.
    """

    residents: int
    day: date
    areas: tuple[str, ...] = field(repr=False)
    towns: Integers = field(repr=False)
    _weight: Floats = field(repr=False)
    _burden: Floats = field(repr=False)
    _parameters: Parameters = field(repr=False)
    _seed: int

    def territory(self) -> Territory:
        """Areas in towns in one land, without boundaries."""
        towns = [f"{number:05d}" for number in range(int(self.towns.max()) + 1)]
        rows = [
            *[
                (key, "planning_area", towns[town])
                for key, town in zip(self.areas, self.towns.tolist(), strict=True)
            ],
            *[(town, "municipality", DISTRICT) for town in towns],
            (DISTRICT, "district", None),
        ]
        names = dict.fromkeys(["area", "level", "parent"], pl.String)
        frame = pl.DataFrame(rows, schema=names, orient="row").select(
            "area",
            pl.col("area").alias("name"),
            "level",
            "parent",
            pl.lit(None, pl.String).alias("official_code"),
        )
        generation = Generation(key=GENERATION, valid_from=date(2023, 1, 1))
        return Territory(generation=generation, areas=frame, geometry=np.full(len(rows), None))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, about 900,000 at a time."""
        done = number = 0
        while done < self.residents:
            people = self._people(number, done)
            people = people.take(np.arange(min(len(people), self.residents - done)))
            yield self._batch(people, done, number)
            done, number = done + len(people), number + 1

    def _people(self, number: int, first: int) -> People:
        rng = stream(self._seed, "crowd", number)
        area = np.searchsorted(self._weight, rng.random(BATCH_HOUSEHOLDS))
        area = area.clip(0, len(self.areas) - 1).astype(np.int64)
        hidden = self._parameters.sizes["district"].hidden_address_share
        return draw_households(
            area, self._burden[area], self.day.year, LATEST, self._parameters, hidden, first, rng
        )

    def _batch(self, people: People, first: int, number: int) -> pa.RecordBatch:
        rng = stream(self._seed, "homes", number)
        narrow = (people.citizenship != 0) | (people.second >= 0) | people.migrated
        hidden = people.address_kind > 0
        columns = [
            pa.array(np.arange(first, first + len(people))),
            _pick(people.house, self.areas, hidden),
            pa.array(people.birth_year),
            _pick(np.select([people.sex == MALE, people.sex == FEMALE], [0, 1], 2), SEXES),
            _pick(people.citizenship != 0, ("german", "foreign")),
            _pick(narrow, NO_YES),
            _pick(narrow | (people.parents > 0), NO_YES),
            _hexadecimal(people.household, self._seed),
            _pick(rng.random(len(people)) >= SECOND_HOMES, NO_YES),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=CROWD_SCHEMA)


SEXES = ("male", "female", "diverse")
NO_YES = ("no", "yes")


def gather(crowd: Crowd, seed: int, parameters: Parameters) -> Gathering:
    """The ground of a crowd: towns of very different sizes, areas of about equal ones."""
    rng = stream(seed, "ground")
    size = np.sort(rng.lognormal(0, crowd.town_size_spread, crowd.municipalities))[::-1]
    count = 1 + share_out(crowd.areas - crowd.municipalities, size)
    town = np.repeat(np.arange(crowd.municipalities), count)
    weight = (size / count)[town] * rng.lognormal(0, parameters.space.area_size_spread, len(town))
    starts = np.cumsum(count) - count
    inside = np.arange(len(town)) - starts[town]
    keys = zip(town.tolist(), inside.tolist(), strict=True)
    return Gathering(
        residents=crowd.residents,
        day=parameters.dates[LATEST].day,
        areas=tuple(f"{number:05d}{part:03d}" for number, part in keys),
        towns=town,
        _weight=np.cumsum(weight / weight.sum()),
        _burden=rng.normal(0, 1, len(town)),
        _parameters=parameters,
        _seed=seed,
    )


def _pick(
    index: npt.NDArray[np.generic],
    words: tuple[str, ...],
    hidden: npt.NDArray[np.bool_] | None = None,
) -> pa.Array:
    """Words by their position, as plain text."""
    positions = pa.array(index.astype(np.int32), mask=hidden)
    return pa.array(words, TEXT).take(positions)


def _hexadecimal(numbers: Integers, seed: int) -> pa.Array:
    """16 hexadecimal digits per number, like keyed pseudonyms (SplitMix64, Steele 2014)."""
    mixed: Words = numbers.astype(np.uint64) + np.uint64(seed)
    with np.errstate(over="ignore"):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    digits = DIGITS[mixed.view(np.uint8)].reshape(-1)
    offsets = np.arange(0, HEX * len(numbers) + 1, HEX, dtype=np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(digits)]
    return pa.Array.from_buffers(TEXT, len(numbers), buffers)
