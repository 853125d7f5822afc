"""The tables of all planning areas, and the appendix in the order that was chosen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kreisblick.base.language import translate as _
from kreisblick.products.report.arranging.blocks import (
    Block,
    Chapter,
    Shape,
    bullets,
    heading,
    paragraphs,
    picture,
    run,
    table,
    text,
    voice,
)

__all__ = ["appendix", "area_chapter"]

Data = Mapping[str, Any]
AREAS = "areas"


def area_chapter(data: Data) -> list[Chapter]:
    """All planning areas, indicators side by side; none where the edition leaves them out."""
    shown = data["appendix"]["areas"]
    if AREAS not in data["parts"] or not shown:
        return []
    chapter = Chapter(id="tabellen", title=data["labels"]["all_areas"])
    chapter.blocks += _opening(data, AREAS)
    for place, one in enumerate(shown, start=1):
        title = _("Table {number}: {themes}").format(number=place, themes=one["title"])
        chapter.blocks.append(heading(title, 2, f"t-{place}", listed=True, fresh=place > 1))
        rows = [[row["name"], *row["cells"]] for row in one["rows"]]
        strong = [line for line, row in enumerate(one["rows"]) if row["town"]]
        chapter.blocks.append(
            table(
                title,
                one["head"],
                rows,
                Shape(strong=strong, size="dense", headed=True),
                legend=one["legend"],
            )
        )
    return [chapter]


def appendix(data: Data) -> list[Chapter]:
    """The parts that were chosen, each below a heading of its own; empty ones print nothing."""
    makers: Mapping[str, tuple[str, Callable[[Data], list[Block]]]] = {
        "changes": (data["labels"]["changes"], _changes),
        "own_cuts": (data["labels"]["own_cuts"], _own_cuts),
        "method": (data["labels"]["method"], _method),
        "definitions": (data["labels"]["definitions"], _definitions),
        "populations": (data["labels"]["populations"], _populations),
        "notes": (data["labels"]["notes"], _notes),
        "protection": (data["labels"]["protection"], _protection),
        "sources": (data["labels"]["sources"], _sources),
        "missing": (data["labels"]["missing"], _missing),
        "glossary": (data["labels"]["glossary"], _glossary),
    }
    chapter = Chapter(id="anhang", title=data["labels"]["appendix"])
    for part in data["parts"]:
        if part == AREAS:
            continue
        title, make = makers[part]
        blocks = [*_opening(data, part), *make(data)]
        if blocks:
            chapter.blocks += [heading(title, 2, f"a-{part}", listed=True), *blocks]
    return [chapter] if chapter.blocks else []


def _opening(data: Data, part: str) -> list[Block]:
    """The text of people that opens a part."""
    return [voice(one) for one in data["placed"]["parts"].get(part, ())]


def _changes(data: Data) -> list[Block]:
    shown = data["appendix"]["changes"]
    if not shown["rows"]:
        return []
    widths = (5.6, 1.5, 1.5, 1.4, 1.7, 1.3, 1.3)
    return [
        *paragraphs(data["texts"]["changes"]),
        table(
            data["labels"]["changes"],
            shown["head"],
            shown["rows"],
            Shape(size="small", widths=widths, headed=True),
            legend=shown["legend"],
        ),
    ]


def _own_cuts(data: Data) -> list[Block]:
    """Each town's own areas: the difference and how to read it, the map, the table."""
    shape = Shape(left=2, size="small", widths=(2.6, 3.6, 1.6, 1.6), headed=True)
    blocks: list[Block] = []
    for one in data["appendix"]["own_cuts"]:
        title = _("Both cuts on one map")
        blocks += [
            heading(one["title"], 3),
            *paragraphs(one["sentences"]),
            picture(one["file"], one["alt"], one["caption"], look="chart", title=title),
            text(one["table"], "small"),
            table(one["table"], one["head"], one["rows"], shape, anchor=f"own-{one['key']}"),
        ]
    return blocks


