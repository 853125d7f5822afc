"""Write the generated pages under docs/reference; a test fails when they are stale.

Usage: python docs/generate.py [--check]
"""

import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["KREISBLICK_LANGUAGE"] = "en"
os.environ["COLUMNS"] = "100"

import typer.main

from kreisblick.base.definitions import Definition, read_definitions, shipped
from kreisblick.cli.main import build_app
from kreisblick.pipeline.workspace import WorkspaceDefinition
from kreisblick.protection.disclosure import RuleSet
from kreisblick.sealed.intake import DeliveryDefinition
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndexDefinition, IndicatorDefinition
from kreisblick.supply import SupplierDefinition
from kreisblick.territory.areas import GenerationDefinition

REFERENCE = Path(__file__).parent / "reference"
KINDS: dict[str, type[Definition]] = {
    "kreisblick.toml": WorkspaceDefinition,
    "territory": GenerationDefinition,
    "suppliers/<supplier>/supplier": SupplierDefinition,
    "suppliers/<supplier>/<product>": DeliveryDefinition,
    "registers": RegisterDefinition,
    "cubes": CubeDefinition,
    "disclosure": RuleSet,
    "indicators": IndicatorDefinition,
    "indices": IndexDefinition,
}


def pages() -> Iterator[tuple[str, str]]:
    """Name and text of every generated page."""
    yield "cli.md", _commands()
    yield "definitions.md", _definitions()
    yield "indicators.md", _indicators()


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
    lines = [
        "# Definition files",
        "",
        "Read strictly: unknown keys and empty texts are errors.",
        "",
    ]
    for place, kind in KINDS.items():
        lines += [f"## {place}", "", inspect.cleandoc(kind.__doc__ or ""), ""]
        lines += ["| field | required | type |", "|---|---|---|"]
        for name, field in kind.model_fields.items():
            kind_text = str(field.annotation).replace("|", "or").replace("typing.", "")
            lines.append(f"| `{name}` | {'yes' if field.is_required() else 'no'} | {kind_text} |")
        lines.append("")
    return "\n".join(lines)


def _indicators() -> str:
    found = read_definitions([shipped("catalogue", "indicators")], IndicatorDefinition)
    lines = ["# Kennzahlen", "", f"{len(found)} Kennzahlen werden mitgeliefert.", ""]
    for key, item in sorted(found.items(), key=lambda pair: (pair[1].theme, pair[1].order)):
        lines += [f"## {item.title.de}", "", f"`{key}` · {item.theme} · {item.unit.value}", ""]
        lines += [item.question.de, "", f"- Formel: {item.formula.de}"]
        lines += [f"- Quelle: {', '.join(item.sources)} ({item.owner})"]
        lines += [f"- Rechtsgrundlage: {item.legal_basis}"]
        lines += [f"- Grenze: {limit}" for limit in item.limits] + [""]
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
