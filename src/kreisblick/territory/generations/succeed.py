"""Say which generation succeeds which: one ends where the next active one begins."""

from collections.abc import Mapping

from kreisblick.territory.areas import GenerationDefinition

__all__ = ["in_force", "predecessor", "successor"]

Definitions = Mapping[str, GenerationDefinition]


def in_force(definitions: Definitions) -> dict[str, GenerationDefinition]:
    """The active generations by key, each with the day on which it ends.

    ``valid_until`` of the definition holds unless the next active generation begins before.
    """
    return {
        key: definition.model_copy(update={"valid_until": _end(definitions, key)})
        for key, definition in sorted(definitions.items())
        if definition.active
    }


def predecessor(definitions: Definitions, key: str) -> str | None:
    """The active generation that begins last before another, or None."""
    begin = definitions[key].valid_from
    before = [(d.valid_from, k) for k, d in definitions.items() if d.active and k != key]
    return max(((day, k) for day, k in before if day < begin), default=(None, None))[1]


def successor(definitions: Definitions, key: str) -> str | None:
    """The active generation that begins next after another, or None."""
    begin = definitions[key].valid_from
    after = [(d.valid_from, k) for k, d in definitions.items() if d.active and k != key]
    return min(((day, k) for day, k in after if day > begin), default=(None, None))[1]


def _end(definitions: Definitions, key: str) -> object:
    own, following = definitions[key].valid_until, successor(definitions, key)
    days = [own] if own is not None else []
    return min([*days, definitions[following].valid_from] if following else days, default=None)
