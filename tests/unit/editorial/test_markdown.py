"""What of Markdown becomes a passage, and what is told because no product prints it."""

from pathlib import Path

import pytest

from kreisblick.products.editorial import read_draft
from kreisblick.products.editorial.markdown import read_body

TEXT = """Ein Absatz mit **fetten**, *schrägen* und
***beiden*** Wörtern, dazu ein [Verweis](https://example.org/a).

## Überschrift

- erstens **so**
- zweitens
"""


def told(body: str) -> list[tuple[str, str]]:
    return [(fault.code, fault.where) for fault in read_body(body, "a.md", 5)[1]]


def test_paragraphs_headings_lists_and_looks_are_kept() -> None:
    passages, faults = read_body(TEXT, "a.md", 5)

    assert faults == []
    assert [one.kind for one in passages] == ["paragraph", "heading", "item", "item"]
    assert [one.line for one in passages] == [5, 8, 10, 11]
    looks = [(s.text, s.bold, s.italic, s.link) for s in passages[0].stretches]
    assert looks == [
        ("Ein Absatz mit ", False, False, ""),
        ("fetten", True, False, ""),
        (", ", False, False, ""),
        ("schrägen", False, True, ""),
        (" und\n", False, False, ""),
        ("beiden", True, True, ""),
        (" Wörtern, dazu ein ", False, False, ""),
        ("Verweis", False, False, "https://example.org/a"),
        (".", False, False, ""),
    ]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Text\n\n1. eins\n2. zwei", 7),
        ("> zitiert", 5),
        ("Text\n\n    vier Leerzeichen", 7),
        ("```\nx = 1\n```", 5),
        ("Ein `Wort` mit Zeichen", 5),
        ("Absatz\n\n<b>fett</b>", 7),
        ("<div>\nhallo\n</div>", 5),
        ("![Bild](https://example.org/a.png)", 5),
        ("oben\n\n***\n\nunten", 7),
    ],
)
def test_what_is_not_printed_is_told_with_its_line(body: str, line: int) -> None:
    assert ("markdown", f"a.md:{line}") in told(body)


@pytest.mark.parametrize("target", ["seite.html", "ftp://example.org", "#unten"])
def test_links_lead_somewhere_that_readers_reach(target: str) -> None:
    assert told(f"Siehe [hier]({target}).") == [("link", "a.md:5")]


def test_script_in_a_link_never_becomes_a_link() -> None:
    passages, _faults = read_body("[hier](javascript:alert)", "a.md", 5)

    assert {one.link for passage in passages for one in passage.stretches} == {""}


def test_a_list_in_a_list_and_an_empty_text_are_told() -> None:
    assert ("list_in_list", "a.md:6") in told("- a\n  - b")
    assert told("\n\n") == [("empty", "a.md")]


def test_a_reference_that_is_not_closed_is_told() -> None:
    assert told("Anteil {{ a | b") == [("open_reference", "a.md:5")]
    assert told("Anteil {{ a | **b** }}") == [("open_reference", "a.md:5")]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "editorial" / "a.md"
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf---\r\nkind: text\r\n---\r\n\r\nEin\r\nSatz.\r\n")

    draft, faults = read_draft(path)

    assert faults == []
    assert draft is not None
    assert [one.text for one in draft.passages[0].stretches] == ["Ein\nSatz."]


def test_other_encodings_and_absent_heads_are_told(tmp_path: Path) -> None:
    for name, content in {
        "a": b"---\nkind: text\n---\nf\xfcnf",
        "b": b"Nur Text",
        "c": b"---\na",
    }.items():
        (tmp_path / f"{name}.md").write_bytes(content)

    found = [read_draft(tmp_path / f"{name}.md")[1][0].code for name in "abc"]

    assert found == ["not_utf8", "no_head", "no_head"]
