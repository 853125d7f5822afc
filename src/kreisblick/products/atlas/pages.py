"""Pages of the atlas, rendered from templates in one language."""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import language
from kreisblick.base.language import translate as _
from kreisblick.products.atlas.files import templates
from kreisblick.products.atlas.model import Site
from kreisblick.products.atlas.tongue import German
from kreisblick.products.atlas.words import page_words
from kreisblick.products.figures import Described

__all__ = ["Press", "compact", "write"]


class Press:
    """Renders pages of one language into a folder; all of them share the site.

    German pages lie in the folder itself, English ones under the same names in ``en/``.
    """

    def __init__(self, out: Path, site: Site, german: German) -> None:
        self.out = out
        self.site = site
        self.german = german
        self.language = language()
        self.tree = PurePosixPath("en" if self.language == "en" else ".")
        self._environment = Environment(
            loader=FileSystemLoader(templates()),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        words = Markup(compact(page_words()).replace("<", "\\u003c"))  # noqa: S704  our own words
        self._environment.globals.update(_=_, language=self.language, site=site, words=words)
        self._environment.filters.update(mark=self.mark, asked=self.asked)
        self._loaded = {name: self._environment.get_template(name) for name in _names()}

    def page(self, name: str, template: str, description: str, **content: Any) -> None:
        """Render a template into the file ``name``.

        Args:
            name: path below the tree of the language.
            template: file name of the template.
            description: of the page, for search engines and previews.
            content: what the template needs.
        """
        file = self.tree / name
        home = "../" * name.count("/")
        root = "../" * str(file).count("/")
        other = f"{root}{name}" if self.language == "en" else f"{root}en/{name}"
        text = self._loaded[template].render(
            root=root, home=home, other=other, description=description, **content
        )
        write(self.out / file, text.encode())

    def mark(self, text: str) -> Markup:
        """A text of the catalogue; German ones are marked as such on English pages."""
        if text in self.german:
            return Markup('<span lang="de">{}</span>').format(text)
        return escape(text)

    def asked(self, one: Described) -> str:
        """The question of an indicator; its title where only that has been translated."""
        only_title = one.question in self.german and one.title not in self.german
        return one.title if only_title else one.question


def compact(content: Mapping[str, Any]) -> str:
    """Values as JSON without idle spaces, keys in their order."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def write(path: Path, content: bytes) -> None:
    """A file of the draft; the atlas takes its place as a whole, so none is written twice.

    Raises:
        WrongUseError: the path climbs, because the key of an area does.
    """
    if ".." in path.parts:
        message = _("The key of an area holds '..' and cannot name a file. Change the key: {name}")
        raise WrongUseError(message.format(name=path.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _names() -> list[str]:
    return [path.name for path in sorted(templates().glob("*.html"))]
