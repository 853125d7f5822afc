"""``kreisblick disclosure round`` and ``ask`` from outside."""

import json
from pathlib import Path

import pytest

SPEC = """counted: children
value: n
dimensions: {place: [town, area], age: [age]}
base: 5
minimum_count: 5
"""
COUNTS = [3, 17, 1, 4, 8, 2, 0, 21]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [f"t{i // 4},a{i // 2},{age}" for i, age in enumerate(["0-5", "6-17"] * 4)]
    lines = ["town,area,age,n", *(f"{row},{n}" for row, n in zip(rows, COUNTS, strict=True))]
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "spec.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "secret").write_bytes(b"invented secret of thirty-two bytes")
    return tmp_path


@pytest.fixture
def rounding(folder: Path) -> list[object]:
    return [
        "disclosure", "round", folder / "in.csv", "--spec", folder / "spec.yaml",
        "--secret", folder / "secret", "-o", folder / "out",
    ]  # fmt: skip


def test_a_cube_is_rounded_and_asked(folder: Path, rounding: list[object], kreisblick) -> None:
    made = kreisblick(*rounding)
    asked = kreisblick("disclosure", "ask", folder / "out", "--where", "age=0-5", "--by", "place")
    told = kreisblick(
        "disclosure", "ask", folder / "out", "--where", "town=t0", "--where", "age!=0-5", "--json"
    )

    assert made.code == 0
    assert "8 kleinste Zellen auf Vielfache von 5 gerundet" in made.out
    lines = [line.split() for line in asked.out.splitlines()]
    assert [line[:2] for line in lines[:-1]] == [
        ["t0", "a0"],
        ["t0", "a1"],
        ["t1", "a2"],
        ["t1", "a3"],
    ]
    assert all(int(line[-1]) % 5 == 0 for line in lines)
    assert int(lines[-1][-1]) == sum(int(line[-1]) for line in lines[:-1])
    answer = json.loads(told.out)
    assert answer["total"] % 5 == 0
    assert abs(answer["total"] - 21) < 10


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--where", "age=99"], "keinen Schlüssel 99"),
        (["--by", "street"], "Eine Spalte street gibt es nicht"),
        (["--where", "age"], "Spalte=Schlüssel"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    folder: Path, rounding: list[object], kreisblick, words: list[str], said: str
) -> None:
    kreisblick(*rounding)

    asked = kreisblick("disclosure", "ask", folder / "out", *words)

    assert asked.code == 2
    assert said in asked.err


def test_a_base_that_cannot_protect_is_refused_and_nothing_written(
    folder: Path, rounding: list[object], kreisblick
) -> None:
    (folder / "spec.yaml").write_text(SPEC.replace("base: 5", "base: 3"), encoding="utf-8")

    said = kreisblick(*rounding)

    assert said.code == 2
    assert "Mindestfallzahl 5" in said.err
    assert not (folder / "out").exists()
