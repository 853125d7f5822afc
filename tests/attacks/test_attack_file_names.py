"""An area's files are not always called by its key: joined areas, capitals, umlauts, long keys.

The attacker has to know whose figures stand in such a file, or it would look past all of them.
"""

import json
from pathlib import Path

import pytest
import typst
from tests.attacks.finished_files import SECRET, TITLE, publish

from kreisblick.products import area_slug
from kreisblick.protection.audit import attack

SIGN = ".¹"
NUMBER = f"{SECRET:,}".replace(",", ".")
KEYS = ["1201+1202", "Nord", "süd", "05/12 a", "a" * 80, "index", "05998028"]


def renamed(folder: Path, key: str) -> Path:
    """The finished files with another key for the area whose figure is withheld."""
    for path in publish(folder).glob("data/*.csv"):
        path.write_text(path.read_text("utf-8").replace(",A2,", f",{key},"), "utf-8")
    return folder


def page(path: Path, told: str) -> None:
    path.with_suffix(".html").write_text(
        "<html><table><tr><th>Kennzahl</th><th>Wert</th></tr>"
        f"<tr><th>{TITLE}</th><td>{told}</td></tr></table></html>",
        encoding="utf-8",
    )


def script(path: Path, told: str) -> None:
    content = json.dumps({"places": {"2024-12-31": [told, told, "", ""]}})
    path.with_suffix(".js").write_text(f'atlas.give("areas/{path.name}",{content});', "utf-8")


def paper(path: Path, told: str) -> None:
    text = f"{TITLE} (Plätze) #h(1cm) {told}"
    path.with_suffix(".pdf").write_bytes(typst.compile(text.encode()))


@pytest.mark.parametrize("write", [page, script, paper])
@pytest.mark.parametrize("key", KEYS)
def test_a_figure_in_an_areas_own_file_is_seen_whatever_the_file_is_called(tmp_path, write, key):
    folder = renamed(tmp_path / "finished", key)
    write(folder / area_slug(key), SIGN)
    assert attack(folder).passed

    write(folder / area_slug(key), NUMBER)

    (breach,) = attack(folder).breaches
    assert breach.kind == "shown_elsewhere"
    assert breach.quantity.endswith(key)
