"""What an edition says of one municipality: the same for paper and screen."""

from collections.abc import Sequence
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.editions.areas import area_blocks
from kreisblick.products.editions.choose import (
    AGAINST_DISTRICT,
    Pair,
    change_of,
    half_widths,
    of_many_themes,
)
from kreisblick.products.editions.facilities import service_table
from kreisblick.products.editions.model import Stock, Town
from kreisblick.products.editions.own_cuts import own_cuts_of
from kreisblick.products.editions.reasons import not_shown, remarks_about
from kreisblick.products.editions.tables import area_tables, key_figures, mark_legend
from kreisblick.products.editorial import Kind
from kreisblick.products.figures import Described
from kreisblick.products.findings import findings_about
from kreisblick.products.secrecy import choice_rows
from kreisblick.products.wording import (
    change_sentence,
    comparison_sentence,
    count_words,
    said_about,
    value_cell,
)

__all__ = ["describe_town", "standing_out"]


def describe_town(stock: Stock, town: Town) -> dict[str, Any]:
    """Words and numbers of one edition, ready to print; pictures are drawn beside it."""
    found = _figures_of(stock, town)
    return {
        "key": town.key,
        "name": town.name,
        "slug": town.slug,
        "district": stock.district_name,
        "parted": town.parted,
        "headline": _headline(stock, town, found),
        "nothing": _nothing(found),
        "highlights": _highlights(stock, found),
        "changes": _changes(found, stock.definition.changes),
        "findings": findings_about(stock.bundle, town.key),
        "areas": _area_list(stock, town),
        "own_cuts": own_cuts_of(stock.bundle, town.key),
        "figures": key_figures(stock, town),
        "tables": area_tables(stock, town) if town.parted else [],
        "marks": mark_legend(),
        "blocks": area_blocks(stock, town),
        "services": service_table(stock, town),
        "said": _said(stock, town),
        "texts": _texts(stock, town),
        "not_shown": not_shown(stock, town),
        "remarks": remarks_about(stock, town),
        "choices": _choices(stock, town),
    }


def _figures_of(stock: Stock, town: Town) -> list[Pair]:
    pairs = [(one, stock.figure(one, town.key)) for one in stock.figures.described.values()]
    return [(one, figure) for one, figure in pairs if figure is not None]


def _headline(stock: Stock, town: Town, found: Sequence[Pair]) -> str:
    """How many people live here, and in how many planning areas."""
    lines = [
        _("{people} lived here on {day}.").format(
            people=count_words(round(figure.value), "persons"),
            day=format_date(figure.reference_date),
        )
        for _one, figure in found
        if figure.kind == "count" and figure.unit == "persons" and figure.value is not None
    ][:1]
    if town.parted:
        words = _("The municipality has {areas}.")
        lines.append(words.format(areas=count_words(len(town.areas), "areas")))
    else:
        lines.append(stock.texts.single)
    return " ".join(lines)


def _nothing(found: Sequence[Pair]) -> str:
    """Said where no number is there in which anything could be looked for; else empty."""
    shown = any(figure.value is not None for _one, figure in found)
    return "" if shown else _("No figure of this municipality is shown.")


def standing_out(stock: Stock, town: Town) -> list[Described]:
    """Indicators in which the municipality differs for sure from the district."""
    return of_many_themes(_sure(_figures_of(stock, town)), AGAINST_DISTRICT)


def _sure(found: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in found if pair[1].significance in {"above", "below"}]


def _highlights(stock: Stock, found: Sequence[Pair]) -> list[dict[str, str]]:
    """What differs for sure from the district, of many themes, told in the report's order."""
    ordered = of_many_themes(_sure(found), AGAINST_DISTRICT)
    kept = {one.key for one in ordered[: stock.definition.highlights]}
    return [
        {"title": one.title, "sentence": comparison_sentence(figure)}
        for one, figure in found
        if one.key in kept
    ]


def _changes(found: Sequence[Pair], most: int) -> list[dict[str, str]]:
    """The sure changes, widest first chosen, told in the report's order."""
    sure = [pair for pair in found if pair[1].change_significance in {"up", "down"}]
    ordered = sorted(sure, key=lambda p: half_widths(p[1], change_of), reverse=True)
    kept = {one.key for one, _figure in ordered[:most]}
    return [
        {"title": one.title, "sentence": change_sentence(figure)}
        for one, figure in found
        if one.key in kept
    ]


def _area_list(stock: Stock, town: Town) -> list[dict[str, str]]:
    """The areas with their numbers and people, as the list beside the map."""
    people = next(
        (
            one
            for one in stock.small()
            if stock.bundle.indicator_definitions[one.key]["kind"] == "count"
        ),
        None,
    )
    return [
        {
            "number": str(area.number),
            "name": area.name,
            "people": value_cell(stock.figure(people, area.key)) if people else "",
        }
        for area in town.areas
    ]


def _said(stock: Stock, town: Town) -> list[dict[str, str]]:
    """What people said about the municipality and its areas, each once."""
    found = said_about(stock.bundle, town.key, town.key)
    for area in town.areas:
        found += said_about(stock.bundle, area.key, area.key)
    unique = {(one["where"], one["text"], one["told"]): one for one in found}
    return list(unique.values())


def _texts(stock: Stock, town: Town) -> dict[str, list[dict[str, Any]]]:
    """What was written about this municipality, by kind; nothing of other places."""
    kinds: tuple[Kind, ...] = ("text", "focus", "recommendation", "statement", "comment")
    return {
        kind: [block.printed() for block in stock.editorial.of(kind, area=town.key)]
        for kind in kinds
    }


def _choices(stock: Stock, town: Town) -> list[str]:
    """What the municipality chose to show, in sentences; most choose nothing."""
    own = [c for c in stock.bundle.report.get("choices", ()) if c["municipality"] == town.key]
    if not own:
        return []
    rows = choice_rows(stock.bundle)["rows"]
    words = _("{shown}, for {scope} ({office}, {day})")
    return [
        words.format(shown=row[1][:1].upper() + row[1][1:], scope=row[2], office=row[3], day=row[4])
        for row, choice in zip(rows, stock.bundle.report["choices"], strict=True)
        if choice["municipality"] == town.key
    ]
