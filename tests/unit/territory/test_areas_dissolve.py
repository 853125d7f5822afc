"""An area that a publisher draws in parts is one area when the definition says so."""

import json
from datetime import date
from pathlib import Path

import pytest
import shapely

from kreisblick.territory.areas import (
    AreaLevel,
    GenerationDefinition,
    Territory,
    check_generation,
    load_generation,
)

PARTS = {
    "0102": [("Ufer", (0.02, 0.0, 0.03, 0.01))],
    "0101": [("Insel", (0.0, 0.0, 0.01, 0.01)), ("Anleger", (0.01, 0.0, 0.02, 0.01))],
}


def load(folder: Path, *, dissolve: bool) -> Territory:
    features = [
        {
            "type": "Feature",
            "properties": {"id": key, "title": name},
            "geometry": shapely.geometry.mapping(shapely.box(*box)),
        }
        for key, boxes in PARTS.items()
        for name, box in boxes
    ]
    content = {"type": "FeatureCollection", "features": features}
    (folder / "areas.geojson").write_text(json.dumps(content), encoding="utf-8")
    definition = {
        "valid_from": date(2020, 1, 1),
        "planning_areas": {
            "file": "areas.geojson",
            "key": "id",
            "name": "title",
            "parent": {"prefix": 2},
            "dissolve": dissolve,
        },
        "municipalities": {"dissolve": True, "names": {"01": "Lindenau"}},
    }
    model = GenerationDefinition.model_validate(definition)
    return load_generation(model, key="2020", district_key="0", district_name="Kreis", base=folder)


def test_features_of_one_key_become_one_area_named_by_the_first(tmp_path: Path) -> None:
    territory = load(tmp_path, dissolve=True)

    assert territory.keys(AreaLevel.PLANNING_AREA) == ["0101", "0102"]
    assert territory.areas["name"].to_list()[:2] == ["Insel", "Ufer"]
    assert territory.geometry[0].area == pytest.approx(2 * territory.geometry[1].area, rel=1e-3)
    assert [fault for fault in check_generation(territory) if fault.hard] == []


def test_without_it_the_second_feature_is_a_fault(tmp_path: Path) -> None:
    codes = [fault.code for fault in check_generation(load(tmp_path, dissolve=False))]
    assert "duplicate_key" in codes
