"""Layout: the table of columns that a supplier is asked for, from the delivery's definition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping import DeliveryDefinition, Grain
from kreisblick.sealed.mapping.on_day import definition_on
from kreisblick.sealed.mapping.shared_codes import with_shared_codes
from kreisblick.sealed.reading.region import PLACE_HEADING
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.cube import CubeDefinition

__all__ = ["Column", "asked_on", "file_form", "layout_of"]

# clearly invented: no place has this postcode, no register begins its numbers so
EXAMPLES = {
    "street": "Musterweg", "number": "7", "suffix": "a", "postcode": "00000", "place": "Musterort",
    "postcode_place": "00000 Musterort", "text": "Muster", "integer": "12", "decimal": "12,5",
    "year": "1999", "pseudonym": "MUSTER-1",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column that is asked for."""

    heading: str
    meaning: str
    codes: str = ""
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What attributes and their codes are called."""

    titles: Mapping[str, str]
    labels: Mapping[tuple[str, str], str]

    def code(self, field: str, code: str) -> str:
        """A code in the reader's words; empty where nobody has named it."""
        return self.labels.get((field, code), "")

    def told(self, given: str, field: str, code: str) -> str:
        """What a supplier writes, and what it means where that is not the same word."""
        word = self.code(field, code)
        return given if word in {"", given} else f"{given} = {word}"


def asked_on(definition: DeliveryDefinition, day: date) -> DeliveryDefinition:
    """The definition as a supplier is asked by it for a day: dated headings, shared codes."""
    return with_shared_codes(definition_on(definition, day), day)


def layout_of(
    definition: DeliveryDefinition,
    cubes: Mapping[str, CubeDefinition],
    registers: Mapping[str, RegisterDefinition],
) -> list[Column]:
    """The columns of a delivery: heading, meaning, codes, an invented example."""
    words = _words(definition, cubes, registers)
    columns = [*_places(definition), *_fields(definition, words), *_values(definition, words)]
    seen: dict[str, Column] = {}
    for column in columns:
        heading = _heading(column.heading)
        seen.setdefault(heading, replace(column, heading=heading))
    return list(seen.values())


def _heading(text: str) -> str:
    """A heading as people say it, also of a column that has none."""
    place = PLACE_HEADING.match(text)
    return _("column {number}, without a heading").format(number=place[1]) if place else str(text)


def file_form(definition: DeliveryDefinition) -> str:
    """How the file is written, in a sentence."""
    kind = definition.format.type
    forms = {
        "csv": _("Please send a text file (CSV) with one heading row."),
        "fixed_width": _("Please send a text file with fixed columns, as before."),
    }
    return forms.get(str(kind), _("Please send a workbook with one table on one sheet."))


def _words(
    definition: DeliveryDefinition,
    cubes: Mapping[str, CubeDefinition],
    registers: Mapping[str, RegisterDefinition],
) -> _Words:
    titles: dict[str, str] = {}
    labels: dict[tuple[str, str], str] = {}
    read = {
        (key, name): reading.field
        for key, register in registers.items()
        for name, reading in register.dimensions.items()
    }
    made = {key for key, item in registers.items() if item.records == definition.register}
    own = [k for k, cube in cubes.items() if k in definition.cubes or cube.register in made]
    persons = definition.grain is Grain.PERSON
    # another register may name what its own does not show
    others = [k for k, cube in cubes.items() if persons and cube.register and k not in own]
    for key in (*own, *others):
        for dimension in cubes[key].dimensions:
            field = read.get((str(cubes[key].register), dimension.name)) or dimension.name
            for name in (field, dimension.name):
                titles.setdefault(name, dimension.title.de)
                for code, label in dimension.labels.items():
                    labels.setdefault((name, code), label.de)
    return _Words(titles=titles, labels=labels)


def _places(definition: DeliveryDefinition) -> Iterator[Column]:
    names = {
        "street": _("street"), "number": _("house number"), "suffix": _("letter behind the number"),
        "postcode": _("postcode"), "place": _("place"),
        "postcode_place": _("postcode and place"),
    }  # fmt: skip
    if definition.address is not None:
        for name, meaning in names.items():
            headings = getattr(definition.address, name)
            if headings:
                yield Column(heading=headings[0], meaning=meaning, example=EXAMPLES[name])
    if definition.area is not None and definition.area.column is not None:
        meaning = _("area: key or name, as you have it")
        yield Column(heading=definition.area.column[0], meaning=meaning, example=_("Area 1"))


def _fields(definition: DeliveryDefinition, words: _Words) -> Iterator[Column]:
    for name, rule in [*definition.columns.items(), *definition.dimensions.items()]:
        heading = rule.from_[0]
        codes = [words.told(given, name, code) for given, code in rule.codes.items()]
        if rule.otherwise:
            codes.append(_("other = {code}").format(code=words.code(name, rule.otherwise)))
        if rule.optional:
            codes.append(_("may be empty"))
        first = next(iter(rule.codes), EXAMPLES.get(rule.as_, ""))
        meaning = words.titles.get(name, heading)
        if rule.as_ == "year":
            meaning = _("year only, no day")
        elif rule.as_ == "pseudonym":
            meaning = _(
                "a number that is the same for all who belong together; it is coded at once"
            )
        yield Column(heading=heading, meaning=meaning, codes="; ".join(codes), example=first)


def _values(definition: DeliveryDefinition, words: _Words) -> Iterator[Column]:
    if definition.grain is Grain.FACILITY:
        return  # their numbers are columns
    signs = "; ".join(f"„{sign}“" for sign in definition.signs if sign)
    for value in definition.values:
        told = {words.titles.get(n, n): words.code(n, c) for n, c in value.set.items()}
        parts = [f"{title}: {word}" for title, word in told.items() if word]
        unnamed = value.column[0] if value.set else _("all together")
        meaning = _("number; {what}").format(what=", ".join(parts) or unnamed)
        codes = [*value.codes] or ([_("signs: {signs}").format(signs=signs)] if signs else [])
        example = next(iter(value.codes), "12")
        yield Column(
            heading=value.column[0], meaning=meaning, codes="; ".join(codes), example=example
        )
