"""Write the generated pages under docs/reference; a test fails when they are stale.

Usage: python docs/generate.py [--check]
"""

import inspect
import os
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

os.environ["KREISBLICK_LANGUAGE"] = "en"
os.environ["COLUMNS"] = "100"

import typer.main
from index_format import index_page
from pydantic import BaseModel

from kreisblick.base.definitions import Definition, Translated, read_definitions, shipped
from kreisblick.cli.main import build_app
from kreisblick.pipeline.choices import WorkspaceDefinition
from kreisblick.pipeline.ready import ReadyDelivery, ready_deliveries
from kreisblick.protection.perturbation import NoiseSpec, RoundingSpec
from kreisblick.protection.rules import RuleSet
from kreisblick.protection.suppression import Spec
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.associations import Associations
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.findings import FindingsRules
from kreisblick.statistics.forecast import ForecastDefinition
from kreisblick.statistics.indicators import (
    IndicatorDefinition,
    IndicatorSet,
    StandardPopulation,
    members,
)
from kreisblick.statistics.indices import IndexDefinition
from kreisblick.statistics.segregation import SeparationDefinition
from kreisblick.statistics.typology import ComparisonDefinition, MunicipalTable
from kreisblick.supply import NoteDefinition, PlannerNotes, SupplierDefinition
from kreisblick.territory.areas import GenerationDefinition
from kreisblick.territory.cuts import OwnCutDefinition

REFERENCE = Path(__file__).parent / "reference"
KINDS: dict[str, type[Definition]] = {
    "kreisblick.toml": WorkspaceDefinition,
    "territory": GenerationDefinition,
    "own_cuts": OwnCutDefinition,
    "suppliers/<supplier>/supplier": SupplierDefinition,
    "suppliers/<supplier>/<product>": DeliveryDefinition,
    "deliveries/<key>/ready": ReadyDelivery,
    "registers": RegisterDefinition,
    "cubes": CubeDefinition,
    "disclosure": RuleSet,
    "--spec of disclosure protect": Spec,
    "--spec of disclosure round": RoundingSpec,
    "--spec of disclosure perturb": NoiseSpec,
    "indicators": IndicatorDefinition,
    "sets": IndicatorSet,
    "standard_populations": StandardPopulation,
    "indices": IndexDefinition,
    "typology": ComparisonDefinition,
    "municipalities.yaml": MunicipalTable,
    "separation.yaml": SeparationDefinition,
    "associations.yaml": Associations,
    "findings.yaml": FindingsRules,
    "forecast": ForecastDefinition,
    "notes": NoteDefinition,
    "attached_notes.yaml": PlannerNotes,
}
WORDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "`true` or `false`",
    date: "day",
    Translated: "text for people",
}


def pages() -> Iterator[tuple[str, str]]:
    """Name and text of every generated page."""
    yield "cli.md", _commands()
    yield "definitions.md", _definitions()
    yield "indicators.md", _indicators()
    yield "ready-deliveries.md", _ready()
    yield "index-format.md", index_page(_fields, _parts)


def _commands() -> str:
    app = typer.main.get_command(build_app())
    lines = ["# Commands", "", "Exit codes: 0 done, 1 faults found in the input, 2 wrong use.", ""]
    for name, command in _leaves(app, ""):
        context = type(command).context_class(command, info_name=f"kreisblick {name}")
        lines += [f"## {name}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(lines)


def _leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, child in sorted(command.commands.items()):
        yield from _leaves(child, f"{path} {name}".strip())


def _definitions() -> str:
    lines = ["# Definition files", "", "Read strictly: unknown keys and empty texts are errors."]
    lines += ["A text for people has two languages: `{de: ..., en: ...}`.", ""]
    for place, kind in KINDS.items():
        lines += [f"## {place}", ""]
        for part in [kind, *_parts(kind, set())]:
            lines += [] if part is kind else [f"### {part.__name__.rstrip('_')}", ""]
            lines += [*_fields(part), ""]
    return "\n".join(lines)


def _fields(kind: type[BaseModel]) -> list[str]:
    """What a definition is, and a table of its fields in the words of its docstring."""
    summary, _heading, rest = inspect.cleandoc(kind.__doc__ or "").partition("Attributes:")
    told = _told(rest)
    lines = [summary.replace("``", "`").strip(), "", "| field | required | type | meaning |"]
    lines.append("|---|---|---|---|")
    for name, field in kind.model_fields.items():
        required = "yes" if field.is_required() else "no"
        lines.append(
            f"| `{name}` | {required} | {_words(field.annotation)} | {told.get(name, '')} |"
        )
    return lines


def _told(attributes: str) -> dict[str, str]:
    """Field to sentence, from the docstring's section; several names may share a sentence."""
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=    \w)", attributes):
        names, _colon, words = entry.partition(":")
        text = " ".join(words.split()).replace("``", "`").replace("|", "\\|")
        found |= dict.fromkeys((name.strip() for name in names.split(",")), text)
    return found


