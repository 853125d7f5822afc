"""What people type at the terminal is understood as they mean it."""

from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from kreisblick.base.errors import WrongUseError
from kreisblick.cli.terminal import TerminalProgress, agreed, day_of

app = typer.Typer()


@app.command()
def ask() -> None:
    typer.echo("done" if agreed("Löschen?") else "left")


@pytest.mark.parametrize("answer", ["j", "J", "ja", " Ja ", "y", "yes"])
def test_yes_is_yes_in_german_and_english(answer: str) -> None:
    said = CliRunner().invoke(app, input=f"{answer}\n").output

    assert "Löschen? [j/N]" in said
    assert said.endswith("done\n")


@pytest.mark.parametrize("answer", ["", "n", "nein", "jein", "x"])
def test_everything_else_is_no(answer: str) -> None:
    assert CliRunner().invoke(app, input=f"{answer}\n").output.endswith("left\n")


def test_without_a_terminal_nothing_is_agreed() -> None:
    assert CliRunner().invoke(app, input="").exit_code != 0


@pytest.mark.parametrize("text", ["31.12.2024", "2024-12-31", " 31.12.2024 "])
def test_a_day_may_be_written_the_german_way(text: str) -> None:
    assert day_of(text) == date(2024, 12, 31)


@pytest.mark.parametrize("text", ["31.02.2024", "12/31/2024", "gestern", ""])
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(WrongUseError, match=r"31\.12\.2024"):
        day_of(text)


def test_on_a_pipe_progress_leaves_no_empty_lines(capfd: pytest.CaptureFixture[str]) -> None:
    progress = TerminalProgress()

    with progress.step("a"), progress.step("b"):
        assert list(progress.track([1, 2], "c")) == [1, 2]
    progress.note("d")

    assert capfd.readouterr() == ("", "d\n")
