"""Every product of Lindenau's offices is accepted, and says what the known truth says."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kreisblick.base.definitions import read_definition, read_definitions, shipped
from kreisblick.lindenau import Size, generate
from kreisblick.pipeline.supply import products_of
from kreisblick.sealed.intake import AcceptedDelivery, IntakeContext, accept
from kreisblick.sealed.mapping import read_deliveries
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import read_log, read_suppliers, with_consents
from kreisblick.territory.addresses import make_reference
from kreisblick.territory.areas import GenerationDefinition, load_generation
from kreisblick.territory.areas.model import AreaLevel

DATES = [date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31)]
SIZES_SEED = 1


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lindenau")
    generate(Size.HAMLET, SIZES_SEED, folder)
    shutil.copytree(shipped("examples", "lindenau"), folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def context(workspace: Path) -> IntakeContext:
    definitions = sorted((workspace / "catalogue" / "territory").glob("*.yaml"))
    addresses = pl.read_csv(
        workspace / "territory" / "house_coordinates.csv", separator=";", infer_schema=False
    )
    folders = [workspace / "catalogue" / "suppliers"]
    territories = {
        path.stem: load_generation(
            read_definition(path, GenerationDefinition),
            key=path.stem,
            district_key="05998",
            district_name="Landkreis Lindenau",
            base=workspace,
        )
        for path in definitions
    }
    suppliers, deliveries = read_suppliers(folders), read_deliveries(folders)
    return IntakeContext(
        territories=territories,
        cubes=read_definitions([shipped("catalogue", "cubes")], CubeDefinition),
        suppliers=with_consents(
            suppliers,
            products_of(suppliers, deliveries),
            municipalities=territories[definitions[-1].stem].keys(AreaLevel.MUNICIPALITY),
            events=read_log(workspace / "supply" / "log.csv"),
        ),
        deliveries=deliveries,
        reference=make_reference(addresses.with_columns(area=pl.col("area_2023"))),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SealedStore:
    return SealedStore(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="module")
def accepted(
    workspace: Path, context: IntakeContext, store: SealedStore
) -> dict[tuple[str, str, date], AcceptedDelivery]:
    found = {}
    for path in sorted((workspace / "deliveries").glob("*/*/*")):
        supplier, product = path.parts[-3:-1]
        day = date.fromisoformat(path.stem)
        found[supplier, product, day] = accept(
            path,
            supplier=supplier,
            product=product,
            reference_date=day,
            context=context,
            store=store,
        )
    return found


def frame(store: SealedStore, delivery: AcceptedDelivery) -> pl.DataFrame:
    table = pl.from_arrow(store.read_table(f"{delivery.path_key}/records"))
    assert isinstance(table, pl.DataFrame)
    return table


@pytest.fixture(scope="module")
def truth(workspace: Path) -> pl.DataFrame:
    return pl.read_parquet(workspace / "truth" / "counts.parquet")


def test_every_product_has_a_definition_and_every_definition_a_delivery(
    accepted: dict[tuple[str, str, date], AcceptedDelivery], context: IntakeContext
) -> None:
    assert {f"{supplier}/{product}" for supplier, product, _day in accepted} == set(
        context.deliveries
    )


def test_the_generation_of_a_delivery_is_the_one_in_force(
    accepted: dict[tuple[str, str, date], AcceptedDelivery],
) -> None:
    for (_supplier, _product, day), delivery in accepted.items():
        assert delivery.generation == ("2023" if day.year >= 2023 else "2019")


def test_a_counted_number_is_the_true_number_and_a_withheld_one_lies_in_its_bounds(
    accepted: dict[tuple[str, str, date], AcceptedDelivery],
    store: SealedStore,
    truth: pl.DataFrame,
) -> None:
    compared, hidden = 0, 0
    for (_supplier, _product, day), delivery in accepted.items():
        if delivery.grain != "aggregate":
            continue
        records = with_slice(frame(store, delivery))
        both = records.join(
            truth.filter(
                (pl.col("reference_date") == day) & (pl.col("generation") == delivery.generation)
            ),
            on=["cube", "slice", "level", "area"],
            suffix="_true",
        ).filter(pl.col("level") == "planning_area")
        counted = both.filter(pl.col("observation") == "counted")
        assert (counted["value"] == counted["value_true"]).all()
        withheld = both.filter(pl.col("observation") == "withheld_by_source")
        assert (withheld["lower"] <= withheld["value_true"]).all()
        assert (withheld["value_true"] <= withheld["upper"]).all()
        compared, hidden = compared + counted.height, hidden + withheld.height
    assert compared > 100
    assert hidden > 10


def with_slice(records: pl.DataFrame) -> pl.DataFrame:
    fixed = {"cube", "level", "area", "value", "lower", "upper", "observation", "row"}
    names = [name for name in records.columns if name not in fixed]
    parts = [pl.when(pl.col(name) != "*").then(pl.lit(f"{name}=") + pl.col(name)) for name in names]
    text = pl.concat_str(parts, separator=";", ignore_nulls=True) if parts else pl.lit("")
    return records.with_columns(slice=pl.when(text == "").then(pl.lit("all")).otherwise(text))


def test_the_places_of_day_care_centres_add_up_to_the_truth(
    accepted: dict[tuple[str, str, date], AcceptedDelivery],
    store: SealedStore,
    truth: pl.DataFrame,
) -> None:
    delivery = accepted["daycare_supervision", "daycare", DATES[-1]]
    records = frame(store, delivery)
    ours = records["places_u3"].sum() + records["places_3up"].sum()
    theirs = truth.filter(
        (pl.col("cube") == "daycare_places")
        & pl.col("slice").str.starts_with("age=")
        & (pl.col("level") == "district")
        & (pl.col("generation") == delivery.generation)
        & (pl.col("reference_date") == DATES[-1])
    )
    assert theirs.height == 2
    assert ours == theirs["value"].sum()


def test_a_care_service_without_places_has_none_instead_of_zero(
    accepted: dict[tuple[str, str, date], AcceptedDelivery], store: SealedStore
) -> None:
    records = frame(store, accepted["care_supervision", "care", DATES[-1]])
    services = records.filter(pl.col("kind") == "Ambulanter Dienst")
    assert services.height > 0
    assert services["places"].is_null().all()


def test_the_town_without_consent_is_absent_in_its_year_and_there_later(
    accepted: dict[tuple[str, str, date], AcceptedDelivery],
) -> None:
    early = accepted["resident_register", "residents", DATES[0]]
    late = accepted["resident_register", "residents", DATES[1]]
    assert "05998008" not in early.covered
    assert "05998008" in late.covered


def test_no_record_of_a_person_holds_an_address_or_a_delivered_number(
    accepted: dict[tuple[str, str, date], AcceptedDelivery],
    store: SealedStore,
    workspace: Path,
) -> None:
    path = workspace / "deliveries" / "resident_register" / "residents" / "2024-12-31.csv"
    sent = pl.read_csv(
        path.read_bytes().decode("cp1252").encode(), separator=";", infer_schema=False
    )
    records = frame(store, accepted["resident_register", "residents", DATES[-1]])
    texts = {text for column in records.select(pl.col(pl.String)) for text in column}
    assert texts.isdisjoint(sent["HH_Nr"].drop_nulls())
    assert texts.isdisjoint(sent["Strasse"].drop_nulls())
    assert records["household"].n_unique() == sent["HH_Nr"].n_unique()
