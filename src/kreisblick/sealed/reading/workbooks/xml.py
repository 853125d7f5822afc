"""Read small XML parts as trees; a part that declares a document type is refused.

Office programmes never write a DOCTYPE; entities that blow up or read other files need one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.errors import UnreadableFileError, damaged

__all__ = ["Node", "new_parser", "read_xml"]

DEEPEST = 100  # levels; office files have about fifteen


@dataclass(kw_only=True)
class Node:
    """An element without the names of its spaces.

    Attributes:
        tag: local name.
        attributes: value by local name.
        children: elements in it.
        text: what stands directly in it.
    """

    tag: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def find(self, tag: str) -> Iterator["Node"]:
        """All elements of this name below, in the order of the file."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.find(tag)


def new_parser(name: str) -> expat.XMLParserType:
    """A parser that gives plain local names and refuses document types."""

    def refuse(*_parts: object) -> None:
        message = _(
            "'{name}' is not opened: it holds a document type with which texts can be blown up or "
            "other files read. Save it again in the spreadsheet programme."
        )
        raise UnreadableFileError(message.format(name=name))

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def plain(name: str) -> str:
    """A name without its space: ``uri}row`` is ``row``."""
    return name.rpartition("}")[2]


def read_xml(content: bytes, name: str) -> Node:
    """The tree of a part.

    Raises:
        UnreadableFileError: when it is no XML, too deep, or declares a document type.
    """
    root = Node(tag="", attributes={})
    open_nodes = [root]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(open_nodes) > DEEPEST:
            raise damaged(name)
        node = Node(
            tag=plain(tag), attributes={plain(key): text for key, text in attributes.items()}
        )
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_tag: str) -> None:
        open_nodes.pop()

    def say(text: str) -> None:
        open_nodes[-1].text += text

    parser = new_parser(name)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = say
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise damaged(name) from None
    return root
