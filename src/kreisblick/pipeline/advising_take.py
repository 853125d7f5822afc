"""Take: a suggestion becomes a line of ``kreisblick.toml``; the rest of the file stays as it is."""

import re
import tomllib

from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.pipeline.workspace import Workspace, open_workspace
from kreisblick.protection.advice import Suggestion

__all__ = ["take_over"]

FILE = "kreisblick.toml"
_REPORT = re.compile(r"^\[report\][^\n]*\n", re.M)


def take_over(workspace: Workspace, suggestion: Suggestion) -> str:
    """Write the suggestion's lines into the workspace's file; gives them.

    A group of areas is a table of its own at the end; the others are a key of ``[report]`` that
    takes the place of what stood there.

    Raises:
        WrongUseError: when the file would not be read any more; then it stays as it was.
    """
    path = workspace.folder / FILE
    before = path.read_text(encoding="utf-8")
    table = suggestion.take.startswith("[[")
    after = _appended(before, suggestion.take) if table else _in_report(before, suggestion.take)
    try:
        tomllib.loads(after)
    except tomllib.TOMLDecodeError:
        words = _("{file} could not be changed. Write these lines yourself: {lines}")
        raise WrongUseError(words.format(file=FILE, lines=suggestion.take)) from None
    write_bytes(path, after.encode())
    open_workspace(workspace.folder, workspace.out)
    return suggestion.take


def _appended(text: str, lines: str) -> str:
    own = set(re.findall(r'"([^"]+)"', lines))
    kept = re.sub(
        r"\n*\[\[together\]\]\nareas = \[([^\]]*)\]\n",
        lambda found: "\n" if set(re.findall(r'"([^"]+)"', found[1])) < own else found[0],
        text,
    )
    return f"{kept.rstrip()}\n\n{lines}\n"


def _in_report(text: str, line: str) -> str:
    key = line.split(" = ", 1)[0]
    head = _REPORT.search(text)
    if head is None:
        return f"{text.rstrip()}\n\n[report]\n{line}\n"
    rest = text[head.end() :]
    end = re.search(r"^\[", rest, re.M)
    own, after = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    there = re.compile(rf"^{re.escape(key)}\s*=\s*\[[^\]]*\][^\n]*\n", re.M)
    # "age_groups = [" stands inside [report]; an array may go over several lines
    changed = there.sub(f"{line}\n", own) if there.search(own) else f"{line}\n{own}"
    return text[: head.end()] + changed + after
