"""Texts beside the figures, from outside: begin, look, check, sign, and what a round prints."""

import json
import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from tests.functional.conftest import Said

from kreisblick.base.errors import WrongUseError
from kreisblick.pipeline.demo import invent_workspace
from kreisblick.pipeline.editorial import editorial_for, own_secret
from kreisblick.pipeline.editorial_sign import open_desk, sign_ahead
from kreisblick.pipeline.run import run
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.products.editorial.lock import unlock
from kreisblick.protection.bundle import manifest_hash, open_bundle

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("hamlet")
Kreisblick = Callable[..., Said]
Current = Callable[[Path, str], Path]
SIGN = ("editorial", "sign", "--by", "Sozialplanung", "--on", "2025-06-30", "--yes")


def texts(workspace: Path) -> set[str]:
    return {path.stem for path in (workspace / "editorial").glob("*.md")}


def printed(workspace: Path, bundle: Path) -> tuple[set[str], list[str]]:
    editorial, notes = editorial_for(open_workspace(workspace), open_bundle(bundle))
    return {one.key for one in editorial.blocks}, notes


def test_all_texts_of_the_demo_are_signed_and_printed(hamlet: Path, current: Current) -> None:
    keys, notes = printed(hamlet, current(hamlet, "bundles"))

    assert keys == texts(hamlet)
    assert len(keys) >= 20
    assert notes == []


def test_the_report_of_the_demo_prints_them(hamlet: Path, current: Current) -> None:
    pages = sorted((current(hamlet, "products") / "report" / "web").glob("*.html"))
    words = " ".join(word for page in pages for word in page.read_text("utf-8").split())

    assert "Im Landkreis Lindenau leben 592 Menschen (Stichtag 31.12.2024)." in words
    for title in ("Gut älter werden, auch auf dem Land", "Orte der Begegnung in jeder Gemeinde",
                  "Teilhabe ist mehr als ein Kapitel", "Wir sind schon unterwegs"):  # fmt: skip
        assert title in words


def test_a_round_says_which_texts_it_does_not_print(hamlet_copy: Path) -> None:
    path = hamlet_copy / "editorial" / "kommentar-eschwalde.md"
    path.write_text(path.read_text("utf-8") + "\nNoch ein Satz.\n", "utf-8")
    choices = hamlet_copy / "kreisblick.toml"
    text = choices.read_text("utf-8")
    choices.write_text(text.replace("[report]\n", "[report]\nproducts = []\n"), "utf-8")

    summary = run(hamlet_copy)

    (note,) = [note for note in summary.texts if "Nicht gedruckt" in note]
    assert "nach der Unterschrift geändert: ‚Wir sind schon unterwegs‘" in note


def test_a_text_that_somebody_changed_is_signed_again(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Current
) -> None:
    path = hamlet_copy / "editorial" / "kommentar-eschwalde.md"
    path.write_text(path.read_text("utf-8") + "\nNoch ein Satz.\n", "utf-8")
    bundle = current(hamlet_copy, "bundles")

    before, notes = printed(hamlet_copy, bundle)
    told = kreisblick("editorial", "check", "kommentar-eschwalde", "-w", hamlet_copy)
    signed = kreisblick(*SIGN, "kommentar-eschwalde.md", "-w", hamlet_copy)
    after, later = printed(hamlet_copy, bundle)

    assert before == texts(hamlet_copy) - {"kommentar-eschwalde"}
    assert "nach der Unterschrift geändert: ‚Wir sind schon unterwegs‘" in notes[0]
    assert (told.code, signed.code) == (0, 0)
    assert "nach der Unterschrift geändert" in told.out
    assert (after, later) == (texts(hamlet_copy), [])


def test_a_signature_keeps_the_figures_it_was_made_with_closed(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Current
) -> None:
    bundle = current(hamlet_copy, "bundles")

    kreisblick(*SIGN, "-w", hamlet_copy)
    again = kreisblick(*SIGN, "-w", hamlet_copy)

    content = json.loads((hamlet_copy / "editorial" / "signed.json").read_text("utf-8"))
    one = content["texts"]["einleitung"]
    assert again.out.strip() == "Alle Texte sind so unterschrieben, wie sie sind."
    assert one["bundle"] == manifest_hash(bundle)
    figures = unlock(one["figures"], own_secret(open_workspace(hamlet_copy)), one["hash"])
    assert figures is not None
    assert {(figure.indicator, figure.form.value) for figure in figures} == {
        ("residents_total", "count"),
        ("residents_total", "date"),
    }


