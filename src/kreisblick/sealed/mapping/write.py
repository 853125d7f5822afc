"""Write a proposed definition as YAML that people read and edit."""

import io
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.model import Proposal
from kreisblick.sealed.mapping.own_areas import as_written

__all__ = ["as_yaml", "dump_definition"]

WIDE = 110  # characters of a line; longer ones are wrapped
BLOCKS = {"columns", "address", "values", "totals", "dimensions", "signs", "area", "beside",
          "checks"}  # fmt: skip
"""Parts that are written one entry a line; what lies in them stands in braces."""


def as_yaml(proposal: Proposal) -> str:
    """The proposal as the text of a definition, doubts as comments where they belong.

    Doubts begin with ``# bitte prüfen:``, so that they can be searched for.
    """
    notes = {
        path: _("please check: {note}").format(note=note) for path, note in proposal.notes.items()
    }
    for column in proposal.columns:
        if not column.sure and column.heading:
            words = _("please check: {heading} is taken for {means} ({reason})")
            path = _path_of(column.heading, proposal.content) or "grain"
            text = words.format(
                heading=column.heading, means=column.means, reason=column.reason or "–"
            )
            notes[path] = f"{notes[path]}; {text}" if path in notes else text
    if not proposal.target_sure:
        key = {"person": "register", "aggregate": "cube", "facility": "service"}[proposal.grain]
        others = ", ".join(proposal.targets) or "–"
        words = _("please check: is this right? Others: {others}")
        notes[key if key in proposal.content else "grain"] = words.format(others=others)
    return dump_definition(as_written(proposal.content), notes)


def _path_of(heading: str, content: Mapping[str, Any]) -> str | None:
    """Where in the definition a heading is named."""
    for part in ("columns", "dimensions"):
        for name, rule in content.get(part, {}).items():
            if rule.get("from") == heading:
                return f"{part}.{name}"
    for name, named in content.get("address", {}).items():
        if named == heading:
            return f"address.{name}"
    if any(value["column"] == heading for value in content.get("values", ())):
        return f"values.{heading}"
    return "area" if content.get("area", {}).get("column") == heading else None


def dump_definition(content: Mapping[str, Any], notes: Mapping[str, str] | None = None) -> str:
    """A definition's plain values as YAML, one entry a line, comments above what they are about.

    Args:
        content: as ``DeliveryDefinition.model_validate`` takes it.
        notes: sentences by path (``columns.sex``, ``values.<heading>``, ``cube``).
    """
    notes = notes or {}
    root = CommentedMap()
    for key, value in content.items():
        root[key] = _block(value) if key in BLOCKS and value else _flow(value)
        if key in notes:
            root.yaml_set_comment_before_after_key(key, before=notes[key])
    _place_notes(root, notes)
    yaml = YAML()
    yaml.width = WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(root, stream)
    return stream.getvalue()


def _place_notes(root: CommentedMap, notes: Mapping[str, str]) -> None:
    left: list[str] = []
    for path, note in notes.items():
        part, _dot, name = path.partition(".")
        node = root.get(part)
        if not name:
            left += [note] if part not in root else []
        elif isinstance(node, CommentedMap) and name in node:
            node.yaml_set_comment_before_after_key(name, before=note, indent=2)
        elif isinstance(node, CommentedSeq) and (place := _index(node, name)) is not None:
            node.yaml_set_comment_before_after_key(place, before=note, indent=2)
        else:
            left.append(note)
    if left:
        root.yaml_set_start_comment("\n".join(left))


def _index(values: CommentedSeq, heading: str) -> int | None:
    found = (i for i, value in enumerate(values) if value.get("column") == heading)
    return next(found, None)


def _block(value: Any) -> Any:
    """A value whose entries stand on lines of their own, each of them on one line."""
    node = _flow(value)
    if isinstance(node, CommentedMap | CommentedSeq):
        node.fa.set_block_style()
    return node


def _flow(value: Any) -> Any:
    """A value on one line."""
    node: CommentedMap | CommentedSeq
    if isinstance(value, Mapping):
        node = CommentedMap({_text(key): _flow(inner) for key, inner in value.items()})
    elif isinstance(value, list | tuple):
        node = CommentedSeq([_flow(inner) for inner in value])
    else:
        return _text(value)
    node.fa.set_flow_style()
    return node


def _text(value: Any) -> Any:
    """Texts that YAML might take for something else stand in quotes."""
    doubtful = isinstance(value, str) and (
        value.lower() in {"yes", "no", "on", "off", "y", "n", "true", "false", "null", "~"}
        or value[:1].isdigit()
        or any(sign in value for sign in "|:#{}[],&*?!%@`\"'")
        or not value.strip()
    )
    return DoubleQuotedScalarString(value) if doubtful else value
