"""The officer's sign-off: bound to what was signed; weaker is refused, stricter is told."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from kreisblick.base.definitions import Translated
from kreisblick.base.errors import FaultsFoundError
from kreisblick.protection.rules import (
    Dominance,
    FurtherAttributes,
    PublishedAs,
    RuleSet,
    SignOff,
    Terms,
    read_rule_sets,
    sign,
    sign_off_notes,
    weaker,
)

SIGNED = Terms(
    minimum_count=10,
    minimum_households=10,
    minimum_contributors=4,
    further_attribute=FurtherAttributes(adds=2, up_to=20),
    dominance=Dominance(p_percent=10, largest=2, share_percent=80),
    group_rule=True,
    zeros="sensitive",
)
PUBLISHED = Terms(source="publisher", published_as=PublishedAs(how="rounded", base=10))
WEAKER = [
    ("minimum_count", 9),
    ("minimum_households", 5),
    ("minimum_households", 9),
    ("minimum_contributors", 3),
    ("minimum_contributors", None),
    ("further_attribute", None),
    ("further_attribute", FurtherAttributes(adds=1, up_to=20)),
    ("further_attribute", FurtherAttributes(adds=2, up_to=19)),
    ("further_attribute", FurtherAttributes(adds=2, up_to=20, beyond=2)),
    ("dominance", None),
    ("dominance", Dominance(p_percent=9, largest=2, share_percent=80)),
    ("dominance", Dominance(largest=2, share_percent=80)),
    ("dominance", Dominance(p_percent=10)),
    ("dominance", Dominance(p_percent=10, largest=1, share_percent=80)),
    ("dominance", Dominance(p_percent=10, largest=2, share_percent=81)),
    ("group_rule", False),
    ("zeros", "free"),
]
STRICTER = [
    ("minimum_count", 11),
    ("minimum_contributors", 5),
    ("further_attribute", FurtherAttributes(adds=3, up_to=20, beyond=0)),
    ("dominance", Dominance(p_percent=15, largest=3, share_percent=70)),
]


def signed(terms: Terms = SIGNED, covers: str = "aid") -> SignOff:
    scope = Translated(de="Alle Tabellen über Leistungen")
    return sign(terms, covers=covers, office="Datenschutz", day=date(2026, 2, 1), scope=scope)


def rule_set(terms: Terms, sign_off: SignOff | None) -> RuleSet:
    return RuleSet(
        **{name: getattr(terms, name) for name in Terms.model_fields},
        title={"de": "Regel"},
        agreed_with={"office": "Sozialamt", "date": date(2024, 3, 1)},
        reason={"de": "Beispiel"},
        signed=sign_off,
    )


@pytest.mark.parametrize(("name", "value"), WEAKER)
def test_a_rule_that_protects_less_than_the_signed_one_is_refused(name: str, value: object) -> None:
    terms = SIGNED.model_copy(update={name: value})

    with pytest.raises(ValidationError, match=rf"{name}.*schützt weniger, als Datenschutz"):
        rule_set(terms, signed())


def test_a_rule_that_becomes_a_publishers_is_refused() -> None:
    with pytest.raises(ValidationError, match="source"):
        rule_set(PUBLISHED, signed())
    with pytest.raises(ValidationError, match="published_as"):
        rule_set(Terms(source="publisher"), signed(PUBLISHED))


@pytest.mark.parametrize(("name", "value"), STRICTER)
def test_a_stricter_rule_is_used_and_told(name: str, value: object) -> None:
    rules = rule_set(SIGNED.model_copy(update={name: value}), signed())

    assert weaker(rules, SIGNED) == []
    assert rules.changed_since_signed == [name]
    (note,) = sign_off_notes({"aid": rules})
    assert name in note


def test_what_was_signed_says_nothing_and_what_was_not_is_told() -> None:
    assert sign_off_notes({"aid": rule_set(SIGNED, signed())}) == []
    (note,) = sign_off_notes({"aid": rule_set(SIGNED, None)})
    assert "aid" in note


@pytest.mark.parametrize(
    "forged",
    [
        {"terms": SIGNED.model_copy(update={"minimum_count": 3})},
        {"office": "Sozialplanung"},
        {"date": date(2027, 1, 1)},
        {"covers": "residents"},
        {"scope": Translated(de="Nichts")},
    ],
)
def test_a_sign_off_that_was_changed_afterwards_is_refused(forged: dict) -> None:
    content = {name: getattr(signed(), name) for name in SignOff.model_fields} | forged

    with pytest.raises(ValidationError, match="nachträglich verändert"):
        SignOff(**content)


def test_a_sign_off_tells_neither_terms_nor_fingerprint() -> None:
    sign_off = signed()

    assert sign_off.fingerprint not in repr(sign_off)
    assert "10" not in repr(sign_off)


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    head = "title: {de: Regel}\nagreed_with: {office: Amt, date: 2024-03-01}\nreason: {de: Grund}\n"
    (folder / "aid.yaml").write_text(head + text, encoding="utf-8")
    return folder


def test_a_workspace_may_be_stricter_than_what_it_replaces_and_not_weaker(tmp_path: Path) -> None:
    shipped = written(tmp_path / "shipped", "minimum_count: 5\n")
    strict = written(tmp_path / "strict", "minimum_count: 8\n")
    weak = written(tmp_path / "weak", "minimum_count: 3\n")

    assert read_rule_sets([shipped, strict])["aid"].minimum_count == 8
    with pytest.raises(FaultsFoundError) as caught:
        read_rule_sets([shipped, weak])
    assert [fault.code for fault in caught.value.faults] == ["weaker_unsigned"]


def test_a_signature_allows_less_but_only_for_its_own_rules(tmp_path: Path) -> None:
    shipped = written(tmp_path / "shipped", "minimum_count: 5\n")
    terms = Terms(minimum_count=3)

    def block(covers: str) -> str:
        one = signed(terms, covers)
        return (
            f"minimum_count: 3\nsigned:\n  office: {one.office}\n  date: {one.date}\n"
            f"  covers: {one.covers}\n  scope: {{de: {one.scope.de}}}\n"
            f"  terms: {{minimum_count: 3}}\n  fingerprint: '{one.fingerprint}'\n"
        )

    allowed = read_rule_sets([shipped, written(tmp_path / "own", block("aid"))])
    assert allowed["aid"].minimum_count == 3
    with pytest.raises(FaultsFoundError) as caught:
        read_rule_sets([shipped, written(tmp_path / "other", block("residents"))])
    assert [fault.code for fault in caught.value.faults] == ["signed_for_another"]