def test_faults_are_told_at_once_and_cannot_be_signed(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Current
) -> None:
    text = "---\nkind: text\ntheme: Arbeiten\n---\n\nEs sind 12,4 % in {{ employed | Xhausen }}.\n"
    (hamlet_copy / "editorial" / "neu.md").write_text(text, "utf-8")

    told = kreisblick("editorial", "check", "-w", hamlet_copy)
    signed = kreisblick(*SIGN, "neu", "-w", hamlet_copy)
    as_json = kreisblick("editorial", "check", "neu", "--json", "-w", hamlet_copy)

    for said in (told, signed):
        assert said.code == 1
        assert "editorial: 3 Fehler gefunden" in said.err
        assert "editorial/neu.md:3: Das Thema „Arbeiten“ gibt es nicht" in said.err
        assert "editorial/neu.md:6: Die Zahl „12,4 %“ ist eingetippt" in said.err
    (one,) = json.loads(as_json.out)
    assert as_json.code == 1
    assert {fault["code"] for fault in one["faults"]} == {
        "unknown_theme", "typed_figure", "unknown_indicator",
    }  # fmt: skip
    assert "neu" not in printed(hamlet_copy, current(hamlet_copy, "bundles"))[0]


def test_what_a_text_expects_must_be_so_before_it_is_signed(
    hamlet_copy: Path, kreisblick: Kreisblick
) -> None:
    text = (
        "---\nkind: focus\ntitle: X\nexpects: employed_people in Kreis: gesunken\n---\n\nWeniger.\n"
    )
    (hamlet_copy / "editorial" / "neu.md").write_text(text, "utf-8")

    said = kreisblick(*SIGN, "neu", "-w", hamlet_copy)

    assert said.code == 1
    assert (
        "Der Text erwartet: „employed_people in Kreis: gesunken“. Das trifft nicht zu" in said.err
    )


def test_an_office_signs_and_not_a_person(hamlet_copy: Path, kreisblick: Kreisblick) -> None:
    before = (hamlet_copy / "editorial" / "signed.json").read_bytes()

    said = kreisblick("editorial", "sign", "--by", "Frau Muster", "--yes", "-w", hamlet_copy)

    assert said.code == 2
    assert (hamlet_copy / "editorial" / "signed.json").read_bytes() == before


def test_a_text_begins_with_a_file_and_is_shown_with_figures(
    hamlet_copy: Path, kreisblick: Kreisblick
) -> None:
    begun = kreisblick("editorial", "new", "wege", "--kind", "focus", "-w", hamlet_copy)
    twice = kreisblick("editorial", "new", "wege", "-w", hamlet_copy)
    outside = kreisblick("editorial", "new", "../wege", "-w", hamlet_copy)
    strange = kreisblick("editorial", "new", "b", "--kind", "essay", "-w", hamlet_copy)
    shown = kreisblick("editorial", "show", "einleitung", "-w", hamlet_copy)

    assert begun.code == 0
    assert "kind: focus" in (hamlet_copy / "editorial" / "wege.md").read_text("utf-8")
    assert (twice.code, outside.code, strange.code) == (2, 2, 2)
    assert "Im Landkreis Lindenau leben 592 Menschen (Stichtag 31.12.2024)." in shown.out


