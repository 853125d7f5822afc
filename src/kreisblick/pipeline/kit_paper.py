"""What people read and start in a kit: one page of instruction, a script for each system."""

from collections.abc import Iterable
from pathlib import Path

from kreisblick.base.definitions import shipped
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_count, format_date
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.kit_model import PROGRAMME, PUBLIC_KEY, Kit
from kreisblick.products.typeset import open_typesetter

__all__ = ["write_papers"]

STANDARDS = ("a-3a", "ua-1")  # one file that is archived (PDF/A) and accessible (PDF/UA)
SCRIPTS = {"zaehlen.sh": ("\n", 0o755), "zaehlen.cmd": ("\r\n", 0o644)}
PAPER = "Anleitung.pdf"


def write_papers(folder: Path, kit: Kit, ground: Ground) -> None:
    """Write instruction and scripts into a kit whose other parts are there."""
    templates = shipped("catalogue", "products", "kit")
    for name, (line_end, mode) in SCRIPTS.items():
        text = (templates / name).read_text(encoding="utf-8").replace("{version}", kit.programme)
        write_bytes(folder / name, text.replace("\n", line_end).encode(), mode=mode)
    with open_typesetter(templates / "kit.typ", STANDARDS) as typesetter:
        data = _data(folder, kit, ground)
        write_bytes(folder / PAPER, typesetter.set_document(data, kit.reference_date))


def _data(folder: Path, kit: Kit, ground: Ground) -> dict[str, object]:
    names = dict(ground.report_territory.areas.select("area", "name").iter_rows())
    titles = sorted({ground.cubes[cell.cube].title.de for cell in kit.cells})
    rules = {ground.rules[ground.cubes[cell.cube].rules].title.de for cell in kit.cells}
    return {
        "district": kit.district,
        "list": kit.title,
        "day": format_date(kit.reference_date),
        "towns": _listed(names.get(town, town) for town in kit.covered),
        "counted": _listed(titles),
        "columns": format_count(len(kit.cells)),
        "rules": sorted(rules),
        "file": f"{kit.name}.csv" + (".sealed" if (folder / PUBLIC_KEY).is_file() else ""),
        "closed": (folder / PUBLIC_KEY).is_file(),
        "programme": (folder / PROGRAMME).is_dir(),
        "version": kit.programme,
        "contact": ground.workspace.choices.district.contact or "",
        "office": ground.workspace.choices.district.office or kit.district,
    }


def _listed(texts: Iterable[str]) -> str:
    """Words in a row, the last one joined by and.

    >>> _listed(["Ahorn", "Birke", "Eiche"])
    'Ahorn, Birke und Eiche'
    """
    *first, last = texts
    return f"{', '.join(first)} und {last}" if first else last
