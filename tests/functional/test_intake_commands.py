"""``kreisblick intake`` from outside: check, accept in part, reject, confirm, correct, log."""

import json
from pathlib import Path

import pytest
from docx import Document

DAY = "2024-12-31"
KEY = "social_office/housing_benefit"
WHO = ("--by", "Statistikstelle", "--reason", "telefonisch geklärt")


@pytest.fixture
def place(fresh_copy: Path) -> Path:
    return fresh_copy


@pytest.fixture
def spoilt(place: Path) -> Path:
    """The housing benefit's file with 'k.A.' in place of a number."""
    path = place / "deliveries" / KEY / f"{DAY}.csv"
    lines = path.read_bytes().split(b"\n")
    at = next(n for n, line in enumerate(lines) if line[:4].isdigit())
    lines[at] = b"\t".join([*lines[at].rstrip(b"\r").split(b"\t")[:-1], b"k.A."])
    path.write_bytes(b"\n".join(lines))
    return path


def common(place: Path) -> tuple[object, ...]:
    return ("--supplier", KEY, "--reference-date", DAY, "-w", place)


def test_check_stores_nothing_and_writes_the_answer(kreisblick, place, spoilt):
    said = kreisblick("intake", "check", spoilt, *common(place))

    assert said.code == 1
    assert "k.A." in said.out
    answer = spoilt.parent / "antwort"
    assert {p.name for p in answer.iterdir()} == {
        f"{DAY}.xlsx", f"{DAY}-brief.docx", f"{DAY}-brief.txt",
    }  # fmt: skip
    text = (answer / f"{DAY}-brief.txt").read_text(encoding="utf-8")
    assert "Das muss berichtigt werden" in text
    assert "bis zum" in text
    words = "\n".join(p.text for p in Document(answer / f"{DAY}-brief.docx").paragraphs)
    assert "Das muss berichtigt werden" in words
    assert not list((place / "sealed").rglob("records.parquet"))


def test_a_good_delivery_gets_a_receipt(kreisblick, place):
    file = place / "deliveries" / KEY / f"{DAY}.csv"

    said = kreisblick("intake", "accept", file, *common(place))

    assert said.code == 0
    assert f"{KEY}/{DAY}" in said.out
    text = (file.parent / "antwort" / f"{DAY}-brief.txt").read_text(encoding="utf-8")
    assert "Sie müssen nichts weiter tun." in text


def test_a_part_is_left_out_and_on_record(kreisblick, place, spoilt):
    line = next(n for n, t in enumerate(spoilt.read_bytes().split(b"\n"), 1) if b"k.A." in t)

    said = kreisblick("intake", "accept", spoilt, *common(place), "--without", f"rows:{line}", *WHO)
    log = kreisblick("intake", "log", "-w", place)

    assert said.code == 0
    assert "gilt als nicht geliefert" in said.out
    assert "zum Teil angenommen" in log.out
    assert "Statistikstelle" in log.out


def test_a_rejection_is_recorded_and_holds(kreisblick, place, spoilt):
    first = kreisblick("intake", "reject", spoilt, *common(place), *WHO)
    again = kreisblick("intake", "accept", spoilt, *common(place))

    assert first.code == 0
    assert again.code == 1
    assert "telefonisch geklärt" in again.err


def test_a_correction_is_shown_to_the_clerk_and_in_no_json(kreisblick, place, spoilt, fresh_hamlet):
    line = next(n for n, t in enumerate(spoilt.read_bytes().split(b"\n"), 1) if b"k.A." in t)
    whole = (fresh_hamlet / "deliveries" / KEY / f"{DAY}.csv").read_bytes().split(b"\n")
    right = whole[line - 1].decode().strip().split("\t")[-1]
    words = ("intake", "correct", KEY, "--reference-date", DAY, "-w", place)

    made = kreisblick(*words, "--row", line, "--column", "Haushalte", "--to", right, *WHO)
    accepted = kreisblick("intake", "accept", spoilt, *common(place))
    listed = kreisblick(*words, "--json")
    undone = kreisblick(*words, "--undo", 1, *WHO)

    assert made.code == 0, made.err
    assert f"„k.A.“ → „{right}“" in made.out
    assert accepted.code == 0, accepted.err
    assert json.loads(listed.out)[0]["row"] == line
    assert "k.A." not in listed.out
    assert "Zurückgenommen" in undone.out


def test_an_unknown_finding_is_wrong_use(kreisblick, place):
    said = kreisblick("intake", "confirm", "00000000", *common(place), *WHO)

    assert said.code == 2
    assert "intake check" in said.err
