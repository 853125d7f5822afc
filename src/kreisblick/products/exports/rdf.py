"""Statements about resources, and how they are written: Turtle and JSON-LD.

Small on purpose: only what a catalogue entry needs. Addresses that begin with no scheme are
relative to the file they stand in.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["PREFIXES", "Iri", "Literal", "Node", "Value", "jsonld", "turtle"]

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
UNSAFE = re.compile(r'[\x00-\x20<>"{}|^`\\]')  # may not stand in an address (RFC 3987, Turtle)


@dataclass(frozen=True, kw_only=True)
class Iri:
    """The address of a resource."""

    address: str


@dataclass(frozen=True, kw_only=True)
class Literal:
    """A text in a language, or a value of a type (``xsd:date``); plain text without both."""

    text: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A resource: its class and what is said of it; without an address it has no name.

    Attributes:
        type: ``prefix:Class``.
        said: pairs of ``prefix:property`` and value, in the order they are written.
        address: of the resource.
    """

    type: str
    said: Sequence[tuple[str, "Value"]]
    address: str | None = None


Value = Iri | Literal | Node


def turtle(nodes: Sequence[Node]) -> str:
    """The statements in Turtle (RDF 1.1), one property a line, always in the same order."""
    used = [f"@prefix {name}: <{space}> ." for name, space in sorted(PREFIXES.items())]
    return "\n".join(used) + "\n\n" + "\n".join(_turtle_node(node) for node in nodes)


def jsonld(nodes: Sequence[Node]) -> dict[str, Any]:
    """The same statements as JSON-LD 1.1."""
    return {"@context": dict(sorted(PREFIXES.items())), "@graph": [_json_node(n) for n in nodes]}


def _turtle_node(node: Node) -> str:
    lines = [f"{_address(node.address or '')} a {node.type}"]
    lines += [f"    {name} {_turtle_value(value, 2)}" for name, value in node.said]
    return " ;\n".join(lines) + " .\n"


def _turtle_value(value: Value, depth: int) -> str:
    if isinstance(value, Iri):
        return _address(value.address)
    if isinstance(value, Literal):
        return _turtle_literal(value)
    pad = "    " * depth
    lines = [f"a {value.type}"]
    lines += [f"{name} {_turtle_value(one, depth + 1)}" for name, one in value.said]
    inside = " ;\n".join(f"{pad}{line}" for line in lines)
    return f"[\n{inside}\n{'    ' * (depth - 1)}]"


def _turtle_literal(value: Literal) -> str:
    text = json.dumps(value.text, ensure_ascii=False)  # escapes as Turtle does
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.type}" if value.type else text


def _address(address: str) -> str:
    return f"<{_escaped(address)}>"


def _escaped(address: str) -> str:
    return UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", address)


def _json_node(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": node.type}
    if node.address is not None:
        found = {"@id": _escaped(node.address), **found}
    for name, value in node.said:
        found.setdefault(name, []).append(_json_value(value))
    return found


def _json_value(value: Value) -> Mapping[str, Any]:
    if isinstance(value, Iri):
        return {"@id": _escaped(value.address)}
    if isinstance(value, Node):
        return _json_node(value)
    if value.language:
        return {"@value": value.text, "@language": value.language}
    return {"@value": value.text, "@type": value.type} if value.type else {"@value": value.text}
