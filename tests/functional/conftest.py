"""One round through Lindenau's hamlet, made once; copies of it may be broken."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kreisblick.cli import main
from kreisblick.pipeline.demo import invent_workspace
from kreisblick.pipeline.run import run


@dataclass(frozen=True)
class Said:
    """What a command left: exit code, standard output, standard error on one line."""

    code: int
    out: str
    err: str


def describe(workspace: Path, supplier: str, **changes: object) -> Path:
    """Write a supplier's description anew, some of its fields changed; None takes one away."""
    path = workspace / "catalogue" / "suppliers" / supplier / "supplier.yaml"
    yaml = YAML(typ="safe")
    content = yaml.load(path.read_text(encoding="utf-8")) | changes
    with path.open("w", encoding="utf-8") as out:
        yaml.dump({key: value for key, value in content.items() if value is not None}, out)
    return path


@pytest.fixture(scope="session")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after its first round. Only read it."""
    folder = tmp_path_factory.mktemp("hamlet") / "workspace"
    run(invent_workspace("hamlet", folder))
    return folder


@pytest.fixture
def hamlet_copy(hamlet: Path, tmp_path: Path) -> Path:
    """A copy of that workspace that a test may change."""
    return shutil.copytree(hamlet, tmp_path / "workspace")


@pytest.fixture(scope="session")
def fresh_hamlet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace before its first round. Only read it."""
    return invent_workspace("hamlet", tmp_path_factory.mktemp("fresh") / "workspace")


@pytest.fixture
def fresh_copy(fresh_hamlet: Path, tmp_path: Path) -> Path:
    """A copy of that workspace that a test may change."""
    return shutil.copytree(fresh_hamlet, tmp_path / "fresh")


@pytest.fixture
def kreisblick(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """The command line, called from outside."""

    def call(*words: object) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        found = capsys.readouterr()
        return Said(int(left.value.code or 0), found.out, " ".join(found.err.split()))

    return call


@pytest.fixture(scope="session")
def current() -> Callable[[Path, str], Path]:
    """The last good bundle or products of a workspace."""

    def find(workspace: Path, what: str) -> Path:
        folder = workspace / what
        return folder / (folder / "current").read_text(encoding="utf-8").strip()

    return find
