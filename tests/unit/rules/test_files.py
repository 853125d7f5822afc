"""Rule files: signed as they stand, and without sealed numbers where they leave the house."""

from datetime import date
from pathlib import Path

import pytest

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.base.errors import FaultsFoundError
from kreisblick.pipeline.signing import sign_rules
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.protection.rules import (
    RuleSet,
    read_rule_sets,
    sign_off_notes,
    signed_text,
    without_sealed_numbers,
)

SHIPPED = sorted(shipped("catalogue", "disclosure").glob("*.yaml"))
SENTINEL = "73.25"


def rule_file(folder: Path, more: str = "") -> Path:
    path = folder / "places.yaml"
    path.write_text(
        "# why this file\ntitle: {de: Regel}\nminimum_count: 5\n"
        f"dominance: {{p_percent: {SENTINEL}}}   # sealed\n"
        "agreed_with: {office: Amt, date: 2024-03-01}\nreason: {de: Grund}\n" + more,
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_rule_set_can_be_signed_and_then_says_so(path: Path, tmp_path: Path) -> None:
    text = signed_text(
        path, covers=path.stem, office="Datenschutz", day=date(2026, 2, 1), scope="Alle Tabellen"
    )
    (tmp_path / path.name).write_text(text, encoding="utf-8")

    rules = read_rule_sets([path.parent, tmp_path])[path.stem]

    assert rules.signed is not None
    assert rules.changed_since_signed == []
    assert sign_off_notes({path.stem: rules}) == []
    assert text.splitlines()[0] == path.read_text(encoding="utf-8").splitlines()[0]  # comments stay


def test_signing_again_takes_the_rules_as_they_now_are(tmp_path: Path) -> None:
    path = rule_file(tmp_path)

    def sign() -> None:
        day = date(2026, 2, 1)
        text = signed_text(path, covers="places", office="Datenschutz", day=day, scope="Alle")
        path.write_text(text, encoding="utf-8")

    sign()
    weaker = path.read_text(encoding="utf-8").replace("minimum_count: 5", "minimum_count: 4", 1)
    path.write_text(weaker, encoding="utf-8")
    with pytest.raises(FaultsFoundError, match="minimum_count") as caught:
        read_definition(path, RuleSet)
    assert SENTINEL not in str(caught.value)
    sign()

    assert read_definition(path, RuleSet).changed_since_signed == []


def test_a_rule_file_for_other_offices_holds_no_sealed_number(tmp_path: Path) -> None:
    path = rule_file(tmp_path)
    signed = signed_text(
        path, covers="places", office="Datenschutz", day=date(2026, 2, 1), scope="Alle"
    )
    assert signed.count(SENTINEL) == 2
    path.write_text(signed, encoding="utf-8")

    text = without_sealed_numbers(path)

    assert SENTINEL not in text
    path.write_text(text, encoding="utf-8")
    assert read_definition(path, RuleSet).minimum_count == 5


def test_only_write_changes_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "kreisblick.toml").write_text(
        '[district]\nkey = "09999"\nname = "Lindenau"\n[report]\ngeneration = "2023"\n'
        'dates = [2024-12-31]\ntitle = "Bericht"\nsets = ["core"]\n',
        encoding="utf-8",
    )
    workspace = open_workspace(tmp_path)
    asked = {"office": "Datenschutz", "day": date(2026, 2, 1), "scope": "Alle Tabellen"}

    place = sign_rules(workspace, "benefits", **asked, write=False)
    assert not place.exists()
    sign_rules(workspace, "benefits", **asked, write=True)

    assert read_definition(place, RuleSet).signed is not None
