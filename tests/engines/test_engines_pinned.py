"""The engines are installed beside everything else, so both lists must agree."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def pinned(file: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if "==" in line:
            name, version = line.split(" ")[0].split("==")
            found.setdefault(name, set()).add(version)
    return found


def test_no_engine_moves_a_package_that_the_project_pins():
    project, engines = pinned("requirements.txt"), pinned("requirements-engines.txt")

    moved = [name for name in engines if name in project and engines[name] != project[name]]

    assert moved == []
    assert {"pyspark", "psycopg"} <= engines.keys() - project.keys()
