"""Berlin's open data are accepted as published: every total is the publisher's own."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kreisblick.base.definitions import read_definition, read_definitions, shipped
from kreisblick.sealed.intake import AcceptedDelivery, IntakeContext, accept
from kreisblick.sealed.mapping import read_deliveries
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import read_suppliers
from kreisblick.territory.areas import GenerationDefinition, load_generation

pytestmark = pytest.mark.real
BERLIN = Path(__file__).parents[2] / "examples" / "berlin"
PUBLISHED = {
    date(2018, 12, 31): 3_748_148,
    date(2020, 12, 31): 3_769_962,
    date(2022, 12, 31): 3_850_809,
}


@pytest.fixture(scope="module")
def context(open_data: Path) -> Iterator[IntakeContext]:
    catalogue = BERLIN / "catalogue"
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("KREISBLICK_DATA", str(open_data.resolve()))
        yield _context(catalogue)


def _context(catalogue: Path) -> IntakeContext:
    return IntakeContext(
        territories={
            path.stem: load_generation(
                read_definition(path, GenerationDefinition),
                key=path.stem,
                district_key="11000",
                district_name="Berlin",
                base=BERLIN,
            )
            for path in sorted((catalogue / "territory").glob("*.yaml"))
        },
        cubes=read_definitions(
            [shipped("catalogue", "cubes"), catalogue / "cubes"], CubeDefinition
        ),
        suppliers=read_suppliers([catalogue / "suppliers"]),
        deliveries=read_deliveries([catalogue / "suppliers"]),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SealedStore:
    return SealedStore(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="module")
def accepted(
    open_data: Path, context: IntakeContext, store: SealedStore
) -> dict[tuple[str, date], AcceptedDelivery]:
    choices: dict[str, Any] = tomllib.loads((BERLIN / "kreisblick.toml").read_text())
    return {
        (entry["product"], entry["reference_date"]): accept(
            open_data / entry["file"].removeprefix("${KREISBLICK_DATA}/"),
            supplier=entry["supplier"],
            product=entry["product"],
            reference_date=entry["reference_date"],
            context=context,
            store=store,
        )
        for entry in choices["delivery"]
    }


def records(store: SealedStore, delivery: AcceptedDelivery) -> pl.DataFrame:
    frame = pl.from_arrow(store.read_table(f"{delivery.path_key}/records"))
    assert isinstance(frame, pl.DataFrame)
    return frame


@pytest.mark.parametrize("day", list(PUBLISHED))
def test_residents_and_their_ages_add_up_to_the_published_total(
    accepted: dict[tuple[str, date], AcceptedDelivery], store: SealedStore, day: date
) -> None:
    frame = records(store, accepted["residents", day])
    margins = ["age", "sex", "citizenship", "migration"]
    everybody = frame.filter(pl.all_horizontal(pl.col(margins) == "*"))
    assert everybody["value"].sum() == PUBLISHED[day]
    for margin in margins[:3]:
        assert frame.filter(pl.col(margin) != "*")["value"].sum() == PUBLISHED[day]


@pytest.mark.parametrize(("product", "number"), [("daycare", 2880), ("care", 274)])
def test_every_facility_lies_in_an_area(
    accepted: dict[tuple[str, date], AcceptedDelivery],
    store: SealedStore,
    product: str,
    number: int,
) -> None:
    frame = records(store, accepted[product, date(2022, 12, 31)])
    assert frame.height == number
    assert frame["area"].null_count() == 0


def test_places_in_care_homes_are_those_published(
    accepted: dict[tuple[str, date], AcceptedDelivery], store: SealedStore
) -> None:
    assert records(store, accepted["care", date(2022, 12, 31)])["places"].sum() == 31_154


def test_day_care_centres_lie_in_the_published_areas(
    accepted: dict[tuple[str, date], AcceptedDelivery], store: SealedStore, open_data: Path
) -> None:
    frame = records(store, accepted["daycare", date(2022, 12, 31)])
    ours = dict(frame.group_by("area").len().iter_rows())
    published = pl.read_csv(
        open_data / "berlin-einrichtungen" / "kitas_per_plr_simple.csv.gz", infer_schema=False
    )
    theirs = {
        a: int(float(n or 0)) for a, n in published.select("PLR_ID", "kita_count").iter_rows()
    }
    assert {area: ours.get(area, 0) for area in theirs} == theirs


def test_a_published_share_stays_as_published(
    accepted: dict[tuple[str, date], AcceptedDelivery], store: SealedStore
) -> None:
    frame = records(store, accepted["mss_2021", date(2020, 12, 31)])
    first = frame.filter((pl.col("cube") == "mss_s1") & (pl.col("area") == "01100101"))
    assert first["value"].to_list() == [4.22594]
    assert accepted["mss_2021", date(2020, 12, 31)].generation == "2021"
