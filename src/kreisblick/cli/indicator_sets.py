"""``kreisblick indicators sets``: what a district chooses from, and what it has agreed on."""

from typing import Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.options import Catalogue
from kreisblick.cli.terminal import Json, say_each

__all__ = ["sets"]


def sets(
    key: Annotated[
        str | None, typer.Argument(metavar="[SET]", help=_("One set; all without."))
    ] = None,
    *,
    workspace: Catalogue = None,
    as_json: Json = False,
) -> None:
    """List the sets of indicators, or tell one: its purpose, its members, who agreed."""
    from kreisblick.pipeline.indicator_sets import tell_sets  # noqa: PLC0415  heavy

    say_each(tell_sets(workspace, key), whole=key is not None, as_json=as_json)
