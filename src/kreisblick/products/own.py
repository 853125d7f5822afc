"""What a district chooses or words itself, laid over what ships."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import create_model
from pydantic.fields import FieldInfo

from kreisblick.base.definitions import Definition, read_definition

__all__ = ["own_file", "own_paper", "read_over"]

D = TypeVar("D", bound=Definition)


def read_over(path: Path, below: D) -> D:
    """A definition with what a file says in place of its own.

    Every key may be missing from the file and keeps what stands below, and so does every entry of
    a mapping (theme to indicator, indicator to noun); all else is replaced as a whole.

    Args:
        path: the district's file; where there is none, ``below`` is given back.
        below: what ships.

    Raises:
        FaultsFoundError: with file and line for everything that is wrong in the file.
    """
    if not path.is_file():
        return below
    return _over(read_definition(path, _partial(type(below))), below)


def own_file(folder: Path | None, shipped: Path, name: str) -> Path:
    """A file of the district's own folder, or the shipped one where that has none."""
    own = folder / name if folder else None
    return own if own is not None and own.is_file() else shipped / name


def own_paper(folder: Path | None, shipped: Path, name: str) -> Path:
    """A template of paper, to be opened with ``open_typesetter``.

    It is named in the district's folder (which bears its product's name) as soon as that has any
    paper template: the typesetter lays the shipped ones below.
    """
    return (folder if folder and any(folder.glob("*.typ")) else shipped) / name


def _over(own: Definition, below: D) -> D:
    found = {name: _laid(getattr(below, name), getattr(own, name)) for name in own.model_fields_set}
    return below.model_copy(update=found)


def _laid(below: Any, own: Any) -> Any:
    if isinstance(below, Definition) and isinstance(own, Definition):
        return _over(own, below)
    both = isinstance(below, Mapping) and isinstance(own, Mapping)
    return {**below, **own} if both else own


def _partial(kind: type[Definition]) -> type[Definition]:
    """The same kind of definition, of which every key may be missing."""
    fields: dict[str, Any] = {
        name: (one.annotation, FieldInfo.merge_field_infos(one, default=None))
        for name, one in kind.model_fields.items()
        if one.is_required()
    }
    return create_model(f"Partial{kind.__name__}", __base__=kind, **fields)
