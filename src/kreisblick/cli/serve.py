"""``kreisblick serve``: look at the products in a browser on this computer."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import say
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["register"]

Port = Annotated[int, typer.Option(help=_("Port on this computer."))]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", help=_("Show report, profiles and atlas in a browser."))(serve)


def serve(*, workspace: Folder = Path(), port: Port = 8300) -> None:
    """Serve the last products on 127.0.0.1 until Ctrl-C."""
    place = open_workspace(workspace)
    current = place.current(place.products)
    handler = partial(SimpleHTTPRequestHandler, directory=str(current))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        say(_("Open http://127.0.0.1:{port}/ – end with Ctrl-C.").format(port=port))
        server.serve_forever()
