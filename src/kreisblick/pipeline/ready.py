"""Ready: definitions of deliveries that every district gets, taken over in one step.

Each lies in ``catalogue/deliveries/<key>``: ``ready.yaml`` says what it is, ``definition.yaml`` is
the definition itself. A copy goes into the workspace, is the district's own from then on, and is
edited there; nothing that lies there is ever written over.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped
from kreisblick.base.errors import KreisblickError, WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.pipeline.ready_areas import area_tables
from kreisblick.pipeline.ready_record import RecordLayout, fields_of, form_of
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.mapping import definition_of
from kreisblick.supply import SupplierDefinition

__all__ = ["AlreadyThereError", "Ready", "ReadyDelivery", "Taken", "ready_deliveries", "take"]

FOLDER = ("catalogue", "deliveries")
BROUGHT = "with"  # cubes and concepts that come along with a definition
QUESTION = re.compile(r"^ *# bitte prüfen: (.+(?:\n *#   \S.*)*)", re.MULTILINE)
RECORD = "fields: <Satzaufbau>"
KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")


class ReadyOffice(Definition):
    """The office that usually delivers; the district puts its own in.

    Attributes:
        title: for people.
        office: its name.
        legal_basis: by which right the data may be given and used.
        rhythm: how often it delivers.
    """

    title: Translated
    office: Text
    legal_basis: Text
    rhythm: Text


class ReadyDelivery(Definition):
    """What a ready definition is: ``catalogue/deliveries/<key>/ready.yaml``.

    Attributes:
        order: place in lists.
        sentence: what is delivered, by whom.
        supplier: who delivers.
        shape: what is certain of the file's shape.
        record: the positions of a record of fixed width that only the district can know.
        brings: definitions that come along, where the shipped catalogue has none.
    """

    order: int
    sentence: Text
    supplier: ReadyOffice
    shape: Text
    record: RecordLayout | None = None
    brings: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A ready definition.

    Attributes:
        key: its name.
        about: what it is.
        text: the definition as YAML; ``<Kreisschlüssel>``, ``<Lieferant>``, ``<Gebietsstand>`` are
            filled in when it is taken over.
    """

    key: str
    about: ReadyDelivery
    text: str = field(repr=False)

    @property
    def questions(self) -> tuple[str, ...]:
        """What only the district can say, in the order of the definition."""
        found = QUESTION.findall(self.text)
        return tuple(re.sub(r"\n *#   ", " ", words).strip() for words in found)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What taking over has done.

    Attributes:
        written: new files, below the workspace.
        kept: files that were there and stay as they are.
        form: a form to be filled in first; the definition is not written before.
        todo: sentences on what is still to be done.
    """

    written: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    form: Path | None = None
    todo: tuple[str, ...] = ()


class AlreadyThereError(KreisblickError):
    """The product has a definition already; it is not touched."""

    def __init__(self, path: Path) -> None:
        words = _(
            "{path} is there already and stays as it is. Choose another name for the product, or "
            "put the old definition away first."
        )
        super().__init__(words.format(path=path))


def ready_deliveries() -> dict[str, Ready]:
    """The shipped ready definitions by key, in their order.

    Raises:
        FaultsFoundError: when one is wrong, with file and line.
    """
    found = [
        Ready(
            key=path.parent.name,
            about=read_definition(path, ReadyDelivery),
            text=path.with_name("definition.yaml").read_text(encoding="utf-8"),
        )
        for path in shipped(*FOLDER).glob("*/ready.yaml")
    ]
    return {one.key: one for one in sorted(found, key=lambda one: one.about.order)}


def take(key: str, workspace: Workspace, *, supplier: str, product: str) -> Taken:
    """Write a ready definition into the workspace as the delivery definition of a supplier.

    Where the record's positions are not known, a form is written first; when it is filled in, the
    same call writes the definition.

    Args:
        key: of the ready definition.
        workspace: where it goes; the definition gets its district's key and generation.
        supplier: the name of its folder.
        product: the name of its file.

    Raises:
        WrongUseError: there is no such ready definition, or a name is none.
        AlreadyThereError: the product has a definition.
        FaultsFoundError: the form has gaps; all of them are told.
    """
    ready = _known(key)
    _check_names(supplier, product)
    folder = workspace.folder / "catalogue" / "suppliers" / supplier
    target = folder / f"{product}.yaml"
    if target.exists():
        raise AlreadyThereError(target)
    text = _filled(ready.text, workspace, supplier)
    if ready.about.record is not None:
        form = folder / f"{product}_satzaufbau.csv"
        if not form.exists():
            write_bytes(form, form_of(ready.about.record).encode("utf-8-sig"))
            return Taken(form=form)
        text = _with_fields(text, fields_of(ready.about.record, form), ready.about.record)
    definition = definition_of(text, workspace.folder)
    files: dict[Path, str] = {target: text, folder / "supplier.yaml": _supplier(ready.about)}
    files |= _brought(ready.about, workspace)
    tables, todo = area_tables(definition, workspace)
    written, kept = _write(files | tables)
    return Taken(written=written, kept=kept, todo=todo)


def _known(key: str) -> Ready:
    ready = ready_deliveries()
    if key not in ready:
        message = _("There is no ready definition '{key}'. There are: {names}.")
        raise WrongUseError(message.format(key=key, names=", ".join(ready)))
    return ready[key]


def _check_names(supplier: str, product: str) -> None:
    for name in (supplier, product):
        if not KEY.fullmatch(name) or name == "supplier":
            message = _(
                "'{name}' cannot be the name of a supplier or product. Use small letters, digits "
                "and underscores, for instance employment_agency/unemployed."
            )
            raise WrongUseError(message.format(name=name))


def _filled(text: str, workspace: Workspace, supplier: str) -> str:
    """The definition with what the workspace knows."""
    choices = workspace.choices
    known = {
        "<Kreisschlüssel>": choices.district.key,
        "<Gebietsstand>": choices.report.generation,
        "<Lieferant>": supplier,
    }
    for token, value in known.items():
        text = text.replace(token, value)
    return text


def _with_fields(text: str, fields: Mapping[str, tuple[int, int]], record: RecordLayout) -> str:
    """The definition with the record's positions; lines about fields it has not are left out."""
    absent = [one.name for one in record.fields if one.name not in fields]
    lines = [
        line
        for line in text.splitlines()
        if not any(re.search(rf"\b{re.escape(name)}\b", line) for name in absent)
    ]
    positions = [
        f"    - {{name: {name}, start: {start}, length: {length}}}"
        for name, (start, length) in fields.items()
    ]
    return "\n".join([*lines, ""]).replace(RECORD, "\n".join(["fields:", *positions]))


