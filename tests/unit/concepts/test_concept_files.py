"""Files of concepts and bridges: whole, or refused with all that is wrong."""

import pytest
from pydantic import ValidationError
from tests.unit.concepts.conftest import CONCEPT, write
from tests.unit.concepts.test_concepts import bridge

from kreisblick.base.definitions import shipped
from kreisblick.base.errors import FaultsFoundError
from kreisblick.statistics.concepts import (
    BridgeDefinition,
    ConceptDefinition,
    read_concepts,
    unknown_concepts,
)


def test_a_bridge_must_end_at_two_concepts_of_one_group(folder):
    bridge(folder, "identical", "ilo/1", "home/1")
    with pytest.raises(FaultsFoundError) as caught:
        read_concepts([folder])

    assert [fault.code for fault in caught.value.faults] == ["bridge_without_end"]

    bridge(folder, "identical", "ilo/7", "registered/1")
    with pytest.raises(FaultsFoundError, match="ilo/7"):
        read_concepts([folder])


def test_a_group_without_title_and_a_name_in_two_groups_are_told_together(folder):
    write(folder / "strange" / "ilo.yaml", CONCEPT.format(title="x", version=1, more=""))

    with pytest.raises(FaultsFoundError) as caught:
        read_concepts([folder])

    assert {fault.code for fault in caught.value.faults} == {"concept_twice"}
    write(folder / "strange" / "new.yaml", CONCEPT.format(title="x", version=1, more=""))
    with pytest.raises(FaultsFoundError) as caught:
        read_concepts([folder])
    assert {f.code for f in caught.value.faults} == {"concept_twice", "unknown_group"}


def test_a_later_folder_adds_and_overrides(folder, tmp_path):
    own = tmp_path / "own"
    write(own / "jobs" / "ilo.yaml", CONCEPT.format(title="eigene", version=3, more=""))

    found = read_concepts([folder, own])

    assert found.title("ilo/3") == "eigene"
    assert found.knows("ilo/3")
    assert not found.knows("ilo/1")
    assert found.knows("registered/1")


def test_a_reference_that_nobody_answers_is_a_fault_with_its_place(folder):
    (fault,) = unknown_concepts({"catalogue/cubes/x.yaml": "nobody/1"}, read_concepts([folder]))

    assert (fault.code, fault.where) == ("unknown_concept", "catalogue/cubes/x.yaml")
    assert "nobody/1" in fault.message


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "factor"},
        {"kind": "factor", "factor": 1.5, "lower": 1.6, "upper": 1.8, "source": "x"},
        {"kind": "identical", "factor": 1.0},
        {"kind": "break", "to": "a/1"},
    ],
)
def test_a_bridge_is_whole_or_refused(wrong):
    whole = {
        "from": "a/1",
        "to": "b/1",
        "kind": "identical",
        "reason": {"de": "x"},
        "agreed_by": "x",
        "since": "2024-01-01",
    }
    BridgeDefinition.model_validate(whole)

    with pytest.raises(ValidationError):
        BridgeDefinition.model_validate(whole | wrong)


def test_versions_stand_in_order():
    known = {
        "title": {"de": "x"},
        "version": 2,
        "counted": {"de": "x"},
        "not_counted": {"de": "x"},
        "source": "x",
    }
    later = {"version": 3, "until": "2020-01-01", "differs": {"de": "x"}}

    with pytest.raises(ValidationError, match="in order"):
        ConceptDefinition.model_validate(known | {"earlier": [later]})


def test_the_shipped_concepts_hold_the_groups_that_are_most_often_mixed_up():
    known = read_concepts([shipped("catalogue", "concepts")])
    sizes = {group: list(known.group_of.values()).count(group) for group in known.groups}

    assert sizes["migration_background"] >= 7
    assert sizes["unemployment"] >= 3
    assert sizes["single_parents"] >= 3
    assert sizes["households"] >= 4
    assert sizes["residents"] >= 2
    for name, concept in known.concepts.items():
        if sizes[known.group_of[name]] > 1:
            assert concept.differs is not None, name
