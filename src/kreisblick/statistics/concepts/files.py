"""Reading concepts and bridges from catalogue folders."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kreisblick.base.definitions import Definition, read_definition
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.statistics.concepts.errors import stands_twice, unknown_end, unknown_group
from kreisblick.statistics.concepts.model import (
    BridgeDefinition,
    Catalogue,
    ConceptDefinition,
    Group,
)

__all__ = ["read_concepts"]

GROUPS = "groups.yaml"
BRIDGES = "bridges"


class Groups(Definition):
    """The content of ``groups.yaml``: the groups that the folders beside it describe."""

    groups: dict[str, Group]


def read_concepts(folders: Sequence[Path]) -> Catalogue:
    """All concepts and bridges; a later folder adds, and overrides by name.

    Args:
        folders: ``catalogue/concepts`` folders: ``groups.yaml``, ``<group>/<variant>.yaml``,
            ``bridges/<key>.yaml``.

    Raises:
        FaultsFoundError: when a file is wrong, a group has no title, a variant stands in two
            groups, or a bridge ends nowhere.
    """
    groups: dict[str, Group] = {}
    concepts: dict[str, ConceptDefinition] = {}
    bridges: dict[str, BridgeDefinition] = {}
    owner: dict[str, str] = {}
    faults: list[Fault] = []
    for folder in folders:
        if (folder / GROUPS).is_file():
            groups |= read_definition(folder / GROUPS, Groups).groups
        for path in sorted(folder.glob("*/*.yaml")):
            group, variant = path.parent.name, path.stem
            if group == BRIDGES:
                bridges[variant] = read_definition(path, BridgeDefinition)
                continue
            if owner.setdefault(variant, group) != group:
                faults.append(stands_twice(variant, [owner[variant], group], path))
            concepts[variant] = read_definition(path, ConceptDefinition)
    known = Catalogue(
        groups=dict(sorted(groups.items())),
        concepts=dict(sorted(concepts.items())),
        group_of=owner,
        bridges=dict(sorted(bridges.items())),
    )
    faults += _check(known)
    if faults:
        raise FaultsFoundError("catalogue/concepts", faults)
    return known


def _check(known: Catalogue) -> Iterator[Fault]:
    for group in sorted(set(known.group_of.values()) - set(known.groups)):
        yield unknown_group(group)
    for key, bridge in known.bridges.items():
        ends = (bridge.from_, bridge.to)
        lost = [end for end in ends if not known.knows(end)]
        groups = {known.group(end) for end in ends}
        if lost or len(groups) > 1:
            yield unknown_end(key, lost)