def test_before_the_first_round_texts_are_checked_without_figures(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    said = kreisblick("editorial", "check", "-w", fresh_copy)

    assert said.code == 0
    assert "Es gibt noch keine Zahlen" in said.out


def test_what_somebody_wrote_into_the_demo_outlives_another_demo(fresh_copy: Path) -> None:
    path = fresh_copy / "editorial" / "einleitung.md"
    path.write_text("---\nkind: text\n---\n\nEigener Text.\n", "utf-8")
    signatures = (fresh_copy / "editorial" / "signed.json").read_bytes()

    invent_workspace("hamlet", fresh_copy)

    assert "Eigener Text." in path.read_text("utf-8")
    assert (fresh_copy / "editorial" / "signed.json").read_bytes() == signatures


def test_the_example_of_the_handbook_is_understood(
    hamlet_copy: Path, kreisblick: Kreisblick
) -> None:
    page = (ROOT / "docs" / "handbook" / "texte-zum-bericht.md").read_text("utf-8")
    (example,) = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    (hamlet_copy / "editorial" / "beispiel.md").write_text(example, "utf-8")

    said = kreisblick("editorial", "check", "beispiel", "-w", hamlet_copy)

    assert said.code == 0, said.err
    assert "nicht unterzeichnet" in said.out


def test_what_is_signed_is_shown_with_its_fingerprint(
    hamlet_copy: Path, kreisblick: Kreisblick
) -> None:
    path = hamlet_copy / "editorial" / "kommentar-eschwalde.md"
    path.write_text(path.read_text("utf-8") + "\nNoch ein Satz.\n", "utf-8")

    said = kreisblick(*SIGN, "kommentar-eschwalde", "-w", hamlet_copy)

    digest = sha256(path.read_bytes()).hexdigest()
    content = json.loads((hamlet_copy / "editorial" / "signed.json").read_text("utf-8"))
    assert f"kommentar-eschwalde.md, SHA-256 {digest}" in said.out
    assert "Noch ein Satz." in said.out
    assert content["texts"]["kommentar-eschwalde"]["hash"] == digest


def test_nobody_signs_what_was_written_after_it_was_shown(hamlet_copy: Path) -> None:
    path = hamlet_copy / "editorial" / "kommentar-eschwalde.md"
    path.write_text(path.read_text("utf-8") + "\nNoch ein Satz.\n", "utf-8")
    before = (hamlet_copy / "editorial" / "signed.json").read_bytes()
    desk = open_desk(open_workspace(hamlet_copy))
    shown = desk.unsigned(["kommentar-eschwalde"])

    path.write_text(path.read_text("utf-8") + "\nUnd einer, den niemand las.\n", "utf-8")

    with pytest.raises(WrongUseError, match="während Sie lasen"):
        desk.sign(shown, by="Sozialplanung", on=date(2025, 6, 30))
    assert (hamlet_copy / "editorial" / "signed.json").read_bytes() == before


def test_the_demo_signs_its_own_texts_and_nothing_else(fresh_copy: Path) -> None:
    folder = fresh_copy / "editorial"
    for name in ("signed.json", "signed.sig"):
        (folder / name).unlink()
    changed = folder / "einleitung.md"
    changed.write_text(changed.read_text("utf-8") + "\nEin Satz von jemandem.\n", "utf-8")
    (folder / "fremd.md").write_text("---\nkind: focus\ntitle: X\n---\n\nFremd.\n", "utf-8")

    signed = sign_ahead(open_workspace(fresh_copy), by="Sozialplanung", on=date(2025, 6, 30))

    keys = {one.key for one in signed}
    assert keys == texts(fresh_copy) - {"einleitung", "fremd"}
    content = json.loads((folder / "signed.json").read_text("utf-8"))["texts"]
    assert {key: one["hash"] for key, one in content.items()} == {o.key: o.hash for o in signed}


def test_without_texts_every_command_says_how_to_begin(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    for path in (fresh_copy / "editorial").iterdir():
        path.unlink()

    for command in (("check",), ("show",), ("sign", "--by", "Sozialplanung", "--yes")):
        said = kreisblick("editorial", *command, "-w", fresh_copy)

        assert said.code == 0
        assert "kreisblick editorial new NAME" in said.out


def test_before_the_first_round_a_text_is_shown_as_it_was_typed(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    text = "---\nkind: focus\ntitle: X\n---\n\nEs sind {{ residents_total | Kreis }}.\n"
    (fresh_copy / "editorial" / "neu.md").write_text(text, "utf-8")

    said = kreisblick(*SIGN, "neu", "-w", fresh_copy)

    assert said.code == 0
    assert "Es sind {{ residents_total | Kreis }}." in said.out
    assert f"neu.md, SHA-256 {sha256(text.encode()).hexdigest()}" in said.out
