"""The lines at the beginning of a text."""

from datetime import date

import pytest

from kreisblick.products.editorial.head import head_faults, read_head
from kreisblick.products.editorial.read import read_draft


def test_colons_need_no_quotes_and_days_may_be_german() -> None:
    head, lines, faults = read_head(
        "kind: focus\ntitle: Kinder: früh dabei\nday: 12.05.2025\n"
        "expects: Arbeitslose in Rosenthal: über dem Mittel",
        "a.md",
    )

    assert faults == []
    assert head is not None
    assert head.title == "Kinder: früh dabei"
    assert head.day == date(2025, 5, 12)
    assert head.expects == ("Arbeitslose in Rosenthal: über dem Mittel",)
    assert lines["expects"] == 5


def test_expectations_may_be_a_list() -> None:
    head, _lines, _faults = read_head("kind: text\nexpects:\n  - a in b: gestiegen\n  - c", "a.md")

    assert head is not None
    assert head.expects == ("a in b: gestiegen", "c")


@pytest.mark.parametrize(
    ("text", "code", "line", "word"),
    [
        ("title: x", "head_field", 1, "kind"),
        ("kind: essay", "head_field", 2, "recommendation"),
        ("kind: text\nautor: x", "head_field", 3, "autor"),
        ("kind: text\narea: 0801", "head_field", 3, "Anführungszeichen"),
        ("kind: text\nday: gestern", "head_field", 3, "2025-05-12"),
        ("kind: text\nday: 31.02.2025", "head_field", 3, "2025-05-12"),
        ("kind: text\nkind: text", "head_twice", 3, "zweimal"),
        ("kind: text\ntitle: [a", "head_form", 3, "nicht lesbar"),
        ("nur Worte", "head_form", 1, "kind: text"),
    ],
)
def test_what_is_wrong_in_a_head_is_told_by_line(
    text: str, code: str, line: int, word: str
) -> None:
    head, _lines, faults = read_head(text, "a.md")

    assert head is None
    assert [(one.code, one.where) for one in faults] == [(code, f"a.md:{line}")]
    assert word in faults[0].message


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("kind: focus", {"title"}),
        ("kind: recommendation", {"title"}),
        ("kind: statement", {"by", "day"}),
        ("kind: comment", {"by", "day", "area"}),
        ("kind: plain", set()),
    ],
)
def test_every_kind_needs_what_makes_it_that(text: str, lacking: set[str]) -> None:
    head, lines, _faults = read_head(text, "a.md")
    assert head is not None

    faults = head_faults(head, lines, "a.md")

    assert {one.code for one in faults} <= {"head_missing"}
    assert {word for word in ("title", "by", "day", "area") for one in faults
            if f"„{word}“" in one.message} == lacking  # fmt: skip


@pytest.mark.parametrize("by", ["Frau Muster", "Herr M.", "Caritas, Dr. Muster"])
def test_a_person_does_not_speak(by: str) -> None:
    head, lines, _faults = read_head(f"kind: text\nby: {by}", "a.md")
    assert head is not None

    assert [one.code for one in head_faults(head, lines, "a.md")] == ["person"]


def test_a_heading_holds_no_live_figure() -> None:
    head, lines, _faults = read_head('kind: text\ntitle: "{{ a | b }} im Kreis"', "a.md")
    assert head is not None

    assert [one.code for one in head_faults(head, lines, "a.md")] == ["figure_in_head"]


def test_offices_whose_name_holds_such_a_word_speak() -> None:
    head, lines, _faults = read_head("kind: text\nby: Frauenhaus Lindenau", "a.md")
    assert head is not None

    assert head_faults(head, lines, "a.md") == []


def test_fields_taken_over_from_elsewhere_do_not_stop_a_round() -> None:
    head, _lines, faults = read_head("kind: text\n<<: {title: Wohnen}", "a.md")

    assert head is None or head.title == "Wohnen"
    assert head is not None or faults


@pytest.mark.parametrize("sign", ["\x00", "\x02", "\x0b", "\x1f"])
@pytest.mark.parametrize(
    "text", ["---\nkind: text\ntitle: A{}b\n---\nText.", "---\nkind: text\n---\n\nA{}b."]
)
def test_signs_that_no_paper_can_print_are_told_with_their_line(sign, text, tmp_path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(text.format(sign).encode())

    draft, faults = read_draft(path)

    assert draft is None
    assert [(fault.code, fault.where.rpartition(":")[2]) for fault in faults] == [
        ("unprintable", str(text.format(sign).split(sign)[0].count("\n") + 1))
    ]
