"""Signatures: only what somebody stands for is printed; what no longer fits is told.

The file is long because every test signs the same few texts and changes one thing about them.
"""

import base64
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.unit.editorial.texts import (
    HIDDEN,
    KEY,
    LAST,
    PEM,
    district,
    judged,
    sign_all,
    with_figure,
    write,
)

from kreisblick.products.editorial import (
    Editorial,
    Standing,
    figures_key,
    lock,
    read_editorial,
    seen,
    terms_of,
)
from kreisblick.products.editorial.ask import Question
from kreisblick.products.editorial.definition import Form
from kreisblick.products.editorial.lock import unlock
from kreisblick.protection.bundle.sign import public_pem

TOWN = "09999011"
ABOUT = "Kinder in Haushalten mit Grundsicherung, Altwiesen: "


@pytest.fixture(scope="module")
def bundle() -> Any:
    return district()


@pytest.fixture
def folder(tmp_path: Path, bundle: Any) -> Path:
    """Two signed texts, one of them with a figure."""
    write(tmp_path, "anfang", "Guten Tag.", order="1")
    write(
        tmp_path, "kinder", "Es sind {{ income/children | Altwiesen }}.", kind="focus",
        title="Kinder", order="0",
    )  # fmt: skip
    sign_all(tmp_path, bundle)
    return tmp_path


def read(folder: Path, bundle: Any, key: bytes = PEM) -> tuple[list[str], list[str]]:
    editorial, notes = read_editorial(folder, bundle, trusted_key=key, secret=HIDDEN)
    return [one.key for one in editorial.blocks], notes


def test_signed_texts_are_printed_in_their_order(folder: Path, bundle: Any) -> None:
    assert read(folder, bundle) == (["kinder", "anfang"], [])


def test_without_a_folder_there_are_no_texts(tmp_path: Path, bundle: Any) -> None:
    assert read_editorial(tmp_path / "nothing", bundle) == (Editorial(), [])


def test_a_text_without_signature_is_not_printed(folder: Path, bundle: Any) -> None:
    write(folder, "neu", "Noch etwas.", theme="Wohnen")

    keys, notes = read(folder, bundle)

    assert keys == ["kinder", "anfang"]
    assert notes == ["Nicht gedruckt, weil die Unterschrift fehlt: ‚neu‘. "
                     "Näheres: kreisblick editorial check"]  # fmt: skip


def test_one_changed_letter_takes_a_text_out(folder: Path, bundle: Any) -> None:
    path = folder / "anfang.md"
    path.write_text(path.read_text("utf-8").replace("Guten", "Guter"), "utf-8")

    keys, notes = read(folder, bundle)

    assert keys == ["kinder"]
    assert "nach der Unterschrift geändert: ‚anfang‘" in notes[0]


@pytest.mark.parametrize("damage", ["hash", "no_signature", "other_key", "no_json"])
def test_signatures_that_cannot_be_trusted_print_nothing(
    folder: Path, bundle: Any, damage: str
) -> None:
    key, path = PEM, folder / "signed.json"
    if damage == "hash":
        changed = folder / "anfang.md"
        changed.write_text(changed.read_text("utf-8") + "Mehr.\n", "utf-8")
        content = json.loads(path.read_text("utf-8"))
        content["texts"]["anfang"]["hash"] = judged(folder, bundle)["anfang"].hash
        path.write_text(json.dumps(content), "utf-8")
    elif damage == "no_signature":
        (folder / "signed.sig").unlink()
    elif damage == "other_key":
        key = public_pem(Ed25519PrivateKey.generate())
    else:
        path.write_bytes(b"{")

    keys, notes = read(folder, bundle, key)

    assert keys == []
    assert "mit einem anderen Schlüssel" in notes[0]


def test_without_a_key_in_the_bundle_nothing_is_printed(folder: Path, bundle: Any) -> None:
    editorial, _notes = read_editorial(folder, bundle)

    assert editorial.blocks == ()


def test_a_signed_text_that_the_bundle_does_not_understand_is_not_printed(
    folder: Path, bundle: Any
) -> None:
    gone = replace(
        bundle, indicators=bundle.indicators.filter(pl.col("indicator") != "income/children")
    )

    keys, notes = read(folder, gone)

    assert keys == ["anfang"]
    assert "weil etwas zu verbessern ist: ‚Kinder‘" in notes[0]
    assert notes[1].startswith("Der Text ‚Kinder‘ passt vielleicht nicht mehr: ")
    assert "gibt es nicht mehr" in notes[1]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"significance": "below"}, "der Unterschied zum Mittel hat sich umgekehrt"),
        ({"significance": "same"}, "der Unterschied zum Mittel ist nicht mehr sicher"),
        ({"significance": "unknown"}, "der Unterschied zum Mittel ist nicht mehr sicher"),
        ({"change_significance": "down"}, "die Veränderung hat sich umgekehrt"),
        ({"change_significance": "same"}, "die Veränderung ist nicht mehr sicher"),
        ({"value": 25.0}, "der Wert liegt außerhalb dessen, was sicher war"),
        ({"value": 18.0}, "der Wert liegt außerhalb dessen, was sicher war"),
        ({"confidentiality": "suppressed"}, "die Zahl wird nicht mehr ausgewiesen"),
        ({"observation": "not_delivered"}, "die Zahl wird nicht mehr ausgewiesen"),
    ],
)
def test_a_text_that_may_not_fit_any_more_is_printed_and_told(
    folder: Path, bundle: Any, values: dict[str, Any], why: str
) -> None:
    keys, notes = read(folder, with_figure(bundle, TOWN, **values))

    assert keys == ["kinder", "anfang"]
    assert notes == [f"Der Text ‚Kinder‘ passt vielleicht nicht mehr: {ABOUT}{why}."]


