"""QGIS itself opens project and GeoPackage and draws the maps; skipped where it is not there."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.unit.exports.read_back import expected
from tests.unit.exports.test_maps_for_others import POVERTY, drawn, styles, swinging

from kreisblick.products.drawing import read_palette
from kreisblick.products.exports import build_exports

LOOK = Path(__file__).with_name("qgis_look.py")
SHOWN = ("kreisblick_pr_income-child_poverty", "kreisblick_index_social_index_status")
LIGHT = read_palette().light


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(swinging(), tmp_path_factory.mktemp("x") / "exports")[0].parent


@pytest.fixture(scope="module")
def seen(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("home")
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin") or "python3"
    run = {
        "env": {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(home),
                "QT_QPA_PLATFORM": "offscreen"},
        "capture_output": True, "text": True, "timeout": 170,
    }  # fmt: skip
    if subprocess.run([python, "-c", "import qgis.core"], check=False, **run).returncode:
        pytest.skip("QGIS with Python is not installed")
    done = subprocess.run([python, str(LOOK), str(exports), *SHOWN], check=True, **run)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_project_opens_whole_and_without_a_word_of_warning(seen: dict[str, Any]) -> None:
    assert seen["read"] is True
    assert seen["warnings"] == []
    assert seen["crs"] == "EPSG:25832"
    assert all(one["valid"] and one["features"] for one in seen["layers"].values())
    assert {name for name, found, _shown in seen["tree"] if found} == set(seen["layers"])
    assert [name for name, _found, shown in seen["tree"] if shown] == [
        "kreisblick_kreis", "kreisblick_gemeinden", "kreisblick_pr_population-residents",
    ]  # fmt: skip
    assert LIGHT.border in seen["whole"], "borders of municipalities are drawn"


def test_a_layer_opened_from_the_geopackage_looks_as_in_the_project(seen: dict[str, Any]) -> None:
    for name, layer in seen["layers"].items():
        alone = seen["package"][name.removeprefix("kreisblick_")]
        assert {**alone, "name": ""} == {**layer, "name": ""}


def test_qgis_puts_every_area_into_the_class_that_the_report_gives_it(
    exports: Path, seen: dict[str, Any]
) -> None:
    for name, style in styles(exports).items():
        for rule in style.iterfind("./renderer-v2/rules/rule"):
            areas = seen["layers"][f"kreisblick_{name}"]["rules"][rule.get("label")]
            assert set(areas) == drawn(exports, name, rule.get("filter"))


def test_the_picture_has_the_colours_of_the_classes(exports: Path, seen: dict[str, Any]) -> None:
    rules = seen["layers"][SHOWN[0]]["rules"]
    classes = [areas for label, areas in rules.items() if "%" in label]
    order = [LIGHT.sequence.index(_fill(seen, area)) for areas in classes for area in areas]

    assert order == sorted(order)
    assert len(set(order)) == len([areas for areas in classes if areas])


def _fill(seen: dict[str, Any], area: str) -> str:
    """The colour that most of an area has."""
    shares = seen["drawn"][SHOWN[0]][area]
    return max((one for one in shares if one in LIGHT.sequence), key=shares.get)


def test_hidden_not_covered_and_swinging_areas_look_different(seen: dict[str, Any]) -> None:
    shares = seen["drawn"][SHOWN[0]]
    hidden, missing, outside = (shares[a] for a in ("0999900101", "0999900102", "0999900201"))
    swings, sure = shares["0999900301"], shares["0999900303"]

    assert missing == {LIGHT.paper: 1.0}
    assert 0.1 < 1 - hidden[LIGHT.paper] < 0.25, "dots"
    assert 0.3 < 1 - outside[LIGHT.paper] < 0.5, "hatching"
    assert len(sure) == 1
    assert 0.1 < swings[LIGHT.paper] < 0.3, "light strokes above the colour"


def test_labels_say_number_or_sign_and_mark_what_swings_or_is_estimated(
    seen: dict[str, Any],
) -> None:
    figures = {k[3]: f for k, f in expected(swinging()).items()
               if k[:3] == (POVERTY, "2024-12-31", "planning_area")}  # fmt: skip

    labels = dict(one.split("\n") for one in seen["layers"][SHOWN[0]]["labels"])

    assert labels["Lindenau-Nord"] == ".¹"
    assert labels["Altwiesen-West"] == ".³"
    assert labels["Lindenau-West"] == f"{figures['0999900104'].value:.1f} s".replace(".", ",")
    assert labels["Kirchau-Nord"] == f"({figures['0999900301'].value:.1f})".replace(".", ",")
    assert seen["layers"]["kreisblick_kreis"]["labels"] == []
    assert seen["layers"]["kreisblick_gemeinden"]["labels"] == ["Altwiesen", "Kirchau", "Lindenau"]
