"""Pages of the atlas, rendered from templates."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kreisblick.base.files import write_bytes
from kreisblick.base.language import language
from kreisblick.base.language import translate as _
from kreisblick.products.atlas.files import templates
from kreisblick.products.atlas.model import Site

__all__ = ["Press"]


class Press:
    """Renders pages into a folder; all of them share the site and the words of the scripts."""

    def __init__(self, out: Path, site: Site) -> None:
        self.out = out
        self.site = site
        words = json.dumps(_script_words(), ensure_ascii=False).replace("<", "\\u003c")
        self._words = Markup(words)  # noqa: S704  our own words, "<" written as an escape
        self._environment = Environment(
            loader=FileSystemLoader(templates()),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self._environment.globals.update(_=_, language=language(), site=site)

    def page(self, name: str, template: str, description: str, **content: Any) -> None:
        """Render a template into the file ``name``.

        Args:
            name: path below the atlas folder.
            template: file name of the template.
            description: of the page, for search engines and previews.
            content: what the template needs.
        """
        text = self._environment.get_template(template).render(
            root="../" * name.count("/"), words=self._words, description=description, **content
        )
        write_bytes(self.out / name, text.encode())


def _script_words() -> Mapping[str, Any]:
    return {
        "found": _("{count} found"),
        "loading": _("The map is being loaded."),
        "ready": _("The map is ready. Choose an area in the list or tap on the map."),
        "no_map": _(
            "The map for moving and zooming could not be loaded. It needs a web server and a "
            "current browser. The map above and the table show the same figures."
        ),
        "map": {
            "Map.Title": _("Map for moving and zooming"),
            "NavigationControl.ZoomIn": _("Zoom in"),
            "NavigationControl.ZoomOut": _("Zoom out"),
            "CooperativeGesturesHandler.WindowsHelpText": _("Zoom with Ctrl and the mouse wheel"),
            "CooperativeGesturesHandler.MacHelpText": _("Zoom with ⌘ and the mouse wheel"),
            "CooperativeGesturesHandler.MobileHelpText": _("Move the map with two fingers"),
        },
    }
