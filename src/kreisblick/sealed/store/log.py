"""The access log: who read, wrote or deleted which table, and when.

One line per act in ``access.log``; every line carries a keyed hash over itself and the line before
(HMAC-SHA256 under a key of the store), so that a line taken out or changed is found, and nobody
without the key can write a chain that holds. Lines name tables, accounts and commands; nothing
from a table ever stands there.
"""

import getpass
import hmac
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _

__all__ = ["AccessLog", "Entry"]

FILE = "access.log"
TAIL = 4096  # longer than any line
WORDS_OF_COMMAND = 2  # "intake accept"; what follows may name files


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One act.

    Attributes:
        at: time in UTC, to the second.
        account: of the operating system.
        command: first words of the command line.
        act: ``open``, ``read``, ``write``, ``delete``, ``renew``, ``opener``.
        table: key of the table, or what the act was about.
    """

    at: str
    account: str
    command: str
    act: str
    table: str


@dataclass(kw_only=True)
class AccessLog:
    """The log in a store's folder.

    Attributes:
        folder: of the store.
        key: of the chain.
    """

    folder: Path
    key: bytes = field(repr=False)
    _told: set[tuple[str, str]] = field(default_factory=set, repr=False)

    def note(self, act: str, table: str) -> None:
        """Write an act down; the same act on the same table once per process."""
        if (act, table) in self._told:
            return
        self._told.add((act, table))
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "account": _account(),
            "command": _command(),
            "act": act,
            "table": table,
        }
        path = self.folder / FILE
        with FileLock(f"{path}.lock"):
            line = json.dumps({**entry, "chain": self._chain(entry, _last(path))})
            with path.open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
            path.chmod(0o600)

    def entries(self) -> Iterator[Entry]:
        """All acts, the oldest first."""
        for _number, content in self._lines():
            yield Entry(**{name: str(content.get(name, "")) for name in Entry.__annotations__})

    def faults(self) -> list[Fault]:
        """Lines that were changed, or after which lines are missing; empty when all is whole."""
        found, previous = [], ""
        for number, content in self._lines():
            entry = {name: value for name, value in content.items() if name != "chain"}
            if content.get("chain") != self._chain(entry, previous):
                message = _("The line was changed, or the line before it is missing.")
                where = _("line {row}").format(row=number)
                found.append(Fault(code="broken_chain", message=message, where=where))
            previous = str(content.get("chain", ""))
        return found

    def _lines(self) -> Iterator[tuple[int, dict[str, object]]]:
        path = self.folder / FILE
        if not path.exists():
            return
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                yield number, _content(line)

    def _chain(self, entry: Mapping[str, object], previous: str) -> str:
        text = json.dumps([previous, dict(sorted(entry.items()))], ensure_ascii=False)
        return hmac.digest(self.key, text.encode(), sha256).hex()


def _content(line: str) -> dict[str, object]:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def _last(path: Path) -> str:
    """The chain of the last line."""
    if not path.exists():
        return ""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - TAIL))
        lines = stream.read().splitlines()
    return str(_content(lines[-1].decode(errors="replace")).get("chain", "")) if lines else ""


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "?"


def _command() -> str:
    named = sys.argv[1 : 1 + WORDS_OF_COMMAND]
    words = [word for word in named if word.replace("-", "_").isidentifier()]
    return " ".join([Path(sys.argv[0]).stem, *words])
