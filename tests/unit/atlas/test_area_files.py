"""Every area has files of its own, whatever an office made of its key."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import polars as pl
import pytest
from hypothesis import given as tried
from hypothesis import strategies as st
from tests.unit.atlas.factory import FakeBundle, given, make_bundle

from kreisblick.products.atlas import build_atlas
from kreisblick.products.finder import read_index, write_finder
from kreisblick.products.finder.model import STRETCHES
from kreisblick.products.model import area_slug

ODD = {
    "0999900101": "../../0999900101",
    "0999900102": "Nord",
    "0999900103": "nord",
    "0999900104": "05/12, a",
    "0999900201": "Süd",
    "0999900202": "süd",
    "0999900203": "a" * 300,
    "0999900204": "..",
    "0999900301": "index",
    "0999900302": "con",
    "0999900303": 'a"b%2C',
}


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_atlas(odd_bundle(), tmp_path_factory.mktemp("odd") / "atlas").parent


def odd_bundle() -> FakeBundle:
    bundle = make_bundle()
    new = pl.col("area").replace(ODD)
    features = [{**one, "properties": renamed(one["properties"])} for one in bundle.features]
    frames = {name: getattr(bundle, name) for name in ("areas", "indicators", "indices")}
    return replace(
        bundle,
        features=features,
        stretches=pl.DataFrame([stretch(key) for key in ODD.values()], STRETCHES, orient="row"),
        **{name: frame.with_columns(new) for name, frame in frames.items()},
    )


def renamed(own: Mapping[str, Any]) -> dict[str, Any]:
    return {**own, "area": ODD.get(own["area"], own["area"])}


def stretch(key: str) -> tuple[Any, ...]:
    return ("amweg", "Am Weg", None, None, "both", 1, None, key)


@tried(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, unique=True))
def test_no_two_keys_share_a_file_on_any_computer(keys: list[str]) -> None:
    slugs = [area_slug(key) for key in [*keys, *ODD.values()]]

    assert len({slug.casefold() for slug in slugs}) == len({*keys, *ODD.values()})
    for slug in slugs:
        assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", slug)
        assert slug not in ("index", "compare", "con", "aux")


@pytest.mark.parametrize("key", [key for key in ODD.values() if key != "nord"])
def test_no_key_takes_the_name_of_another_keys_files(key: str) -> None:
    assert area_slug(area_slug(key)) != area_slug(key)


@pytest.mark.parametrize("one", ["0999900101", "11001001", "a-b_c", "x"])
def test_plain_keys_stay_as_they_are(one: str) -> None:
    assert area_slug(one) == one


def test_every_odd_key_has_its_page_its_data_and_links_that_lead_there(atlas: Path) -> None:
    for folder in ("area", "en/area"):
        assert len(list((atlas / folder).iterdir())) == 15  # 12 planning areas, 3 towns
    for key in ODD.values():
        for tongue in ("de", "en"):
            assert (atlas / f"data/{tongue}/areas/{area_slug(key)}.js").is_file()
    assert not list(atlas.parent.glob("*.html"))
    for page in atlas.rglob("*.html"):
        for link in re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8")):
            target = (page.parent / unquote(link)).resolve()
            if "profiles" not in link and not link.startswith("data:"):
                assert target.is_file(), f"{page.name}: {link}"


def test_the_scripts_know_the_names_of_the_files(atlas: Path) -> None:
    slugs = {row[0]: row[4] for row in given(atlas / "data/de/catalogue.js")["areas"]}

    assert {key: slugs[key] for key in ODD.values()} == {k: area_slug(k) for k in ODD.values()}


def test_the_finder_leads_to_the_same_files(tmp_path: Path) -> None:
    write_finder(read_index(odd_bundle()), tmp_path)

    told = given(tmp_path / "data/addresses/index.js")["areas"]
    assert {key: slug for key, _name, _town, slug in told} == {
        key: area_slug(key) for key in ODD.values()
    }
