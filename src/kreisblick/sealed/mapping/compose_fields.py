"""Fields of records (persons, facilities) from settled columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.codes import CodesRead, complete_codes, read_codes
from kreisblick.sealed.mapping.contents import sample
from kreisblick.sealed.mapping.folding import fold, squeeze
from kreisblick.sealed.mapping.headings import field_named
from kreisblick.sealed.mapping.model import ColumnProposal, Known, RegisterShape
from kreisblick.sealed.mapping.rules import shipped_heading_words
from kreisblick.sealed.mapping.slices import read_slice, subject_words, subjects_in
from kreisblick.sealed.mapping.weigh import Weighed

__all__ = ["FieldsMade", "facility_fields", "person_fields", "slug"]

BIRTH = ("birth_year", "birth_date")
FEWEST_UNDERSTOOD = 0.5  # of a column of codes; below it it is no such list, whatever it is called
FACILITY_TEXTS = ("name", "provider", "kind")


@dataclass(kw_only=True)
class FieldsMade:
    """Fields as plain values, columns with their types, notes by path."""

    content: dict[str, Any] = field(default_factory=dict)
    columns: list[ColumnProposal] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    values: list[dict[str, Any]] = field(default_factory=list)


def slug(heading: str) -> str:
    """A heading as the name of a field.

    >>> slug("Plätze | u3")
    'plaetze_u3'
    """
    return "_".join(fold(heading).replace(".", " ").replace("|", " ").split()) or "column"


def person_fields(
    columns: Sequence[ColumnProposal],
    weighed: Mapping[str, Weighed],
    register: RegisterShape | None,
) -> FieldsMade:
    """The fields of a record; columns that no register asks for are left out."""
    made = FieldsMade()
    births = [c.place for c in columns if c.means in BIRTH]
    for column in columns:
        typed = column
        if column.means in BIRTH and column.place == births[0]:
            typed = replace(column, becomes="birth_year", as_="year")
            made.content["birth_year"] = {"from": column.heading, "as": "year"}
        elif column.means == "household":
            typed = replace(column, becomes="household", as_="pseudonym")
            made.content["household"] = {
                "from": column.heading,
                "as": "pseudonym",
                "optional": True,
            }
        elif column.means in {"sex", "citizenship", "main_home", "code", "kind"}:
            typed = _coded(column, weighed[column.place], register, made)
        made.columns.append(typed)
    _doubt_missing(made, register, births)
    return made


def _doubt_missing(made: FieldsMade, register: RegisterShape | None, births: list[str]) -> None:
    if not births and any(c.means == "age" for c in made.columns):
        made.notes["columns"] = _(
            "There is an age but no birth year. Ask the office for the year of birth: an age is "
            "only right on its own reference date."
        )
    missing = [f for f in register.fields if f not in made.content] if register else []
    if missing:
        words = _("The register also knows {fields}; no column was found for them.")
        made.notes["register"] = words.format(fields=", ".join(missing))


def _coded(
    column: ColumnProposal, weighed: Weighed, register: RegisterShape | None, made: FieldsMade
) -> ColumnProposal:
    name = column.means if column.means not in {"code", "kind"} else _field_of(column, register)
    if name is None or name in made.content or (register and name not in register.fields):
        return column
    readings = _readings(name, register)
    read = read_codes(sample(weighed.column.cells), readings)
    codes = complete_codes(read.codes, readings)
    rule: dict[str, Any] = {"from": column.heading, "as": "code", "codes": codes}
    if name == "citizenship":
        rule = _citizenship(column, read)
    if not rule.get("codes") or ("otherwise" not in rule and read.share < FEWEST_UNDERSTOOD):
        made.notes["columns"] = _(
            "The codes of '{heading}' are not known. Ask for their list."
        ).format(heading=column.heading)
        return column
    made.content[name] = rule
    doubts = () if "otherwise" in rule else _doubts(read)
    if doubts:
        made.notes[f"columns.{name}"] = " ".join(doubts)
    return replace(
        column,
        becomes=name,
        as_="code",
        codes=rule["codes"],
        otherwise=rule.get("otherwise"),
        sure=column.sure and not doubts,
        doubts=doubts,
    )


def _citizenship(column: ColumnProposal, read: CodesRead) -> dict[str, Any]:
    """German by its key or word, everything else is foreign: nobody lists 200 states."""
    german = {text: code for text, code in read.codes.items() if code == "german"}
    return {"from": column.heading, "as": "code", "codes": german, "otherwise": "foreign"}


def _field_of(column: ColumnProposal, register: RegisterShape | None) -> str | None:
    """The register's field that a column of codes fills: by its heading."""
    named = field_named(column.heading)
    if register is None or named in register.fields:
        return named
    return None


