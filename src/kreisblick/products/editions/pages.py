"""The HTML pages of the editions: without scripts, for small screens, dark rooms and paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from kreisblick.products.drawing import PATTERNS, LegendEntry, read_palette, swatch_svg
from kreisblick.products.editions.definition import EditionsDefinition

__all__ = ["PageMaker"]


class PageMaker:
    """Fills the templates of a definition."""

    def __init__(self, definition: EditionsDefinition, common: Mapping[str, Any]) -> None:
        self._definition = definition
        self._common = common
        self._pages = Environment(
            loader=FunctionLoader(self._read),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def fill(self, template: str, **words: Any) -> str:
        """A page; pictures among the words stand in it."""
        drawn = {name: _ready(value) for name, value in words.items()}
        return self._pages.get_template(template).render(**self._common, **drawn)

    def style(self) -> str:
        """The style sheet with the palette's colours as variables, light and dark."""
        palette = read_palette()
        light, dark = (_variables(one.model_dump()) for one in (palette.light, palette.dark))
        return (
            f":root {{ {light}}}\n"
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"
            + self._read("style.css")
        )

    def _read(self, name: str) -> str:
        return self._definition.template(name).read_text(encoding="utf-8")


def _variables(colours: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in colours.items() if isinstance(value, str)}
    steps = {f"step-{place}": value for place, value in enumerate(colours["sequence"])}
    return "".join(f"--{key}: {value}; " for key, value in {**plain, **steps}.items())


def _ready(value: Any) -> Any:
    """Our own SVG marked as safe (the drawing room escaped every word in it), legends written."""
    if isinstance(value, Mapping):
        ready = {key: _ready(one) for key, one in value.items()}
        if "svg" in value:
            ready["svg"] = Markup(value["svg"])  # noqa: S704
        if "entries" in value:
            ready["entries"] = [
                _swatch(entry, f"swatch-{value['name']}-{number}")
                for number, entry in enumerate(value["entries"])
            ]
        return ready
    if isinstance(value, Sequence) and not isinstance(value, str | Markup):
        return [_ready(one) for one in value]
    return value


def _swatch(entry: LegendEntry, prefix: str) -> dict[str, Any]:
    sequence = read_palette().light.sequence
    drawn = entry.unstable or entry.sign in PATTERNS
    svg = swatch_svg(entry, prefix) if drawn else ""
    return {
        "step": sequence.index(entry.fill) if entry.fill in sequence else "",
        "svg": Markup(svg.replace('role="img"', 'aria-hidden="true"')),  # noqa: S704
        "text": entry.text,
        "count": entry.count,
    }
