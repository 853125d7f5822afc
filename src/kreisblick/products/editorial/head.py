"""Head: the YAML lines at the beginning of a text, with faults by line."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.products.editorial.draft import Head
from kreisblick.products.editorial.persons import is_person

__all__ = ["head_faults", "read_head", "split_head"]

LINE = "---"
TWO_COLONS = re.compile(r"""^([a-z_]+): +([^"'\[{#&*!|>%@`].*: .*)$""")
NEEDED: Mapping[str, tuple[str, ...]] = {
    "focus": ("title",),
    "recommendation": ("title",),
    "statement": ("by", "day"),
    "comment": ("by", "day", "area"),
}
"""Without them nobody knows what the text is, who speaks, when, or for whom."""


def split_head(text: str) -> tuple[str, str, int] | None:
    """Head, body and the line in which the body begins; None where there is no head."""
    lines = text.split("\n")
    if lines[0].strip() != LINE:
        return None
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.strip() == LINE), None)
    if end is None:
        return None
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def read_head(text: str, where: str) -> tuple[Head | None, dict[str, int], list[Fault]]:
    """The head, the line of each of its fields, and what is wrong with it."""
    try:
        tree = YAML(typ="rt").load("\n".join(map(_quoted, text.split("\n"))))
    except DuplicateKeyError as error:
        message = _("A field stands twice in the head. Keep one of them.")
        return None, {}, [_at("head_twice", message, where, _line_of(error))]
    except YAMLError as error:
        message = _("The head cannot be read here. Put texts with special signs into quotes.")
        return None, {}, [_at("head_form", message, where, _line_of(error))]
    if not isinstance(tree, CommentedMap):
        message = _("The head names no fields. Write at least: kind: text")
        return None, {}, [_at("head_form", message, where, 1)]
    lines = {str(key): tree.lc.data.get(key, (0,))[0] + 2 for key in tree}
    try:
        return Head.model_validate(_plain(tree)), lines, []
    except ValidationError as error:
        return None, lines, [_fault(item, lines, where) for item in error.errors()]


def head_faults(head: Head, lines: Mapping[str, int], where: str) -> list[Fault]:
    """Fields that this kind of text needs, and a speaker who is a person."""
    needed = _("A text of the kind '{kind}' needs the field '{field}' in its head.")
    faults = [
        _at("head_missing", needed.format(kind=head.kind, field=field), where, 1)
        for field in NEEDED.get(head.kind, ())
        if not getattr(head, field)
    ]
    if "{{" in head.title + head.by:
        message = _("A heading and a speaker hold no live figures. Write them into the text.")
        faults.append(_at("figure_in_head", message, where, lines.get("title", 1)))
    if is_person(head.by, head.names):
        message = _("'{by}' names a person. Name the office or association that speaks.")
        line = lines.get("by", 1)
        faults.append(_at("person", message.format(by=head.by), where, line))
    return faults


def _quoted(line: str) -> str:
    """``title: Kinder: früh dabei`` as its author means it."""
    found = TWO_COLONS.match(line)
    if found is None or " #" in line:
        return line
    value = found[2].rstrip().replace("\\", "\\\\").replace('"', '\\"')
    return f'{found[1]}: "{value}"'


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items() if value is not None}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node


def _fault(item: Any, lines: Mapping[str, int], where: str) -> Fault:
    field = str(item["loc"][0])
    if item["type"] == "missing":
        words = _("The head lacks the field '{field}'.")
    elif item["type"] == "extra_forbidden":
        words = _("The head knows no field '{field}'. It knows: {known}.")
    elif item["type"] == "string_type":
        words = _("The field '{field}' is a text. Put it into quotes.")
    elif field == "kind":
        words = _("'kind' is text, focus, recommendation, statement, comment or plain.")
    else:
        words = _("The field '{field}' cannot be read. A day is written as 2025-05-12.")
    message = words.format(field=field, known=", ".join(Head.model_fields))
    return _at("head_field", message, where, lines.get(field, 1))


def _at(code: str, message: str, where: str, line: int) -> Fault:
    return Fault(code=code, message=message, where=f"{where}:{line}")


def _line_of(error: Any) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 2 if mark else 1
