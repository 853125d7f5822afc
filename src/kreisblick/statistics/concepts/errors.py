"""What goes wrong with concepts, in words to the person who can mend it."""

from collections.abc import Sequence
from pathlib import Path

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _

__all__ = ["stands_twice", "unknown_concept", "unknown_end", "unknown_group"]


def unknown_concept(reference: str, where: str) -> Fault:
    """A definition names a concept that nobody has written down."""
    message = _(
        "There is no concept '{reference}'. Correct the name, or write down who is counted in "
        "catalogue/concepts/<group>/{variant}.yaml."
    )
    return Fault(
        code="unknown_concept",
        message=message.format(reference=reference, variant=reference.partition("/")[0]),
        where=where,
    )


def stands_twice(variant: str, groups: Sequence[str], path: Path) -> Fault:
    """A variant's name is used in two groups, so that a reference would be ambiguous."""
    message = _("The concept '{variant}' stands in two groups: {groups}. Rename one of them.")
    return Fault(
        code="concept_twice",
        message=message.format(variant=variant, groups=", ".join(groups)),
        where=str(path),
    )


def unknown_group(group: str) -> Fault:
    """A folder of concepts whose group has no title."""
    message = _("The group '{group}' has no title. Add it to catalogue/concepts/groups.yaml.")
    return Fault(
        code="unknown_group",
        message=message.format(group=group),
        where=f"catalogue/concepts/{group}",
    )


def unknown_end(bridge: str, lost: Sequence[str]) -> Fault:
    """A bridge leads nowhere, or from one group of people to another."""
    message = _("The bridge does not join two concepts of one group. Correct 'from' or 'to'.")
    if lost:
        message = _("The bridge leads to an unknown concept: {lost}. Correct 'from' or 'to'.")
    return Fault(
        code="bridge_without_end",
        message=message.format(lost=", ".join(lost)),
        where=f"catalogue/concepts/bridges/{bridge}.yaml",
    )