def _method(data: Data) -> list[Block]:
    return [
        block
        for section in data["texts"]["method"]
        for block in (heading(section["title"], 3), *paragraphs(section["paragraphs"]))
    ]


def _definitions(data: Data) -> list[Block]:
    shown, label = data["appendix"]["definitions"], data["labels"]
    blocks = paragraphs(data["texts"]["definitions"]) if shown["concepts"] else []
    blocks += [_concept(one, label) for one in shown["concepts"]]
    for name in ("bridges", "left_out"):
        if shown[name]:
            blocks += [text(label[name], "strong"), *bullets(shown[name])]
    return blocks


def _concept(one: Mapping[str, Any], label: Mapping[str, str]) -> Block:
    said = [one["counted"], f"{label['not_counted']}: {one['not_counted']}"]
    said.append(f"{label['basis']}: {one['source']}.")
    if one["differs"]:
        said.append(f"{label['differs']}: {one['differs']}")
    if one["used"]:
        said.append(f"{label['used_by']}: {one['used']}.")
    runs = [run(one["title"], bold=True), run(f" ({one['group']}). {' '.join(said)}")]
    runs += [run(f" {label['deviates']}: {line}", bold=True) for line in one["deviations"]]
    return text(runs, "tight")


def _populations(data: Data) -> list[Block]:
    two = data["appendix"]["populations"]
    if two is None:
        return []
    caption = f"{data['labels']['populations']}. {two['subtitle']}"
    return [
        *paragraphs([*data["texts"]["populations"], two["used"]]),
        table(caption, two["head"], two["rows"], Shape(strong=[len(two["rows"]) - 1])),
    ]


def _notes(data: Data) -> list[Block]:
    shown = data["appendix"]["notes"]
    if not shown["rows"]:
        return []
    words = table(
        data["labels"]["notes"],
        shown["head"],
        shown["rows"],
        Shape(left=3, size="small", widths=(4, 2, 1.6), headed=True),
    )
    return [*paragraphs(data["texts"]["notes"]), words]


def _protection(data: Data) -> list[Block]:
    shown, texts, label = data["appendix"]["protection"], data["texts"], data["labels"]
    blocks = [*paragraphs(texts["protection"]), *bullets(shown["rules"])]
    blocks += paragraphs([shown["sentence"]])
    blocks.append(heading(label["kept"], 3))
    blocks += [*paragraphs(texts["kept"]), _kept(shown, label)]
    if shown["choices"]["rows"]:
        choices = shown["choices"]
        blocks += [heading(label["chosen"], 3), *paragraphs(texts["chosen"])]
        blocks.append(
            table(
                label["chosen"],
                choices["head"],
                choices["rows"],
                Shape(left=5, size="small", widths=(2, 2.4, 3.6, 2.6, 1.5), headed=True),
            )
        )
        blocks += paragraphs(choices["late"])
    return blocks


def _kept(shown: Mapping[str, Any], label: Mapping[str, str]) -> Block:
    """Counts and shares of every table of figures in one row."""
    shares = {row[0]: row[1:] for row in shown["kept"]["rows"]}
    head = [*shown["head"], *shown["kept"]["head"][1:]]
    empty = ["x"] * (len(head) - len(shown["head"]))
    rows = [[*row, *shares.get(row[0], empty)] for row in shown["rows"]]
    return table(
        label["kept"],
        head,
        rows,
        Shape(strong=[len(rows) - 1], size="small", widths=(3.4, *[1.15] * (len(head) - 1))),
    )


def _sources(data: Data) -> list[Block]:
    shown = data["appendix"]["sources"]
    return [
        table(
            data["labels"]["sources"],
            shown["head"],
            shown["rows"],
            Shape(left=4, size="small", widths=(2.2, 1.6, 2.2, 5), headed=True),
        )
    ]


def _missing(data: Data) -> list[Block]:
    return bullets(data["appendix"]["missing"])


def _glossary(data: Data) -> list[Block]:
    terms: Sequence[Mapping[str, str]] = data["texts"]["glossary"]
    return [{"kind": "terms", "items": [[one["term"], one["meaning"]] for one in terms]}]
