"""Styles for QGIS: our classes and colours as rules, patterns for what has no number, labels.

Rules and not QGIS's graduated renderer: that one puts a value on a border into the class below
(ours belongs above) and draws nothing where there is no number, so that hidden areas would look
as if they lay outside the district.
"""

import uuid
from xml.sax.saxutils import quoteattr

from kreisblick.base.language import language
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import read_palette
from kreisblick.products.exports.classes import IndicatorMap, MapClass
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.gpkg_store import quoted
from kreisblick.products.exports.indices import IndexMap
from kreisblick.products.exports.qgis_symbols import (
    dotted,
    hatched,
    labelling,
    netted,
    plain,
    symbol,
)
from kreisblick.products.figures import Described, State

__all__ = ["index_style", "indicator_style", "outline_style", "qml"]

VERSION = "3.22.16"  # the release whose way of writing is kept to; newer ones read it
ROOM = uuid.UUID("8f0a6b0e-6c0c-5d0e-9d55-6b1f1d2a7c11")  # names of rules are made from it


def qml(style: str) -> str:
    """A style as a file of its own, as the table ``layer_styles`` holds it."""
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="{VERSION}" styleCategories="Symbology|Labeling" labelsEnabled="1">'
        f"{style}</qgis>\n"
    )


def indicator_style(shown: IndicatorMap, words: ExportWords) -> str:
    """Renderer and labels of an indicator's map.

    The layer has the fields ``farbwert`` (decides the colour), ``wert, zeichen, status,
    schwankt, name``.
    """
    rules, symbols = [], []
    for place, one in enumerate(shown.classes):
        rules.append((_class_filter(one), one.words))
        symbols.append(_class_symbol(place, one))
    for state in shown.states:
        rules.append((f"\"status\" = '{words.states[state]}'", words.told(state).means))
        symbols.append(_state_symbol(len(symbols), state))
    if shown.swings:
        rules.append((f'"schwankt" = {quoted(words.yes)}', _("swings widely because of few cases")))
        symbols.append(_swinging_symbol(len(symbols)))
    seed = f"{shown.one.key}/{shown.level}"
    return _rule_renderer(seed, rules, symbols) + _labels(shown.one, words)


def index_style(shown: IndexMap, words: ExportWords) -> str:
    """Renderer and labels of an index's map: a colour per class, patterns where there is none.

    The layer has the fields ``stufe, grenzt, status, zeichen, name``.
    """
    colours = read_palette().light
    rules = [(f'"stufe" = {quoted(name)}', name) for name, _fill in shown.classes]
    fills = [fill for _name, fill in shown.classes]
    symbols = [symbol(str(n), [plain(fill, colours.line)]) for n, fill in enumerate(fills)]
    for state in shown.states:
        rules.append((f'"status" = {quoted(words.states[state])}', words.told(state).means))
        symbols.append(_state_symbol(len(symbols), state))
    if shown.near:
        rules.append((f'"grenzt" = {quoted(words.yes)}', _("stands at the border of two classes")))
        symbols.append(_swinging_symbol(len(symbols)))
    named = labelling('"name"', colours.ink, colours.paper)
    return _rule_renderer(shown.name, rules, symbols) + named


def outline_style(*, strong: bool, named: bool = True) -> str:
    """Borders without a fill: strong for municipalities, fine for planning areas."""
    colours = read_palette().light
    edge, width = (colours.border, "0.5") if strong else (colours.quiet, "0.2")
    drawn = symbol("0", [plain(colours.paper, edge, width=width, style="no")])
    renderer = (
        '<renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0" enableorderby="0">'
        f"<symbols>{drawn}</symbols></renderer-v2>"
    )
    return renderer + (
        labelling('"name"', colours.ink, colours.paper, bold=strong) if named else ""
    )


def _class_filter(one: MapClass) -> str:
    """A value equal to a border belongs to the class above, as in the report."""
    parts = []
    if one.lower is not None:
        parts.append(f'"farbwert" >= {one.lower!r}')
    if one.upper is not None:
        parts.append(f'"farbwert" < {one.upper!r}')
    return " AND ".join(parts) or '"farbwert" IS NOT NULL'


def _class_symbol(place: int, one: MapClass) -> str:
    return symbol(str(place), [plain(one.fill, read_palette().light.line)])


def _state_symbol(place: int, state: State) -> str:
    """Dots for hidden, hatching for not covered, a net for kept back, paper for the rest."""
    colours = read_palette().light
    layers = [plain(colours.paper, colours.line)]
    inner = f"@{place}@1"
    if state in (State.SUPPRESSED, State.WITHHELD_BY_SOURCE):
        layers.append(dotted(inner, colours.quiet))
    elif state is State.NOT_COVERED:
        layers.append(hatched(inner, colours.quiet, angle=45, distance="1.6"))
    elif state is State.BY_CHOICE:
        layers += netted(inner, f"@{place}@2", colours.quiet)
    return symbol(str(place), layers)


def _swinging_symbol(place: int) -> str:
    """Light strokes above the colour of the class."""
    colours = read_palette().light
    return symbol(
        str(place), [hatched(f"@{place}@0", colours.paper, angle=135, distance="1.4", width="0.4")]
    )


def _rule_renderer(seed: str, rules: list[tuple[str, str]], symbols: list[str]) -> str:
    written = "".join(
        f'<rule key="{_key(seed, place)}" symbol="{place}" filter={quoteattr(condition)} '
        f"label={quoteattr(label)}/>"
        for place, (condition, label) in enumerate(rules)
    )
    return (
        '<renderer-v2 type="RuleRenderer" symbollevels="0" forceraster="0" enableorderby="0">'
        f'<rules key="{_key(seed, "root")}">{written}</rules>'
        f"<symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )


def _key(seed: str, place: object) -> str:
    """The name of a rule: any, but the same in every build."""
    return f"{{{uuid.uuid5(ROOM, f'{seed}/{place}')}}}"


def _labels(one: Described, words: ExportWords) -> str:
    """The area's name above its number, or above the sign of official statistics.

    A number that swings stands in brackets, behind an estimated one stands its sign; that can be
    read where strokes above a light colour cannot be seen.
    """
    colours = read_palette().light
    number = '"stufe"' if one.classes else f"format_number(\"wert\", {one.digits}, '{language()}')"
    estimated = words.told(State.ESTIMATED)
    marked = (
        f'CASE WHEN "schwankt" = {quoted(words.yes)} '
        f"THEN '(' || {number} || ')' ELSE {number} END "
        f'|| CASE WHEN "status" = {quoted(estimated.word)} '
        f"THEN {quoted(f' {estimated.sign}')} ELSE '' END"
    )
    return labelling(
        f"\"name\" || '\\n' || coalesce({marked}, \"zeichen\", '')", colours.ink, colours.paper
    )
