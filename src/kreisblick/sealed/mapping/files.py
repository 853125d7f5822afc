"""Where delivery definitions lie, and what tells two versions of one apart."""

from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML

from kreisblick.base.definitions import read_definition
from kreisblick.base.files import fingerprint, fingerprint_file
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.shared_codes import list_prints, lists_at_home

__all__ = ["definition_fingerprint", "definition_of", "read_deliveries"]

SUPPLIER_FILE = "supplier.yaml"


def read_deliveries(folders: Sequence[Path]) -> dict[str, DeliveryDefinition]:
    """Delivery definitions by ``<supplier>/<product>``; a later folder overrides an earlier one.

    Args:
        folders: ``catalogue/suppliers`` folders; tables of areas lie in the workspace around it.

    Raises:
        FaultsFoundError: when a definition is wrong, with file and line.
    """
    found: dict[str, DeliveryDefinition] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/*.yaml")):
            if path.name != SUPPLIER_FILE:
                key = path.relative_to(folder).with_suffix("").as_posix()
                definition = read_definition(path, DeliveryDefinition)
                found[key] = _at_home(definition, folder.parents[1])
    return dict(sorted(found.items()))


def definition_of(text: str, workspace: Path) -> DeliveryDefinition:
    """The definition that a text holds, its tables looked for in a workspace.

    Raises:
        ValidationError: when it is none.
    """
    content = YAML(typ="safe", pure=True).load(text)
    return _at_home(DeliveryDefinition.model_validate(content), workspace)


def _at_home(definition: DeliveryDefinition, workspace: Path) -> DeliveryDefinition:
    """The definition with the workspace its tables of areas and lists of codes lie in."""
    definition = lists_at_home(definition, workspace)
    area = definition.area
    if area is None:
        return definition
    files = {"table": area.table, "institutions": area.institutions}
    homes = {
        name: file.model_copy(update={"base": workspace})
        for name, file in files.items()
        if file is not None
    }
    return (
        definition.model_copy(update={"area": area.model_copy(update=homes)})
        if homes
        else definition
    )


def definition_fingerprint(definition: DeliveryDefinition, generation: str) -> str:
    """Changes when the definition, a table or list it names changes."""
    lists = list_prints(definition)
    institutions = definition.area.institutions if definition.area else None
    if institutions is not None and institutions.path.is_file():
        lists = (*lists, fingerprint_file(institutions.path))
    table = definition.area.table if definition.area else None
    if table is not None and table.path(generation).is_file():
        areas = fingerprint_file(table.path(generation))
        return fingerprint(definition.model_dump(), areas, *lists)
    return fingerprint(definition.model_dump(), *lists)