@pytest.mark.parametrize("values", [{"value": 19.9}, {"value": 20.9}, {"numerator": 800.0}])
def test_what_moves_by_chance_is_not_told(
    folder: Path, bundle: Any, values: dict[str, Any]
) -> None:
    assert read(folder, with_figure(bundle, TOWN, **values)) == (["kinder", "anfang"], [])


def test_a_difference_that_is_new_and_a_figure_that_is_shown_now_are_told(
    tmp_path: Path, bundle: Any
) -> None:
    write(
        tmp_path, "a", "{{ income/children | Kirchau }} und {{ income/children | Altwiesen-Nord }}"
    )
    sign_all(tmp_path, bundle)
    later = with_figure(bundle, "09999012", significance="above")
    later = with_figure(later, "0999901101", confidentiality="free")

    _keys, notes = read(tmp_path, later)

    assert "Kirchau: der Wert unterscheidet sich jetzt sicher vom Mittel" in notes[0]
    assert "Altwiesen-Nord: die Zahl wird jetzt ausgewiesen" in notes[0]


def test_the_newest_date_is_compared_with_the_newest_of_then(tmp_path: Path, bundle: Any) -> None:
    """A text that names no date follows the figures; one that names a date stays with it."""
    rows = bundle.indicators
    old = replace(
        bundle,
        indicators=rows.filter(pl.col("reference_date") < LAST),
        report={**bundle.report, "dates": bundle.report["dates"][:2]},
    )
    write(tmp_path, "follows", "{{ income/children | Altwiesen-Süd }}", kind="focus", title="F")
    write(
        tmp_path, "stays", "{{ income/children | Altwiesen-Süd | 2022 }}", kind="focus", title="S"
    )
    sign_all(tmp_path, old)

    found = judged(tmp_path, bundle)

    of_area = rows.filter(indicator="income/children", area="0999901102")
    value = dict(of_area.select("reference_date", "value").iter_rows())
    assert value[LAST] - value[date(2022, 12, 31)] > 3
    assert any("außerhalb" in why for why in found["follows"].doubts)
    assert found["stays"].doubts == []


def test_no_number_stands_in_any_note(folder: Path, bundle: Any) -> None:
    write(folder, "neu", "x {{ income/children | Altwiesen }}", kind="focus", title="Neu")
    later = with_figure(bundle, TOWN, value=31.7, significance="below", change_significance="down")

    _keys, notes = read(folder, later)

    assert len(notes) == 2
    assert not any(char.isdigit() for note in notes for char in note)


EXPECTED = "Kinder in Haushalten mit Grundsicherung in Altwiesen: "


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("über dem Mittel", {"significance": "same"}),
        ("gestiegen", {"change_significance": "same"}),
        ("ausgewiesen", {"confidentiality": "suppressed"}),
        ("über dem Mittel", {"confidentiality": "suppressed"}),
    ],
)
def test_what_a_text_expects_keeps_it_from_print_when_it_is_not_so(
    tmp_path: Path, bundle: Any, state: str, values: dict[str, Any]
) -> None:
    write(tmp_path, "a", "Mehr als anderswo.", expects=EXPECTED + state)
    sign_all(tmp_path, bundle)

    assert read(tmp_path, bundle) == (["a"], [])
    keys, notes = read(tmp_path, with_figure(bundle, TOWN, **values))

    assert keys == []
    assert "weil nicht zutrifft, was sie erwarten: ‚a‘" in notes[0]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("income/children in Altwiesen: rosa", "bad_expectation"),
        ("income/children in Altwiesen", "bad_expectation"),
        ("income/kinder in Altwiesen: gestiegen", "unknown_indicator"),
        ("family/places in Altwiesen-Nord: ausgewiesen", "no_figure"),
    ],
)
def test_an_expectation_that_cannot_be_understood_is_a_fault(
    tmp_path: Path, bundle: Any, line: str, code: str
) -> None:
    write(tmp_path, "a", "Text.", expects=line)

    assert [fault.code for fault in judged(tmp_path, bundle)["a"].faults] == [code]


