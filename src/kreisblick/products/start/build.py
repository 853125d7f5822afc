"""Build the first page of finished products."""

from datetime import date
from pathlib import Path

import jinja2

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date
from kreisblick.products.model import BundleLike
from kreisblick.products.start.way_back import lead_back

__all__ = ["build_start"]


class _Link(Definition):
    path: Text
    title: Text


class _Item(_Link):
    text: Text
    also: tuple[_Link, ...] = ()

    def there(self, folder: Path) -> "_Item":
        """The same without further forms that were not made."""
        kept = tuple(one for one in self.also if (folder / one.path).exists())
        return self.model_copy(update={"also": kept})


class _StartPage(Definition):
    back: dict[str, Text]
    items: tuple[_Item, ...]


def build_start(bundle: BundleLike, out: Path) -> Path:
    """Write ``index.html`` into the products' folder; it names what is really there.

    Every page below gets a link to it.
    """
    folder = shipped("catalogue", "products", "start")
    page = read_definition(folder / "start.yaml", _StartPage)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["day"] = lambda text: format_date(date.fromisoformat(text))
    there = [item.there(out) for item in page.items if (out / item.path).exists()]
    text = environment.get_template("start.html.j2").render(report=bundle.report, items=there)
    path = out / "index.html"
    write_bytes(path, text.encode())
    lead_back(out, page.back)
    return path