def _supplier(about: ReadyDelivery) -> str:
    """The supplier's file, checked before anything is written."""
    office = about.supplier
    content = {"title": {"de": office.title.de}, "office": {"name": office.office},
               "legal_basis": office.legal_basis, "rhythm": office.rhythm}  # fmt: skip
    SupplierDefinition.model_validate(content)
    hint = _("please check: {note}").format(
        note=_("office, contact, legal basis and rhythm as agreed with you")
    )
    return (
        f'# {hint}\ntitle: {{de: "{office.title.de}"}}\noffice: {{name: "{office.office}"}}\n'
        f'legal_basis: "{office.legal_basis}"\nrhythm: {office.rhythm}\n'
    )


def _brought(about: ReadyDelivery, workspace: Workspace) -> dict[Path, str]:
    """Cubes and concepts that come along."""
    return {
        workspace.folder / "catalogue" / name: shipped(
            *FOLDER, BROUGHT, *name.split("/")
        ).read_text(encoding="utf-8")
        for name in about.brings
    }


def _write(files: Mapping[Path, str]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write what is not there; the definition itself last, so that a torn run can be repeated."""
    kept = tuple(path for path in files if path.exists())
    new = tuple(path for path in files if path not in kept)
    for path in reversed(new):
        write_bytes(path, files[path].encode())
    return new, kept
