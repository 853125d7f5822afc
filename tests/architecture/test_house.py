"""The house itself: order, sizes, what may not stand in it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import kreisblick

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "kreisblick"
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
REASON = "Longer than"  # a module that needs more says so in its docstring


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def length(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring: what is said to the caller does not count."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    told = ast.get_docstring(function) is not None
    return lines - ((first.end_lineno or 0) - first.lineno + 1 if told else 0)


def test_the_order_of_the_house_is_told_the_same_in_contract_and_docstring() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    told = re.findall(r"^- (\w+)", kreisblick.__doc__ or "", flags=re.MULTILINE)

    level = {room: i for i, row in enumerate(reversed(layers)) for room in row.split(" | ")}

    assert set(told) == set(level)
    assert [level[room] for room in told] == sorted(level[room] for room in told)


def test_the_readme_shows_the_same_rooms() -> None:
    told = re.findall(r"^- (\w+)", kreisblick.__doc__ or "", flags=re.MULTILINE)
    shown = re.findall(r"^\| `(\w+)` \|", (ROOT / "README.md").read_text(), flags=re.MULTILINE)

    assert shown == told


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    if REASON in (ast.get_docstring(tree) or ""):
        return
    long = [f.name for f in functions(tree) if length(f) > LONGEST_FUNCTION]

    assert text.count("\n") <= LONGEST_FILE
    assert long == []


TELL_THE_TIME = {SOURCE / "sealed" / "store" / "log.py"}  # who read what, and when


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_nothing_is_guarded_by_assert_and_no_clock_is_asked(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    asserts = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    clocks = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
    ]

    assert asserts == []
    assert clocks == [] or path.parent.name == "cli" or path in TELL_THE_TIME


def test_every_room_has_a_door() -> None:
    rooms = [p for p in SOURCE.rglob("__init__.py") if list(p.parent.glob("[a-z]*.py"))]
    closed = []
    for door in rooms:
        tree = ast.parse(door.read_text(encoding="utf-8"))
        names = {
            t.id
            for n in ast.walk(tree)
            if isinstance(n, ast.Assign)
            for t in n.targets
            if isinstance(t, ast.Name)
        }
        names |= {
            n.target.id
            for n in ast.walk(tree)
            if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)
        }
        if "__all__" not in names and door.parent.name not in {"base"}:
            closed.append(door.parent.name)

    assert closed == []


def test_there_is_no_room_for_odds_and_ends() -> None:
    forbidden = {"utils", "common", "helpers", "misc", "services", "tools"}

    assert [p for p in modules() if p.stem in forbidden or p.parent.name in forbidden] == []


def test_decision_records_carry_their_number() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))

    assert records
    for record in records:
        first = record.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith(f"# {record.name[:4]} "), record.name
    assert [r.name[:4] for r in records] == [f"{n:04d}" for n in range(1, len(records) + 1)]


def test_no_words_of_the_workshop_stand_in_the_tree() -> None:
    hosts = re.compile("|".join(["py" + "pi\\.org", "python" + "hosted", "registry\\.npm" + "js"]))
    suffixes = {".py", ".md", ".toml", ".yaml", ".txt", ".json", ".typ", ".html", ".js", ".css"}
    roots = [ROOT / part for part in ("src", "tests", "docs", "catalogue", "examples", "web")]
    found = [
        path
        for root in roots
        for path in root.rglob("*")
        if path.suffix in suffixes
        and "node_modules" not in path.parts
        and hosts.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert found == []
