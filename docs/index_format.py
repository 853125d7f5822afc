"""The reference page of the index format: every field, and every choice with its result."""

from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import polars as pl
from index_examples import AREAS, DAY, EXAMPLES, HEAD, PEOPLE, TABLE, TOWNS, Example
from pydantic import BaseModel
from ruamel.yaml import YAML

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.statistics.indices import IndexDefinition, compute_index

__all__ = ["index_page"]

Fields = Callable[[type[BaseModel]], list[str]]
Parts = Callable[[Any, set[type[BaseModel]]], Iterable[type[BaseModel]]]


def index_page(fields: Fields, parts: Parts) -> str:
    """The page."""
    lines = [_said("head"), "", "```yaml", *_whole_file(), "```", ""]
    lines += ["## Every choice, with its result", "", "All examples use this table:", ""]
    lines += [*_table(_inputs()), ""]
    lines += ["`a` has the denominators " + ", ".join(str(n) for n in PEOPLE["a"]) + "."]
    for one in EXAMPLES:
        lines += ["", f"### {one.name}", "", one.words, "", "```yaml", *_shown(one), "```", ""]
        lines += _table(result_of(one))
    lines += ["", "## Every field", ""]
    kinds: list[type[BaseModel]] = [IndexDefinition, *parts(IndexDefinition, set())]
    for part in kinds:
        lines += [f"### {part.__name__.rstrip('_')}", "", *fields(part), ""]
    return "\n".join([*lines, *_shipped()])


def _said(part: str) -> str:
    """What is written by hand."""
    path = Path(__file__).parent / "parts" / f"index-format-{part}.md"
    return path.read_text(encoding="utf-8").rstrip()


def definition_of(one: Example) -> IndexDefinition:
    """The example as a whole file."""
    head = HEAD.replace("exclude: {minimum_areas: 3}\n", "") if one.file else HEAD
    text = head + one.file + "status:\n" + indent(_status(one), "  ")
    return IndexDefinition.model_validate(YAML(typ="safe").load(StringIO(text)))


def result_of(one: Example) -> pl.DataFrame:
    """The example's index by area."""
    found = compute_index(_frame(one), definition_of(one), key="example")
    return found.select("area", "sum", index="index_value", rank="rank", **{"class": "class"})


def _status(one: Example) -> str:
    """The lines of the status; indented ones stand before those of the shared blocks."""
    head, cut, tail = one.status.partition("classes:")
    return dedent(head) + cut + tail


def _shown(one: Example) -> list[str]:
    return [*one.file.splitlines(), "status:", *indent(_status(one), "  ").splitlines()]


def _frame(one: Example) -> pl.DataFrame:
    rows = []
    for name, values in TABLE.items():
        for area, town, value, people in zip(AREAS, TOWNS, values, PEOPLE[name], strict=True):
            gone = one.gap and name == "b" and area == "Q"
            known = None if gone else value
            rows.append((name, area, town, known, value * people / 100, float(people)))
    columns = ["indicator", "area", "municipality", "value", "numerator", "denominator"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        reference_date=pl.lit(DAY),
        generation=pl.lit(""),
        level=pl.lit("planning_area"),
        observation=pl.lit("counted"),
        confidentiality=pl.lit("free"),
    )


def _inputs() -> pl.DataFrame:
    return pl.DataFrame({"area": AREAS, "municipality": TOWNS, **TABLE})


def _table(frame: pl.DataFrame) -> list[str]:
    lines = ["| " + " | ".join(frame.columns) + " |", "|" + "---|" * frame.width]
    return lines + ["| " + " | ".join(_cell(x) for x in row) + " |" for row in frame.rows()]


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value + 0.0:.3f}" if isinstance(value, float) else str(value)


def _whole_file() -> Iterator[str]:
    path = shipped("catalogue", "indices", "social_index.yaml")
    yield from path.read_text(encoding="utf-8").rstrip().splitlines()


def _shipped() -> list[str]:
    found = read_definitions([shipped("catalogue", "indices")], IndexDefinition)
    lines = ["## What is shipped", "", "| key | name | columns of a table |", "|---|---|---|"]
    for key, one in found.items():
        names = ", ".join(f"`{single.name}`" for single in one.status.indicators)
        lines.append(f"| `{key}` | {one.title.de} | {names} |")
    return [*lines, "", _said("measured")]
