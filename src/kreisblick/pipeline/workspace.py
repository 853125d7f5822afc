"""The workspace: a folder with the district's choices, its deliveries and what was made of them."""

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from kreisblick.base.definitions import Definition, read_definitions, shipped
from kreisblick.base.errors import Fault, FaultsFoundError, KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.choices import WorkspaceDefinition

__all__ = ["NoWorkspaceError", "Workspace", "open_workspace"]

D = TypeVar("D", bound=Definition)
FILE = "kreisblick.toml"
_VARIABLE = re.compile(r"\$\{([A-Z_]+)\}")


class NoWorkspaceError(KreisblickError):
    """The folder is no workspace, or a place it names does not exist."""

    @classmethod
    def no_file(cls, folder: Path) -> "NoWorkspaceError":
        """There is no ``kreisblick.toml``."""
        words = _("{folder} holds no {file}. Make a workspace with: kreisblick new {folder}")
        return cls(words.format(folder=folder, file=FILE))

    @classmethod
    def no_round(cls, folder: Path) -> "NoWorkspaceError":
        """No round has been finished there yet."""
        words = _("{folder} holds no results yet. Make them with: kreisblick run -w {folder}")
        return cls(words.format(folder=folder))

    @classmethod
    def no_generation(cls, key: str) -> "NoWorkspaceError":
        """The boundaries the report speaks in are not described."""
        words = _(
            "The report names the generation '{key}', but nothing describes its boundaries. Write "
            "catalogue/territory/{key}.yaml, or name another generation in kreisblick.toml."
        )
        return cls(words.format(key=key))

    @classmethod
    def inactive_generation(cls, key: str) -> "NoWorkspaceError":
        """The boundaries the report speaks in are described, but not in force."""
        words = _(
            "The report names the generation '{key}', which is not active. Activate it with: "
            "kreisblick generations activate {key} --write"
        )
        return cls(words.format(key=key))

    @classmethod
    def no_variable(cls, name: str, text: str) -> "NoWorkspaceError":
        """A path names a variable that is not set."""
        words = _("'{text}' needs the variable {name}. Set it to the folder with the open data.")
        return cls(words.format(name=name, text=text))


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A workspace's folder (read) and the folder its results go to (written)."""

    folder: Path
    out: Path
    choices: WorkspaceDefinition

    def definitions(self, kind: str, model: type[D]) -> dict[str, D]:
        """All definitions of a kind: the shipped ones, then the workspace's own by key."""
        return read_definitions(self.catalogue_folders(kind), model)

    def catalogue_folders(self, kind: str) -> list[Path]:
        """Where definitions of a kind lie, shipped first."""
        places = [shipped("catalogue", kind), self.folder / "catalogue" / kind]
        return [place for place in places if place.is_dir()]

    def path(self, text: str) -> Path:
        """A path as it stands in a definition: variables filled in, relative to the workspace."""
        return self.folder / fill_in(text)

    @property
    def decisions(self) -> Path:
        """The file with the decisions about addresses."""
        return self.folder / "catalogue" / "addresses" / "decisions.csv"

    @property
    def sealed(self) -> Path:
        """The encrypted store."""
        return self.out / "sealed"

    @property
    def bundles(self) -> Path:
        """Release bundles."""
        return self.out / "bundles"

    @property
    def products(self) -> Path:
        """What was built from bundles."""
        return self.out / "products"

    def current(self, folder: Path) -> Path:
        """The last good one of ``bundles`` or ``products``.

        Raises:
            NoWorkspaceError: when no round has been finished.
        """
        name = folder / "current"
        if not name.is_file():
            raise NoWorkspaceError.no_round(self.out)
        return folder / name.read_text(encoding="utf-8").strip()


def fill_in(text: str) -> str:
    """Replace ``${NAME}`` by the environment's value.

    Raises:
        NoWorkspaceError: when the variable is not set.
    """

    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if not found:
            raise NoWorkspaceError.no_variable(match[1], text)
        return found

    return _VARIABLE.sub(value, text)


def open_workspace(folder: Path, out: Path | None = None) -> Workspace:
    """The workspace in a folder; results go to ``out``, by default the same folder.

    Raises:
        NoWorkspaceError: no ``kreisblick.toml`` there.
        FaultsFoundError: something in it is wrong.
    """
    path = folder / FILE
    if not path.is_file():
        raise NoWorkspaceError.no_file(folder)
    return Workspace(folder=folder, out=out or folder, choices=_read_choices(path))


def _read_choices(path: Path) -> WorkspaceDefinition:
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return WorkspaceDefinition.model_validate(content)
    except tomllib.TOMLDecodeError as error:
        raise FaultsFoundError(str(path), [Fault(code="not_toml", message=str(error))]) from None
    except ValidationError as error:
        faults = [
            Fault(code=e["type"], message=e["msg"], where=".".join(str(p) for p in e["loc"]))
            for e in error.errors()
        ]
        raise FaultsFoundError(str(path), faults) from None
