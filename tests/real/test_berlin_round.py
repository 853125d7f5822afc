"""Berlin's whole round on open data gives what the publishers say, claim by claim."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kreisblick.pipeline.run import run

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.xdist_group("berlin")]
EXAMPLES = Path(__file__).parents[2] / "examples"
PROMISED = {
    "residents of 2018-12-31": 3_748_148,
    "residents of 2020-12-31": 3_769_962,
    "residents of 2021-12-31": 3_775_480,
    "residents of 2022-12-31": 3_850_809,
    "residents of 2023-12-31": 3_878_100,
    "areas with the published number of daycare facilities": 542,
    "monitoring 2019: status classes as published": 436,
    "monitoring 2019: dynamics classes as published": 436,
    "monitoring 2021: status classes as published": 536,
    "monitoring 2021: dynamics classes as published": 536,
}


@pytest.fixture(scope="session")
def compare() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "berlin_compare", EXAMPLES / "berlin" / "compare.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def quick_copy(name: str, folder: Path) -> Path:
    """The example without its products: the bundle is what is compared."""
    source = (EXAMPLES / name / "kreisblick.toml").read_text(encoding="utf-8")
    kept = [line for line in source.splitlines() if not line.startswith("products = ")]
    chosen = "\n".join(kept).replace("[report]", "[report]\nproducts = []", 1)
    (folder / name).mkdir()
    (folder / name / "kreisblick.toml").write_text(chosen, encoding="utf-8")
    (folder / name / "catalogue").symlink_to(EXAMPLES / name / "catalogue")
    return folder / name


@pytest.fixture(scope="session")
def claims(
    open_data: Path, compare: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("berlin")
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("KREISBLICK_DATA", str(open_data.resolve()))
        for name in ("berlin", "berlin-2019"):
            run(quick_copy(name, folder), out=folder / "out" / name)
    found = compare.claims_of_round(compare.current_bundle(folder / "out/berlin"), open_data)
    found += compare.claims_of_2019(compare.current_bundle(folder / "out/berlin-2019"), open_data)
    yield {claim.name: claim for claim in found}


def test_every_claim_holds(claims: dict[str, Any]) -> None:
    assert [str(claim) for claim in claims.values() if not claim.holds] == []


@pytest.mark.parametrize(("name", "number"), PROMISED.items())
def test_the_promised_numbers_are_found(claims: dict[str, Any], name: str, number: int) -> None:
    assert claims[name].found == number


@pytest.mark.parametrize("part", ["status", "dynamics"])
def test_the_index_is_within_the_rounding_of_the_published_table(
    claims: dict[str, Any], part: str
) -> None:
    assert claims[f"monitoring 2021: {part} index, largest difference (at most)"].found <= 0.005


def test_addresses_make_the_crosswalk_better_than_areas_alone(claims: dict[str, Any]) -> None:
    found = claims["crosswalk 2020: misplaced share of residents (at most)"].found
    assert 0.06 < found < 0.0725


def test_a_wrong_number_is_told(compare: ModuleType) -> None:
    claim = compare.equal("residents", 3_769_961, 3_769_962)
    assert not claim.holds
    assert str(claim) == "FAIL residents: 3,769,961 / 3,769,962"
    assert not compare.equal("residents", None, 0).holds
