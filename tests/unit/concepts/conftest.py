"""A small folder of concepts, as a district keeps them."""

from pathlib import Path

import pytest

CONCEPT = """
title: {{de: "{title}"}}
version: {version}
counted: {{de: "Menschen."}}
not_counted: {{de: "Andere."}}
source: "Gesetz"
{more}
"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """Three concepts of one group, one of another."""
    write(
        tmp_path / "groups.yaml",
        'groups: {jobs: {title: {de: "Arbeit"}}, people: {title: {de: "Menschen"}}}',
    )
    for name in ("registered", "ilo", "under"):
        write(tmp_path / "jobs" / f"{name}.yaml", CONCEPT.format(title=name, version=1, more=""))
    write(tmp_path / "people" / "home.yaml", CONCEPT.format(title="home", version=1, more=""))
    return tmp_path