def test_signed_before_its_figures_were_there(tmp_path: Path, bundle: Any) -> None:
    """Nobody has seen the figures: only what expects something of them is printed."""
    figure = "{{ income/children | Altwiesen }}"
    write(tmp_path, "blind", figure, kind="focus", title="Blind")
    write(tmp_path, "expects", figure, kind="focus", title="E", expects=EXPECTED + "ausgewiesen")
    write(tmp_path, "plain", "Ohne Zahlen.", kind="focus", title="P")
    sign_all(tmp_path, bundle, ahead=True)

    found = judged(tmp_path, bundle)

    assert {key: one.standing for key, one in found.items()} == {
        "blind": Standing.UNREAD, "expects": Standing.PRINTED, "plain": Standing.PRINTED,
    }  # fmt: skip


def test_an_early_signature_needs_an_expectation_for_each_figure(
    tmp_path: Path, bundle: Any
) -> None:
    """One that holds says nothing of the others."""
    both = "{{ income/children | Altwiesen }} und {{ income/children | Kirchau }}"
    other = "Kinder in Haushalten mit Grundsicherung in Kirchau: ausgewiesen"
    one, two = EXPECTED + "ausgewiesen", f'["{EXPECTED}ausgewiesen", "{other}"]'
    dated = "{{ income/children | Altwiesen }}, {{ income/children | Kirchau | Stichtag }}"
    write(tmp_path, "one", both, kind="focus", title="O", expects=one)
    write(tmp_path, "two", both, kind="focus", title="T", expects=two)
    write(tmp_path, "dated", dated, kind="focus", title="D", expects=one)
    sign_all(tmp_path, bundle, ahead=True)

    found = judged(tmp_path, bundle)

    assert {key: text.standing for key, text in found.items()} == {
        "one": Standing.UNREAD, "two": Standing.PRINTED, "dated": Standing.PRINTED,
    }  # fmt: skip
    assert found["one"].unexpected == ["Kinder in Haushalten mit Grundsicherung in Kirchau"]


def test_a_signed_text_keeps_its_place_whatever_comes_before_it(folder: Path, bundle: Any) -> None:
    """Otherwise a file that nobody signed could push a signed one out."""
    write(folder, "mmm", "Zum Wohnen.", theme="Wohnen")
    sign_all(folder, bundle)
    write(folder, "aaa", "Auch zum Wohnen.", theme="Wohnen")

    keys, notes = read(folder, bundle)

    assert keys == ["kinder", "anfang", "mmm"]
    assert "‚aaa‘" in notes[0]


def test_the_same_folder_and_bundle_make_the_same_blocks(folder: Path, bundle: Any) -> None:
    first, _notes = read_editorial(folder, bundle, trusted_key=PEM, secret=HIDDEN)
    second, _notes = read_editorial(folder, bundle, trusted_key=PEM, secret=HIDDEN)

    assert [one.printed() for one in first.blocks] == [one.printed() for one in second.blocks]
    assert (folder / "signed.json").read_bytes() == _signed_again(folder, bundle)


def _signed_again(folder: Path, bundle: Any) -> bytes:
    sign_all(folder, bundle)
    return (folder / "signed.json").read_bytes()


def test_the_file_of_signatures_holds_no_figure_in_the_clear(folder: Path, bundle: Any) -> None:
    """Texts may be signed with a draft that is never released, and the folder is handed about."""
    content = json.loads((folder / "signed.json").read_text("utf-8"))["texts"]["kinder"]
    figure = terms_of(bundle).figure("income/children", TOWN, None)
    assert figure is not None

    told = " ".join(str(value) for name, value in content.items() if name != "figures")
    told += base64.b64decode(content["figures"]).decode("latin-1")

    for number in (figure.value, figure.lower, figure.upper, figure.numerator):
        assert number is not None
        assert str(number) not in told
    for word in ("above", "below", "income/children", "suppressed", TOWN):
        assert word not in told


def test_figures_open_with_their_key_beside_their_text_only(bundle: Any) -> None:
    terms = terms_of(bundle)
    question = Question(indicator="income/children", area=TOWN, day=None, form=Form.VALUE)
    figures = seen([question], terms)
    closed = lock(figures, HIDDEN, "a" * 64)

    assert unlock(closed, HIDDEN, "a" * 64) == figures
    assert unlock(closed, HIDDEN, "b" * 64) is None
    assert unlock(closed, figures_key(Ed25519PrivateKey.generate()), "a" * 64) is None
    assert unlock(closed[:-8] + "AAAAAAA=", HIDDEN, "a" * 64) is None
    assert unlock(closed, None, "a" * 64) is None
    raw = KEY.private_bytes_raw()
    assert raw not in HIDDEN


def test_where_the_figures_cannot_be_opened_somebody_is_told(folder: Path, bundle: Any) -> None:
    """Silence would mean that the text still fits."""
    editorial, notes = read_editorial(folder, bundle, trusted_key=PEM)

    assert [one.key for one in editorial.blocks] == ["kinder", "anfang"]
    assert len(notes) == 2
    assert "lassen sich hier nicht öffnen" in notes[0]
