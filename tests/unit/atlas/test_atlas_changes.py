"""What the atlas says of a change: sure, not sure, not tested, nothing, too small to print."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.atlas.factory import FakeBundle, given, make_bundle

from kreisblick.products.atlas import build_atlas
from kreisblick.products.atlas.rows import used_signs, write_row
from kreisblick.products.wording import Figure, gather_figures


@pytest.fixture(scope="module")
def bundle() -> FakeBundle:
    return make_bundle()


@pytest.fixture(scope="module")
def atlas(bundle: FakeBundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_atlas(bundle, tmp_path_factory.mktemp("products") / "atlas").parent


def changes(page: Path) -> list[str]:
    rows = re.findall(r"<tr.*?</tr>", page.read_text(encoding="utf-8"))
    return [re.findall(r"<td>([^<]*)</td>", row)[-1] for row in rows if "<td>" in row]


def figure_of(bundle: FakeBundle) -> Figure:
    figure = gather_figures(bundle).get("population/residents", "0999900101", date(2024, 12, 31))
    assert figure is not None
    return figure


@pytest.mark.parametrize(("tongue", "words"), [("de", "nicht geprüft"), ("en", "not tested")])
def test_a_change_that_nobody_tested_says_so(atlas: Path, tongue: str, words: str) -> None:
    folder = atlas if tongue == "de" else atlas / tongue
    counted = changes(folder / "indicator/population-residents.html")
    tested = changes(folder / "indicator/population-children.html")
    values = given(atlas / f"data/{tongue}/values/population-residents.js")

    assert len(counted) == 16
    assert all(re.fullmatch(rf"{words} \([+−]?\d[\d.,]*\)", cell) for cell in counted)
    assert tested
    assert not any(words in cell for cell in tested)
    for entry in values["dates"]["2024-12-31"].values():
        assert entry[10] in counted


@pytest.mark.parametrize(
    ("change", "said"),
    [(12.0, "nicht geprüft (+12)"), (0.0, "nicht geprüft (–)"), (-0.3, "nicht geprüft (0)")],
)
def test_a_change_of_nothing_and_one_too_small_to_print_are_told_apart(
    bundle: FakeBundle, change: float, said: str
) -> None:
    row = write_row(replace(figure_of(bundle), change=change))

    assert row.change == said
    if "+" not in said:
        assert said[-2] in [sign for sign, _words in used_signs(iter([row]), [])]


def test_classes_do_not_rise_or_fall_by_a_number(bundle: FakeBundle) -> None:
    assert write_row(replace(figure_of(bundle), kind="ordinal")).change == ""
