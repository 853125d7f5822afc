"""A suggestion becomes a line of kreisblick.toml; everything else in the file stays."""

import shutil
import tomllib

import pytest

from kreisblick.base.definitions import shipped
from kreisblick.pipeline.advising_take import take_over
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.protection.advice import Kind, Suggestion


@pytest.fixture
def workspace(tmp_path):
    shutil.copy(shipped("examples", "lindenau", "kreisblick.toml"), tmp_path)
    return open_workspace(tmp_path)


def suggestion(take, kind=Kind.AREAS):
    return Suggestion(kind=kind, names=("a", "b"), take=take, estimate=1, freed=2, lost=1, joined=0)


def content(workspace):
    return tomllib.loads((workspace.folder / "kreisblick.toml").read_text(encoding="utf-8"))


def test_age_groups_take_the_place_of_those_before(workspace):
    before = content(workspace)

    take_over(workspace, suggestion('age_groups = ["0-17", "18+"]', Kind.CODES))

    assert content(workspace)["report"] == before["report"] | {"age_groups": ["0-17", "18+"]}
    assert content(workspace)["addresses"] == before["addresses"]


def test_a_key_that_was_not_there_is_added_to_the_report(workspace):
    take_over(workspace, suggestion('leave_out = ["housing_benefit"]', Kind.SLICES))

    assert open_workspace(workspace.folder).choices.report.leave_out == ("housing_benefit",)


def test_a_group_is_added_and_a_larger_one_takes_its_place(workspace):
    take_over(workspace, suggestion('[[together]]\nareas = ["2051", "2052"]'))
    take_over(workspace, suggestion('[[together]]\nareas = ["1601", "1602"]'))
    take_over(workspace, suggestion('[[together]]\nareas = ["2051", "2052", "2053"]'))

    groups = [one.areas for one in open_workspace(workspace.folder).choices.together]
    assert sorted(groups) == [("1601", "1602"), ("2051", "2052", "2053")]


def test_comments_stay(workspace):
    path = workspace.folder / "kreisblick.toml"
    before = [line for line in path.read_text(encoding="utf-8").splitlines() if "#" in line]

    take_over(workspace, suggestion('[[together]]\nareas = ["2051", "2052"]'))

    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in before if line not in after] == []
