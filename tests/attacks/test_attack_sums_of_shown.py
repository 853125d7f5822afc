"""A20: the sum of what is shown must not stand where a total is expected."""

import pytest
from tests.attacks.finished_files import AREAS, DAY, KEY, publish

from kreisblick.protection.audit import attack

ALL = {"A1": 40, "A2": 70, "A3": 4}
FILES = {"csv": "table.csv", "html": f"{KEY}.html"}


def write(folder, kind, label, total):
    lines = [("A1", "40"), ("A2", "70"), ("A3", ".")]
    if kind == "csv":
        text = "Gebiet;Anzahl\n" + "".join(f"{a};{n}\n" for a, n in lines)
        text += f"{label};{total}\n"
    else:
        cells = "".join(f"<tr><th>{a}</th><td>{n}</td></tr>" for a, n in [*lines, (label, total)])
        text = f"<html><table><tr><th>Gebiet</th><th>Anzahl</th></tr>{cells}</table></html>"
    (folder / FILES[kind]).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("label", ["Summe der angezeigten", "Zusammen", "Total"])
def test_a_sum_of_what_is_shown_is_told(kind, label, tmp_path):
    true_total = sum(ALL.values())
    naive = 40 + 70
    assert true_total - naive == ALL["A3"]  # that is how a reader gets the withheld figure

    folder = publish(tmp_path / "finished")
    write(folder, kind, label, naive)

    assert [b.kind for b in attack(folder).breaches] == ["shown_sum"]


@pytest.mark.parametrize("kind", FILES)
def test_a_true_total_may_stand_there(kind, tmp_path):
    folder = publish(tmp_path / "finished")
    write(folder, kind, "Summe", sum(ALL.values()))

    assert attack(folder).breaches == ()
    assert len(AREAS) == 4
    assert DAY
