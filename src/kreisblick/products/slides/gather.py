"""Gather: what the slides say, from a bundle and the editorial."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import locator_svg, trace_outlines
from kreisblick.products.editorial import Editorial, Passage
from kreisblick.products.figures import Described
from kreisblick.products.model import BundleLike
from kreisblick.products.report.maps import map_picture
from kreisblick.products.slides.charts import chart_of, chart_subtitle, chart_title
from kreisblick.products.slides.definition import SlidesDefinition
from kreisblick.products.slides.findings import (
    NEEDS,
    STRENGTHS,
    finding_table,
    finding_title,
)
from kreisblick.products.slides.model import Deck, LegendLine, MapPicture, Point, Slide, Table
from kreisblick.products.slides.places import filled_places
from kreisblick.products.slides.points import KeyPoint, key_points
from kreisblick.products.slides.source import MOST_OFFICES, Source, offices_words
from kreisblick.products.wording import gather_figures, sign_legend, spread_words

__all__ = ["gather_deck"]

CHANGE_WIDTHS = (0.36, 0.13, 0.13, 0.38)
TWO = 2  # one value alone makes no map


def gather_deck(bundle: BundleLike, definition: SlidesDefinition, editorial: Editorial) -> Deck:
    """All slides in their order; what there is nothing to say of has none."""
    generation = str(bundle.report["generation"])
    source = Source(
        bundle=bundle,
        editorial=editorial,
        definition=definition,
        figures=gather_figures(bundle),
        outlines=trace_outlines(bundle.geometry(generation)),
        places=filled_places(bundle),
    )
    slides = [
        _first(source),
        Slide(kind="points", title=_("What it is about"), points=source.fill(definition.about)),
        *_most_important(source),
        *_map(source),
        *_findings(source),
        *_charts(source),
        *_changes(source),
        *_recommendations(source),
        *_asks(source),
        _method(source),
        _sources(source),
    ]
    title = source.places["report"]
    return Deck(
        title=title,
        district=source.places["district"],
        foot=_("{report} · {district} · edition {edition}").format_map(source.places),
        slides=tuple(slides),
        pictures=source.pictures,
    )


def _first(source: Source) -> Slide:
    towns = sorted(town.name for town in source.outlines.town_names)
    words = _("Map of the municipalities: {towns}").format(towns=", ".join(towns))
    picture = locator_svg(
        source.outlines, "", "", title=source.places["district"], description=words
    )
    told = _("edition {edition}, figures up to {last_date}").format_map(source.places)
    return Slide(
        kind="title",
        title=source.places["report"],
        subtitle=source.places["district"],
        points=tuple(Point(text=text) for text in (source.definition.committee, told) if text),
        map=MapPicture(file=source.lay("cover.svg", picture), alt=words, caption=""),
    )


def _most_important(source: Source) -> list[Slide]:
    chosen = source.definition
    found = key_points(source.bundle, chosen.points, chosen.points_most, chosen.themes)
    if not found:
        return []
    return [
        Slide(
            kind="points",
            title=_("The most important"),
            points=tuple(_told(one) for one in found),
            source=_source_words(found),
            notes=source.notes([one.indicator for one in found]),
        )
    ]


def _told(one: KeyPoint) -> Point:
    lead = f"{one.title}: {one.value}." if one.known else f"{one.title}."
    return Point(lead=lead, text=" ".join(one.sentences))


def _map(source: Source) -> list[Slide]:
    described = _mapped(source)
    if described is None:
        return []
    parents = dict(source.bundle.areas.select("area", "parent").drop_nulls().iter_rows())
    found = map_picture(source.figures, described, source.outlines, parents, source.lay)
    day = source.figures.last_date(described.key)
    rows = source.figures.of(described.key, "planning_area", day)
    spread = spread_words(rows)
    return [
        Slide(
            kind="map",
            title=f"{described.title}: {spread}" if spread else described.title,
            subtitle=_("{unit}, {day}").format(unit=described.unit, day=format_date(day)),
            map=MapPicture(
                file=found["file"],
                alt=found["alt"],
                caption=found["caption"],
                legend=tuple(_legend_line(line) for line in found["legend"]),
            ),
            source=offices_words(described.sources),
            notes=source.notes([described.key]),
        )
    ]


def _legend_line(line: Mapping[str, Any]) -> LegendLine:
    return LegendLine(**{name: line[name] for name in ("text", "fill", "swatch", "count")})


def _mapped(source: Source) -> Described | None:
    """The indicator named, if areas have figures; else the surest that no chart shows."""
    named = source.figures.described.get(source.definition.map or "")
    if named is not None and _drawable(source, named):
        return named
    shown = {one.key for one in _charted(source)}
    shares = [one for one in source.surest() if one.short_unit and _drawable(source, one)]
    return next((one for one in shares if one.key not in shown), next(iter(shares), None))


def _drawable(source: Source, described: Described) -> bool:
    day = source.figures.last_date(described.key)
    rows = source.figures.of(described.key, "planning_area", day)
    return sum(row.value is not None for row in rows) >= TWO


def _findings(source: Source) -> list[Slide]:
    slides = []
    for kinds, caution in (
        (NEEDS, _("A finding is a proposal to look closer. It says neither why nor who.")),
        (STRENGTHS, _("Strengths are areas where figures are clearly better than the district's.")),
    ):
        table = finding_table(source.bundle, kinds, source.definition.names_most)
        if table is not None:
            words = _("Municipalities and areas in the order of their names, not by rank.")
            title = finding_title(source.bundle, kinds)
            slides.append(
                Slide(kind="table", title=title, table=table, source=words, notes=(caution, words))
            )
    return slides


def _charts(source: Source) -> list[Slide]:
    return [
        Slide(
            kind="chart",
            title=chart_title(source.figures, described),
            subtitle=chart_subtitle(source.figures, described),
            chart=chart_of(source.figures, described, source.district),
            source=offices_words(described.sources),
            notes=source.notes([described.key]),
        )
        for described in _charted(source)
    ]


def _charted(source: Source) -> list[Described]:
    """Those named that can be drawn; else the surest shares and rates."""
    definition, known = source.definition, source.figures.described

    def drawn(ones: Iterable[Described]) -> list[Described]:
        able = (one for one in ones if chart_of(source.figures, one, source.district))
        return list(islice(able, definition.charts_most))

    named = drawn(known[key] for key in definition.charts if key in known)
    # plain counts say how large a municipality is
    return named or drawn(one for one in source.surest() if one.short_unit)


def _changes(source: Source) -> list[Slide]:
    definition = source.definition
    if not definition.changes_most:
        return []
    points = [
        one
        for one in key_points(
            source.bundle, definition.changes, definition.changes_most, definition.themes
        )
        if one.change
    ]
    if not points:
        return []
    title, legend = _change_title(points), _untested(points)
    table = Table(
        alt=title,
        head=(_("Indicator"), _("Value"), _("Change"), _("Is it sure?")),
        rows=tuple((one.title, one.value, one.change, one.change_words) for one in points),
        widths=CHANGE_WIDTHS,
        right=(1, 2),
    )
    return [
        Slide(
            kind="table",
            title=title,
            subtitle=_("Against the date before, in the unit of the figure; of percent in points"),
            table=table,
            source=" · ".join([*legend, _source_words(points, 2 if legend else MOST_OFFICES)]),
            notes=source.notes([one.indicator for one in points]),
        )
    ]


def _change_title(points: Sequence[KeyPoint]) -> str:
    """How many changes are sure, of those that were tested."""
    tested = [one for one in points if one.direction != "unknown"]
    sure = sum(one.direction in {"up", "down"} for one in tested)
    if not tested:
        return _("Change in the whole district: whether it is sure was not tested")
    words = _("Change in the whole district: sure for {sure} of {count} figures")
    if not sure:
        words = _("Change in the whole district: sure for none of {count} figures")
    return words.format(sure=format_count(sure), count=format_count(len(tested)))


def _untested(points: Sequence[KeyPoint]) -> list[str]:
    """The legend of the sign behind changes that nobody tested, where there are some."""
    signs = {"untested"} if any(one.change and one.direction == "unknown" for one in points) else ()
    return [f"{sign} {words}" for sign, words in sign_legend(signs)]


def _recommendations(source: Source) -> list[Slide]:
    """One slide each: a committee talks about one after the other."""
    return [
        Slide(
            kind="points",
            title=_("Recommendation: {title}").format(title=one.title.rstrip(".")),
            points=tuple(_passage(passage) for passage in one.passages),
            source=", ".join(filter(None, [one.by, one.printed()["day"]])),
        )
        for one in source.editorial.of("recommendation")
    ]


def _passage(passage: Passage) -> Point:
    """A paragraph or an item; what is bold before a colon leads it."""
    first, *others = passage.stretches
    rest = "".join(stretch.text for stretch in others)
    if passage.kind == "heading" or (first.bold and first.text.rstrip().endswith((":", "."))):
        return Point(lead=first.text.strip(), text=rest.strip())
    return Point(text=f"{first.text}{rest}".strip())


def _asks(source: Source) -> list[Slide]:
    if not source.definition.asks:
        return []
    title = _("What we ask the committee")
    return [Slide(kind="points", title=title, points=source.fill(source.definition.asks))]


def _method(source: Source) -> Slide:
    limits = source.fill(source.definition.limits)
    return Slide(
        kind="points",
        title=_("How it was counted, and what the figures do not say"),
        points=(*source.fill(source.definition.method), *limits),
        notes=tuple(one.text for one in limits),
    )


def _sources(source: Source) -> Slide:
    offices = dict.fromkeys(
        office for one in source.figures.described.values() for office in one.sources
    )
    points = [Point(text="; ".join(sorted(offices)))]
    points.append(Point(text=_("All figures with their definitions stand in the report.")))
    return Slide(kind="points", title=_("Sources"), points=tuple(points))


def _source_words(points: Sequence[KeyPoint], most: int = MOST_OFFICES) -> str:
    offices = dict.fromkeys(office for one in points for office in one.sources)
    return offices_words(tuple(offices), most)
