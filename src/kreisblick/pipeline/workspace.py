"""The workspace: a folder with the district's choices, its deliveries and what was made of them."""

import os
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from kreisblick.base.definitions import Definition, Text, read_definitions, shipped
from kreisblick.base.errors import Fault, FaultsFoundError, KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure import Shows

__all__ = [
    "AddressSource",
    "AreasTogether",
    "DeliveryElsewhere",
    "District",
    "MunicipalChoice",
    "NoWorkspaceError",
    "ReportChoices",
    "Workspace",
    "WorkspaceDefinition",
    "open_workspace",
]

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


class District(Definition):
    """The district that reports.

    Attributes:
        key: its official key.
        name: for people.
        office: the office that writes to suppliers.
        address: lines of its postal address.
        place: the town in the date line of letters; the office's mailbox or telephone in
            ``contact``.
    """

    key: Text
    name: Text
    office: Text | None = None
    address: tuple[Text, ...] = ()
    place: Text | None = None
    contact: Text | None = None


class ReportChoices(Definition):
    """What the report is about.

    Attributes:
        generation: the areas on which all counts are given.
        dates: reference dates, in order.
        title: of the report.
        sets: indicator sets that are computed.
        edition: the day printed in the report's foot; the last reference date if not given.
        products: what is built.
        age_groups: ages of residents shown as the age structure of every area.
        leave_out: indicators of the sets that are not computed.
    """

    generation: Text
    dates: tuple[date, ...]
    title: Text
    sets: tuple[Text, ...] = ("core",)
    edition: date | None = None
    age_groups: tuple[Text, ...] = ()
    leave_out: tuple[Text, ...] = ()
    products: tuple[Text, ...] = ("report", "profiles", "atlas", "exports", "handbook")


class DeliveryElsewhere(Definition):
    """A delivery that does not lie in ``deliveries/``; ``${VARIABLE}`` is filled in."""

    supplier: Text
    product: Text
    reference_date: date
    file: Text


class AddressSource(Definition):
    """The list of known addresses.

    Attributes:
        file: in any format of ``territory.streets``; relative to the workspace, ``${VARIABLE}`` is
            filled in. Houses without an area are placed by their coordinates.
        names: a list of other and former names of streets.
        columns: our column name → theirs, where they differ (``street, number, suffix,
            postcode, place, area, area_<generation>, x, y``).
    """

    file: Text
    names: Text | None = None
    columns: dict[str, Text] = Field(default_factory=dict)


class MunicipalChoice(Definition):
    """What a municipality lets be shown of itself.

    Attributes:
        municipality: its key.
        shows: ``full``; ``grouped``, its planning areas together only; ``district``, it counts in
            the district's figures and has none of its own; ``none``, it takes no part.
        office: who chose.
        date: the day of the choice.
        sets, cubes: for which indicator sets and cubes; without both for everything.
        after_results: why the choice came after results were there; it is printed.
    """

    municipality: Text
    shows: Shows
    office: Text
    date: date
    sets: tuple[Text, ...] = ()
    cubes: tuple[Text, ...] = ()
    after_results: Text | None = None


class AreasTogether(Definition):
    """Planning areas of one municipality that are shown as one.

    Attributes:
        areas: their keys.
        name: of the joined area; without it the names stand side by side.
    """

    areas: tuple[Text, ...] = Field(min_length=2)
    name: Text | None = None


class WorkspaceDefinition(Definition):
    """The content of ``kreisblick.toml``."""

    district: District
    report: ReportChoices
    delivery: tuple[DeliveryElsewhere, ...] = ()
    addresses: AddressSource | None = None
    choice: tuple[MunicipalChoice, ...] = ()
    together: tuple[AreasTogether, ...] = ()


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
