"""The HTML pages of the profiles: without scripts, for small screens, dark rooms and paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from kreisblick.products.drawing import read_palette
from kreisblick.products.profiles.definition import ProfileDefinition
from kreisblick.products.profiles.model import Place

__all__ = ["PageMaker"]


class PageMaker:
    """Fills the templates of a definition."""

    def __init__(
        self, definition: ProfileDefinition, labels: Mapping[str, str], meta: Mapping[str, Any]
    ) -> None:
        self._definition = definition
        self._pages = Environment(
            loader=FunctionLoader(self._read),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._common = {"label": labels, "meta": meta}

    def profile(self, sheet: Mapping[str, Any]) -> str:
        """The page of one area; its pictures stand in the page."""
        return self._fill("profile.html.j2", sheet=_with_pictures(sheet))

    def index(self, places: Sequence[Place]) -> str:
        """The page that lists all profiles by municipality."""
        return self._fill("index.html.j2", towns=_by_town(places))

    def compare(self, places: Sequence[Place], words: str) -> str:
        """The page that shows two areas side by side; ``words`` is JSON without ``<``."""
        safe = Markup(words)  # noqa: S704  made by us, no tag can stand in it
        return self._fill("compare.html.j2", towns=_by_town(places), words=safe)

    def script(self) -> str:
        """The script of that page."""
        return self._read("compare.js")

    def style(self) -> str:
        """The style sheet with the palette's colours as variables, light and dark."""
        palette = read_palette()
        # of two areas side by side the second one has the colour at the other end of deviations
        colours = {
            name: "".join(f"--{key}: {value}; " for key, value in _plain(one).items())
            + f"--second: {one.deviation[0]}; "
            for name, one in (("light", palette.light), ("dark", palette.dark))
        }
        return (
            f":root {{ {colours['light']}}}\n"
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {colours['dark']}}} }}\n"
            + self._read("style.css")
        )

    def _read(self, name: str) -> str:
        return self._definition.template(name).read_text(encoding="utf-8")

    def _fill(self, template: str, **words: Any) -> str:
        return self._pages.get_template(template).render(**self._common, **words)


def _by_town(places: Sequence[Place]) -> dict[str, list[Place]]:
    towns: dict[str, list[Place]] = {}
    for place in places:
        towns.setdefault(place.municipality_name, []).append(place)
    return towns


def _plain(colours: Any) -> dict[str, str]:
    return {key: value for key, value in colours.model_dump().items() if isinstance(value, str)}


def _with_pictures(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet with its own SVG marked as safe; our drawing room escaped every word in it."""
    drawn = dict(sheet)
    for name in ("locator", "ages"):
        if sheet[name]:
            drawn[name] = {**sheet[name], "svg": Markup(sheet[name]["svg"])}  # noqa: S704
    drawn["trends"] = [{**one, "svg": Markup(one["svg"])} for one in sheet["trends"]]  # noqa: S704
    return drawn
