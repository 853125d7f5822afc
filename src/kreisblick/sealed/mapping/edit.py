"""Edit a definition in force: new headings become further names, nothing else changes."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.folding import fold
from kreisblick.sealed.mapping.layout import Layout, heading_key
from kreisblick.sealed.mapping.memory import headings_of

__all__ = ["further_names", "layout_wanted", "wanted_keys"]

NAMED = frozenset({"from", "column", "minus", "street", "number", "suffix", "postcode", "place",
                   "postcode_place"})  # fmt: skip
"""Keys of a definition below which headings stand."""


def further_names(text: str, renamed: Mapping[str, str]) -> str:
    """The text of a definition in which headings got a further name; comments stay.

    Args:
        text: the YAML in force.
        renamed: old heading to new one.

    >>> print(further_names("address: {street: Straße}", {"Straße": "Wohnstraße"}), end="")
    address: {street: [Straße, Wohnstraße]}
    """
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    tree = yaml.load(text)
    _name(tree, {fold(old): new for old, new in renamed.items()}, facility="service" in tree)
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _name(node: Any, renamed: Mapping[str, str], *, facility: bool, inside: str = "") -> None:
    if isinstance(node, Mapping):
        for key, value in node.items():
            field = facility and inside == "values"  # there a field is named, not a heading
            if key in NAMED and not field and isinstance(value, str | list):
                node[key] = _with_new(value, renamed)  # type: ignore[index]
            else:
                _name(value, renamed, facility=facility, inside=str(key))
    elif isinstance(node, list):
        for item in node:
            _name(item, renamed, facility=facility, inside=inside)


def _with_new(value: Any, renamed: Mapping[str, str]) -> Any:
    names = [value] if isinstance(value, str) else list(value)
    more = [renamed[fold(name)] for name in names if fold(name) in renamed]
    fresh = [name for name in dict.fromkeys(more) if name not in names]
    if not fresh:
        return value
    grown = CommentedSeq([*names, *fresh])
    grown.fa.set_flow_style()
    return grown


def wanted_keys(definition: DeliveryDefinition) -> list[tuple[str, ...]]:
    """For every column a definition reads the folded headings it may have."""
    found = [names for names, _meaning in headings_of(definition)]
    found += [choice.column for choice in definition.rows]
    found += [value.minus for value in definition.values if value.minus]
    return [tuple(heading_key(name) for name in names) for names in found]


def layout_wanted(definition: DeliveryDefinition, now: Layout) -> Layout:
    """The layout a definition expects, for files of which no earlier layout is kept.

    Of several names of a column the one that is there now stands for it, else the last.
    """
    form = definition.format
    named: Sequence[tuple[str, ...]] = [names for names, _meaning in headings_of(definition)]
    here = set(now.headings)
    first = [next((n for n in names if heading_key(n) in here), names[-1]) for names in named]
    first = list(dict.fromkeys(first))
    known = [
        text for text in now.as_written if heading_key(text) in {heading_key(n) for n in first}
    ]
    ordered = [*known, *[n for n in first if heading_key(n) not in {heading_key(k) for k in known}]]
    return Layout(
        type=form.type,
        sheet=None if form.sheet is None else fold(form.sheet),
        encoding=form.encoding,
        delimiter=form.delimiter if form.type == "csv" else "",
        heading_rows=now.heading_rows,
        headings=tuple(heading_key(text) for text in ordered),
        as_written=tuple(ordered),
    )
