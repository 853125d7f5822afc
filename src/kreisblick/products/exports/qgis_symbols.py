"""Symbols in the XML of QGIS: fills, patterns, labels, as QGIS 3 reads and writes them."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

__all__ = ["dotted", "hatched", "labelling", "netted", "plain", "rgba", "symbol"]

EDGE = "0.2"  # width of a border between areas, in millimetres of paper
SCALE = "3x:0,0,0,0,0,0"  # of QGIS: no scale by map units


def rgba(colour: str, opacity: int = 255) -> str:
    """``#rrggbb`` as QGIS writes it.

    >>> rgba("#0f5f5c")
    '15,95,92,255'
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{opacity}"


def symbol(name: str, layers: Sequence[str], kind: str = "fill") -> str:
    """A symbol of one or several layers, drawn from first to last."""
    return (
        f'<symbol type="{kind}" name={quoteattr(name)} alpha="1" clip_to_extent="1" '
        f'force_rhr="0">{"".join(layers)}</symbol>'
    )


def plain(fill: str, edge: str, *, width: str = EDGE, style: str = "solid") -> str:
    """A plain fill with a border; ``style="no"`` draws the border alone."""
    return _layer(
        "SimpleFill",
        {
            "color": rgba(fill),
            "joinstyle": "bevel",
            "outline_color": rgba(edge),
            "outline_style": "solid",
            "outline_width": width,
            "outline_width_unit": "MM",
            "style": style,
        },
    )


def hatched(name: str, colour: str, *, angle: int, distance: str, width: str = "0.26") -> str:
    """Parallel lines; ``name`` is the place of this layer in its symbol (``@0@1``)."""
    line = _layer(
        "SimpleLine",
        {
            "line_color": rgba(colour),
            "line_style": "solid",
            "line_width": width,
            "line_width_unit": "MM",
        },
    )
    options = {
        "angle": str(angle),
        "color": rgba(colour),
        "distance": distance,
        "distance_map_unit_scale": SCALE,
        "distance_unit": "MM",
        "line_width": width,
        "line_width_unit": "MM",
        "offset": "0",
        "offset_unit": "MM",
    }
    return _layer("LinePatternFill", options, symbol(name, [line], "line"))


def netted(name: str, second: str, colour: str) -> list[str]:
    """Lines in two directions."""
    return [
        hatched(name, colour, angle=0, distance="2"),
        hatched(second, colour, angle=90, distance="2"),
    ]


def dotted(name: str, colour: str) -> str:
    """Dots on a grid."""
    dot = _layer(
        "SimpleMarker",
        {
            "color": rgba(colour),
            "name": "circle",
            "outline_style": "no",
            "size": "0.7",
            "size_unit": "MM",
        },
    )
    grid = {f"distance_{axis}": "2" for axis in "xy"}
    grid |= {f"distance_{axis}_unit": "MM" for axis in "xy"}
    grid |= {f"displacement_{axis}": value for axis, value in (("x", "1"), ("y", "0"))}
    grid |= {f"displacement_{axis}_unit": "MM" for axis in "xy"}
    return _layer("PointPatternFill", grid, symbol(name, [dot], "marker"))


def labelling(expression: str, colour: str, halo: str, *, bold: bool = False) -> str:
    """Labels inside the areas; QGIS leaves out those that do not fit."""
    size, weight, style = (8, 75, "Bold") if bold else (7, 50, "Regular")
    return (
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName={quoteattr(expression)} isExpression="1" fontFamily="Noto Sans" '
        f'fontSize="{size}" fontSizeUnit="Point" fontWeight="{weight}" namedStyle="{style}" '
        'textOpacity="1" '
        f'multilineHeight="1" textColor="{rgba(colour)}">'
        f'<text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferOpacity="1" '
        f'bufferColor="{rgba(halo)}" bufferNoFill="1"/></text-style>'
        '<text-format decimals="1" formatNumbers="0" multilineAlign="1" wrapChar=""/>'
        '<placement placement="1" quadOffset="4" centroidInside="1" centroidWhole="1" '
        'polygonPlacementFlags="2" priority="5"/>'
        '<rendering drawLabels="1" displayAll="0" scaleVisibility="0" obstacle="1" '
        'fontLimitPixelSize="0" limitNumLabels="0"/>'
        "</settings></labeling>"
    )


def _layer(kind: str, options: Mapping[str, str], inside: str = "") -> str:
    """A layer of a symbol."""
    written = "".join(
        f'<Option type="QString" name="{key}" value={quoteattr(value)}/>'
        for key, value in sorted(options.items())
    )
    return (
        f'<layer class="{kind}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{written}</Option>{inside}</layer>'
    )
