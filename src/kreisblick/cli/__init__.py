"""The same verbs on the command line: a command parses, calls one function, prints.

Commands are found through the entry points ``kreisblick.commands``, so that another package can
add its own. Each entry point is a function ``register(app: typer.Typer) -> None``.
"""

from kreisblick.cli.main import main

__all__ = ["main"]
