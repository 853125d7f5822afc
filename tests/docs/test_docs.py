"""The manual tells the truth: commands exist, blocks run, generated pages are fresh."""

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click
import pytest
import typer.main
from ruamel.yaml import YAML

from kreisblick.cli.main import build_app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
HAND_WRITTEN = [path for path in PAGES if "reference" not in path.parts]
FENCE = re.compile(r"^( *)```([a-z]*)[^\n]*\n(.*?)^\1```", re.M | re.S)
SHELLS = {"sh", "bash", "console", "shell"}
TARGET = re.compile(r"^([a-z-]+):", re.M)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def blocks(path: Path, languages: set[str]) -> Iterator[str]:
    """The contents of a page's code blocks in some languages."""
    for _indent, language, content in FENCE.findall(path.read_text(encoding="utf-8")):
        if language in languages:
            yield content


def commands_of(path: Path, first: str) -> Iterator[list[str]]:
    """The words of every command line of a page that begins with a program."""
    for block in blocks(path, {*SHELLS, ""}):
        for line in block.replace("\\\n", " ").splitlines():
            text = line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
            if text.startswith(f"{first} "):
                yield shlex.split(text, comments=True)[1:]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def unknown_words(words: list[str]) -> list[str]:
    """Subcommands and options of one command line that do not exist."""
    command: click.Command = typer.main.get_command(build_app())
    rest = list(words)
    while rest and hasattr(command, "commands") and not rest[0].startswith("-"):
        if rest[0] not in command.commands:
            return [rest[0]]
        command = command.commands[rest.pop(0)]
    known = {"--help", *(option for p in command.params for option in [*p.opts, *p.secondary_opts])}
    return [w for w in rest if w.startswith("-") and w != "-" and w.split("=")[0] not in known]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_kreisblick_command_of_the_page_exists(page: Path) -> None:
    wrong = {" ".join(w): found for w in commands_of(page, "kreisblick")
             if (found := unknown_words(w))}  # fmt: skip

    assert wrong == {}


def test_the_search_for_commands_finds_some_and_knows_wrong_ones() -> None:
    assert sum(1 for page in PAGES for _ in commands_of(page, "kreisblick")) > 0
    assert unknown_words(["run", "-w", "x"]) == []
    assert unknown_words(["run", "--laut"]) == ["--laut"]
    assert unknown_words(["bundle", "essen"]) == ["essen"]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_target_of_the_page_exists(page: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    asked = {word for words in commands_of(page, "make")
             for word in takewhile(lambda one: "=" not in one, words)}  # fmt: skip

    assert {word for word in asked if not word.startswith("-")} <= targets


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=named)
def test_every_link_of_the_page_leads_somewhere(page: Path) -> None:
    links = LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]

    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=named)
def test_every_python_block_of_the_page_runs(page: Path, tmp_path: Path) -> None:
    found = list(blocks(page, {"python", "py"}))
    if not found:
        return  # most pages hold none

    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(found)],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=named)
def test_every_definition_in_the_page_can_be_read(page: Path) -> None:
    for block in blocks(page, {"yaml"}):
        assert YAML(typ="safe").load(block) is not None
    for block in blocks(page, {"toml"}):
        assert tomllib.loads(block)


def test_the_generated_pages_are_fresh() -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stderr