def _readings(name: str, register: RegisterShape | None) -> dict[str, tuple[str, ...]]:
    """Our codes of a field with all words that mean them."""
    words = shipped_heading_words().codes
    own = dict(register.codes.get(name, {})) if register else {}
    found = {code: tuple(labels) for code, labels in own.items()}
    offices = words.get(name, words["yes_no"] if set(own) <= {"yes", "no"} else {})
    for code, said in offices.items():
        if not own or code in own or name == "main_home":
            found[code] = (*found.get(code, ()), *said)
    return found


def _doubts(read: CodesRead) -> tuple[str, ...]:
    found = []
    if read.unread:
        words = _("Nobody knows what {codes} mean(s) here: add them to the list.")
        found.append(words.format(codes=", ".join(f"'{code}'" for code in read.unread[:5])))
    if read.hidden:
        words = _("{count} rare content(s) are not in the list and are not shown here.")
        found.append(words.format(count=read.hidden))
    return tuple(found)


def facility_fields(
    columns: Sequence[ColumnProposal], weighed: Mapping[str, Weighed], known: Known
) -> FieldsMade:
    """The fields of a facility and the cubes its numbers fill."""
    made = FieldsMade()
    one_day = len({column.period for column in columns if column.period}) == 1
    for given in columns:
        column = replace(given, period=None) if one_day else given  # the day of the whole list
        typed = column
        if column.means in FACILITY_TEXTS:
            typed = _text(column, made)
        elif column.means in {"x", "y"}:
            made.content[column.means] = {"from": column.heading, "as": "decimal"}
            typed = replace(column, becomes=column.means, as_="decimal")
        elif column.means in {"places", "value", "total"} and weighed[column.place].numbers:
            typed = _number(column, made, known)
        made.columns.append(typed)
    if "name" not in made.content:
        made.notes["columns"] = _("No column with the name of the facility was found.")
    return made


def _text(column: ColumnProposal, made: FieldsMade) -> ColumnProposal:
    if column.means in made.content:
        return column
    rule: dict[str, Any] = {"from": column.heading, "as": "text"}
    made.content[column.means] = rule if column.means == "name" else {**rule, "optional": True}
    return replace(column, becomes=column.means, as_="text")


def _number(column: ColumnProposal, made: FieldsMade, known: Known) -> ColumnProposal:
    key = _cube_of(column, known)
    cube = known.cubes.get(key) if key else None
    slice_read = read_slice(column.heading, cube)
    wide = not slice_read.set and (column.means == "places" or slice_read.total)
    name = "places" if wide and "places" not in made.content else slug(column.heading)
    if name in made.content:
        return column
    made.content[name] = {"from": column.heading, "as": "integer"}
    if cube is not None and not _crossed(slice_read.set, cube.dimensions):
        value: dict[str, Any] = {"column": name, "cube": key}
        made.values.append(value | ({"set": dict(slice_read.set)} if slice_read.set else {}))
    return replace(column, becomes=name, as_="integer", set=slice_read.set, cube=key)


def _crossed(found: Mapping[str, str], dimensions: Sequence[Any]) -> bool:
    """Whether the slice cannot stand in a cube with these dimensions."""
    codes = {d.name: d.codes for d in dimensions}
    return any(name not in codes or code not in codes[name] for name, code in found.items())


def _cube_of(column: ColumnProposal, known: Known) -> str | None:
    """The cube of facilities whose words the heading holds; None when none does."""
    found = []
    for key, cube in known.cubes.items():
        if cube.register is not None:
            continue
        letters = subjects_in(column.heading, subject_words(key))
        found.append((letters, squeeze(cube.title.de) in squeeze(column.heading), key))
    best = max(found, default=(0, False, ""))
    return best[2] if best[0] else None
