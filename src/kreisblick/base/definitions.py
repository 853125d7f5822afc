"""Definitions: what specialists decide, read strictly from YAML 1.2 files.

Unknown keys, duplicate keys, empty values and "n/a" are errors with file and line. The object
that reading returns is the object the code uses.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic._internal._model_construction import ModelMetaclass
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _

__all__ = [
    "PLACEHOLDERS",
    "Definition",
    "Text",
    "Translated",
    "read_definition",
    "read_definitions",
    "shipped",
]

PLACEHOLDERS = frozenset({"", "n/a", "na", "tbd", "todo", "?", "-", "k.a."})
"""What says nothing where a text belongs."""


def _say_something(value: str) -> str:
    if value.strip().lower() in PLACEHOLDERS:
        raise ValueError("a placeholder is no text")
    return value.strip()


Text = Annotated[str, AfterValidator(_say_something)]


class _Absent:
    """An attribute that is not there, although a parent has it."""

    def __get__(self, instance: object, owner: object = None) -> None:
        raise AttributeError


class _DefinitionType(ModelMetaclass):
    """Hides ``ABCMeta.register``, so that a definition may have a field of that name."""

    register = _Absent()  # type: ignore[assignment]


class Definition(BaseModel, metaclass=_DefinitionType):
    """The base of every definition file: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Translated(Definition):
    """A text in German, and in English where developers or guests read it."""

    de: Text
    en: Text | None = None


D = TypeVar("D", bound=Definition)


def shipped(*parts: str) -> Path:
    """Where a file that ships with Kreisblick lies: in the package, or in the source tree."""
    package = Path(__file__).parents[1]
    inside = package.joinpath(*parts)
    return inside if inside.exists() else package.parents[1].joinpath(*parts)


def read_definition(path: Path, kind: type[D]) -> D:
    """One definition file as an object of its kind.

    Raises:
        FaultsFoundError: with file and line for everything that is wrong in it.
    """
    tree = _read_tree(path)
    try:
        return kind.model_validate(_plain(tree))
    except ValidationError as error:
        faults = [_fault(path, tree, item) for item in error.errors()]
        raise FaultsFoundError(str(path), faults) from None


def read_definitions(folders: list[Path], kind: type[D]) -> dict[str, D]:
    """All definitions of a kind by key; a later folder overrides an earlier one.

    The key is the file's path below the folder without its ending (``jobcenter/quarterly``).
    """
    found: dict[str, D] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            found[path.relative_to(folder).with_suffix("").as_posix()] = read_definition(path, kind)
    return dict(sorted(found.items()))


def _read_tree(path: Path) -> Any:
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except DuplicateKeyError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        message = _("A key stands twice. Keep one of them.")
        raise FaultsFoundError(
            str(path), [Fault(code="duplicate_key", message=message, where=where)]
        ) from None
    except (YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        message = _("This is not readable YAML. Check indentation, colons and quotes here.")
        raise FaultsFoundError(
            str(path), [Fault(code="not_yaml", message=message, where=where)]
        ) from None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Any:
    """The tree of a text, with line numbers; never changed, so that it can be kept by content."""
    return YAML(typ="rt").load(text)


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node


def _fault(path: Path, tree: Any, item: Any) -> Fault:
    place = [part for part in item["loc"] if not str(part).startswith("function-")]
    return Fault(
        code=item["type"],
        message=f"{'.'.join(str(part) for part in place)}: {item['msg']}",
        where=f"{path}:{_line(tree, place)}",
    )


def _line(tree: Any, place: list[Any]) -> int:
    line = 1
    for part in place:
        marks = getattr(tree, "lc", None)
        if marks is None or marks.data is None or part not in marks.data:
            break
        line = marks.data[part][0] + 1
        tree = tree[part]
    return line
