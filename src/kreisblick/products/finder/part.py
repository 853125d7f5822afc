"""Part: the field on a page, in German or English; the script makes it work."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.products.finder.model import AddressIndex

__all__ = ["finder_part"]


class _Words(Definition):
    """What the field says, by language."""

    de: dict[str, Text]
    en: dict[str, Text]


def finder_part(
    index: AddressIndex | None,
    *,
    language: str = "de",
    root: str = "",
    page: str = "area/{area}.html",
) -> Markup:
    """The field "find my address" as HTML; nothing without an index.

    It is hidden until ``assets/finder.js`` shows it, so a page without scripts has no dead field.

    Args:
        index: of the bundle.
        language: ``de`` or ``en``.
        root: the way from the page to the site's root, "" or ending with ``/``.
        page: where an area's page lies, from the root; ``{area}`` is the name of its files.
    """
    if index is None:
        return Markup()
    folder = shipped("catalogue", "products", "finder")
    words = read_definition(folder / "words.yaml", _Words)
    made = Environment(
        loader=FileSystemLoader(folder / "templates"), autoescape=True, undefined=StrictUndefined
    ).get_template("finder.html.j2")
    said = words.en if language == "en" else words.de
    return Markup(made.render(words=said, language=language, root=root, page=page))  # noqa: S704