def _words(kind: Any) -> str:
    """A type as a planner would say it."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        words = " or ".join(f"`{value}`" for value in inside)
    elif origin is Annotated:
        words = _words(inside[0])
    elif origin in {tuple, frozenset, list}:
        words = f"list of {_words(inside[0])}"
    elif origin in {dict, Mapping}:
        words = f"{_words(inside[0])} → {_words(inside[1])}"
    elif inside:
        words = " or ".join(_words(part) for part in inside if part is not type(None))
    elif inspect.isclass(kind) and issubclass(kind, Enum):
        words = " or ".join(f"`{item.value}`" for item in kind)
    else:
        words = WORDS.get(kind, str(getattr(kind, "__name__", kind)).rstrip("_"))
    return words


def _parts(kind: Any, seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The definitions that stand inside a definition, each once."""
    for field in kind.model_fields.values():
        for part in _classes(field.annotation):
            if part not in seen and part is not Translated:
                seen.add(part)
                yield part
                yield from _parts(part, seen)


def _classes(kind: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(kind) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from _classes(part)


def _indicators() -> str:
    found = read_definitions([shipped("catalogue", "indicators")], IndicatorDefinition)
    ordered = sorted(found.items(), key=lambda pair: pair[1].order)
    lines = ["# Kennzahlen", "", f"{len(found)} Kennzahlen werden mitgeliefert."]
    lines += ["[Wie Sie wählen und vereinbaren](../handbook/kennzahlen-waehlen.md)", ""]
    lines += [*_sets(found), "", "## Nach Themen", ""]
    for theme in dict.fromkeys(item.theme for _key, item in ordered):
        titles = [f"[{i.title.de}](#{k})" for k, i in ordered if i.theme == theme]
        lines += [f"- **{theme}**: {', '.join(titles)}"]
    for theme in dict.fromkeys(item.theme for _key, item in ordered):
        lines += ["", f"## {theme}"]
        for key, item in ordered:
            lines += _indicator(key, item) if item.theme == theme else []
    return "\n".join(lines)


def _sets(found: Mapping[str, IndicatorDefinition]) -> list[str]:
    """A table of the sets with their members."""
    sets = read_definitions([shipped("catalogue", "sets")], IndicatorSet)
    lines = ["## Sets", "", "| Set | zeigt | Kennzahlen |", "|---|---|---|"]
    for key, one in sorted(sets.items(), key=lambda pair: pair[1].order):
        titles = [f"[{found[k].title.de}](#{k})" for k in members(key, one, found)]
        lines.append(f"| {one.title.de} (`{key}`) | {one.purpose.de} | {', '.join(titles)} |")
    return lines


def _indicator(key: str, item: IndicatorDefinition) -> list[str]:
    """The method sheet of an indicator."""
    lines = ["", f'<a id="{key}"></a>', f"### {item.title.de}", ""]
    lines += [f"`{key}` · {item.unit.value} · {', '.join(item.sets)}", ""]
    lines += [item.question.de, "", item.text.de, "", f"- Formel: {item.formula.de}"]
    lines += [f"- Quelle: {', '.join(item.sources)} ({item.owner})"]
    lines += [f"- Rechtsgrundlage: {item.legal_basis}"]
    lines += [f"- Geheimhaltung: {_rules(item)}"]
    lines += [f"- Grenze: {limit}" for limit in item.limits]
    return [*lines, f"- Definition: `{item.definition}`, nächste Prüfung {item.look_again}"]


@cache
def _protected() -> tuple[Mapping[str, CubeDefinition], Mapping[str, RuleSet]]:
    cubes = read_definitions([shipped("catalogue", "cubes")], CubeDefinition)
    return cubes, read_definitions([shipped("catalogue", "disclosure")], RuleSet)


def _rules(item: IndicatorDefinition) -> str:
    """By which rules its counts are protected, in words."""
    cubes, rules = _protected()
    parts = [part.cube for part in (item.numerator, item.denominator) if part is not None]
    return "; ".join(dict.fromkeys(rules[cubes[cube].rules].title.de for cube in parts))


def _ready() -> str:
    found = ready_deliveries()
    lines = ["# Fertige Definitionen", "", f"{len(found)} Lieferungen sind fertig beschrieben.", ""]
    lines += ["| Name | was geliefert wird |", "|---|---|"]
    lines += [f"| [`{key}`](#{key}) | {one.about.sentence} |" for key, one in found.items()]
    for key, one in found.items():
        lines += ["", f"## {key}", "", one.about.sentence, "", f"- Aufbau: {one.about.shape}"]
        lines += [f"- liefert: {one.about.supplier.office}"]
        lines += [f"- Rechtsgrundlage: {one.about.supplier.legal_basis}"]
        record = one.about.record
        lines += [f"- Stellen: einzutragen aus {record.annex}"] if record else []
        lines += ["", "Noch zu klären:", *(f"- {words}" for words in one.questions)]
    return "\n".join(lines)


def main() -> int:
    """Write the pages; with --check only compare them."""
    stale = []
    for name, text in pages():
        path = REFERENCE / name
        content = text.rstrip() + "\n"
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != content:
                stale.append(name)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
    if stale:
        sys.stderr.write(f"stale: {', '.join(stale)}; run make docs\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
