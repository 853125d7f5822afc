"""A generation is loaded inactive, checked, and activated in one step."""

from datetime import date
from pathlib import Path

import pytest

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.generations import (
    GenerationError,
    activate,
    activation_lines,
    check,
    deactivate,
    in_force,
    overview,
    plan_activation,
)


def codes(plan):
    return [fault.code for fault in plan.faults]


def test_a_generation_ends_where_the_next_active_one_begins(two_generations):
    before = in_force(two_generations.open().definitions)

    activate(two_generations.open(), "2025")
    after = in_force(two_generations.open().definitions)

    assert list(before) == ["2020"]
    assert before["2020"].valid_until is None
    assert list(after) == ["2020", "2025"]
    assert after["2020"].valid_until == date(2025, 1, 1)
    assert after["2025"].valid_until is None


def test_only_one_line_changes_and_comments_stay(two_generations):
    path = two_generations.folder / "catalogue/territory/2025.yaml"
    before = path.read_text()

    activate(two_generations.open(), "2025")
    activated = path.read_text()
    deactivate(two_generations.open(), "2025", reported="2020")

    assert activated == before.replace("active: false  #", "active: true  #")
    assert "# noch nicht beschlossen" in activated
    assert path.read_text() == before


def test_a_definition_without_the_line_gets_one(two_generations):
    path = two_generations.folder / "catalogue/territory/2020.yaml"
    windows = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(windows)

    deactivate(two_generations.open(), "2020", reported="2025")

    assert path.read_bytes() == windows.replace(b"valid_from", b"active: false\r\nvalid_from", 1)
    assert in_force(two_generations.open().definitions) == {}


def test_planning_writes_nothing_and_says_what_would_happen(two_generations):
    files = {p: p.read_bytes() for p in two_generations.folder.rglob("*") if p.is_file()}

    plan = plan_activation(two_generations.open(), "2025")
    said = list(activation_lines(plan, written=False))

    assert said[0] == (
        "Gebietsstand 2025 würde in Kraft gesetzt: 6 Gebiete, 2 neu, 2 aufgelöst, 3 geändert, "
        "1 umgeschlüsselt, 0 unverändert, keine Lücken."
    )
    assert said[-1] == "Es wurde nichts geschrieben. Bitte mit --write wiederholen."
    assert {p: p.read_bytes() for p in two_generations.folder.rglob("*") if p.is_file()} == files


def test_a_crash_while_writing_leaves_the_old_state(two_generations, monkeypatch):
    path = two_generations.folder / "catalogue/territory/2025.yaml"
    before = path.read_bytes()
    real = Path.replace

    def crash(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise OSError("power cut")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", crash)

    with pytest.raises(OSError, match="power cut"):
        activate(two_generations.open(), "2025")

    assert path.read_bytes() == before
    assert list(path.parent.glob(".*")) == []


def test_hard_faults_forbid_it_and_nothing_is_written(two_generations):
    areas = {"0101": ("Mitte", (0, 0, 200, 200)), "0102": ("West", (100, 0, 300, 200))}
    path = two_generations.add("2025", areas, begin="2025-01-01", more="active: false\n")
    before = path.read_bytes()

    with pytest.raises(FaultsFoundError, match=r"Überlappt „0102“ um 20\.000 m²"):
        activate(two_generations.open(), "2025")

    assert path.read_bytes() == before


def test_two_generations_cannot_begin_on_one_day(two_generations):
    path = two_generations.folder / "catalogue/territory/2025.yaml"
    path.write_text(path.read_text().replace("2025-01-01", "2020-01-01"))

    plan = check(two_generations.open(), "2025")

    assert codes(plan) == ["same_start"]
    assert not plan.allowed


def test_another_system_than_the_predecessors_is_refused(two_generations):
    path = two_generations.folder / "catalogue/territory/2025.yaml"
    path.write_text(path.read_text().replace("crs: 25832", "crs: 25833"))

    assert codes(check(two_generations.open(), "2025")) == ["other_system"]
    assert not check(two_generations.open(), "2025").allowed


def test_days_without_boundaries_are_refused(two_generations):
    activate(two_generations.open(), "2025")
    path = two_generations.folder / "catalogue/territory/2020.yaml"
    path.write_text(path.read_text() + "active: false\nvalid_until: 2024-06-01\n")

    assert codes(check(two_generations.open(), "2020")) == ["ends_before_successor"]
    assert not check(two_generations.open(), "2020").allowed


def test_changes_and_reasons_that_do_not_meet_are_soft_faults(two_generations):
    path = two_generations.folder / "catalogue/territory/2025.yaml"
    entry = (
        "changes:\n  - {on: 2024-06-01, kind: KIND, from: ['0101'], to: [TO], "
        "reason: Zu groß geworden., decided_by: Kreistag}\n"
    )
    told = entry.replace("KIND", "split").replace("TO", "'0111', '0112'")
    wrong = entry.replace("KIND", "dissolved").replace("TO", "'0111'").split("\n", 1)[1]
    path.write_text(path.read_text() + told + wrong)

    plan = check(two_generations.open(), "2025")

    assert codes(plan) == ["change_without_reason"] * 4 + ["reason_without_change"]
    assert plan.allowed
    assert "Gebiet geteilt (0101 → 0111, 0112)" in plan.faults[-1].message


def test_a_reason_with_a_placeholder_is_refused(two_generations):
    path = two_generations.folder / "catalogue/territory/2025.yaml"
    path.write_text(
        path.read_text() + "changes:\n  - {on: 2024-06-01, kind: split, from: ['0101'], to: [], "
        "reason: '', decided_by: Kreistag}\n"
    )

    with pytest.raises(FaultsFoundError, match=r"2025\.yaml:\d+"):
        two_generations.open()


def test_the_reports_generation_cannot_be_taken_out_of_force(two_generations):
    with pytest.raises(GenerationError, match=r"kreisblick.toml"):
        deactivate(two_generations.open(), "2020", reported="2020")
    with pytest.raises(GenerationError, match="nicht in Kraft"):
        deactivate(two_generations.open(), "2025", reported="2020")
    with pytest.raises(GenerationError, match="2020, 2025"):
        deactivate(two_generations.open(), "1999", reported="2020")


def test_the_list_shows_the_last_day_and_the_state(two_generations):
    activate(two_generations.open(), "2025")
    deactivate(two_generations.open(), "2025", reported="2020")
    inactive = [row.line() for row in overview(two_generations.open())]
    activate(two_generations.open(), "2025")

    assert inactive[1].split()[:2] == ["2025", "inaktiv"]
    assert "01.01.2020 – 31.12.2024" in overview(two_generations.open())[0].line()


def test_an_inactive_generation_is_nobodys_predecessor(two_generations):
    areas = {"0101": ("Mitte", (0, 0, 200, 200))}
    two_generations.add("2030", areas, begin="2030-01-01", more="active: false\n")

    plan = check(two_generations.open(), "2030")

    assert plan.comparison is not None
    assert plan.comparison.source == "2020"


def test_broken_boundaries_are_not_compared(two_generations):
    areas = {"0101#a": ("Mitte", (0, 0, 200, 200)), "0101#b": ("West", (200, 0, 300, 200))}
    two_generations.add("2025", areas, begin="2025-01-01", more="active: false\n")

    plan = check(two_generations.open(), "2025")

    assert codes(plan) == ["duplicate_key"]
    assert plan.comparison is None
