"""What a round depends on: also boundaries that lie outside of the workspace."""

from datetime import date
from pathlib import Path

import pytest

from kreisblick.pipeline.last import RoundState, state_of
from kreisblick.pipeline.workspace import open_workspace

CHOICES = """
[district]
key = "09999"
name = "Landkreis Lindenau"
[report]
generation = "2023"
dates = [2024-12-31]
title = "Sozialbericht"
"""
FORMS = [
    "file: ${ELSEWHERE}/areas.geojson\nkey: id\n",
    'planning_areas: {key: id, file: "${ELSEWHERE}/areas.geojson"}\n',
    "planning_areas: {file: ${ELSEWHERE}/areas.geojson, key: id}  # of the surveyors\n",
]


def state(folder: Path) -> RoundState:
    return state_of(open_workspace(folder, None), date(2024, 12, 31))


@pytest.mark.parametrize("kind", ["territory", "own_cuts"])
@pytest.mark.parametrize("definition", FORMS)
def test_other_boundaries_elsewhere_make_other_figures(
    definition: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, elsewhere = tmp_path / "workspace", tmp_path / "elsewhere"
    (workspace / "catalogue" / kind).mkdir(parents=True)
    elsewhere.mkdir()
    monkeypatch.setenv("ELSEWHERE", str(elsewhere))
    (workspace / "kreisblick.toml").write_text(CHOICES, "utf-8")
    (workspace / "catalogue" / kind / "a.yaml").write_text(definition, "utf-8")
    (elsewhere / "areas.geojson").write_text("{}", "utf-8")
    before = state(workspace)

    assert state(workspace) == before
    (elsewhere / "areas.geojson").write_text('{"other": true}', "utf-8")
    assert state(workspace).figures != before.figures
    assert state(workspace).products == before.products


def test_a_text_is_no_matter_of_figures_and_a_definition_is(tmp_path: Path) -> None:
    (tmp_path / "kreisblick.toml").write_text(CHOICES, "utf-8")
    first = state(tmp_path)
    (tmp_path / "editorial").mkdir()
    (tmp_path / "editorial" / "a.md").write_text("Text", "utf-8")
    second = state(tmp_path)
    (tmp_path / "catalogue" / "sets").mkdir(parents=True)
    (tmp_path / "catalogue" / "sets" / "own.yaml").write_text("key: own\n", "utf-8")
    third = state(tmp_path)

    assert (second.figures, third.products) == (first.figures, second.products)
    assert second.products != first.products
    assert third.figures != second.figures
