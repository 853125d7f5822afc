"""The door of the command line: commands from entry points, errors as sentences, exit codes.

0 done, 1 faults found in the input, 2 wrong use.
"""

import errno
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points

import typer

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import tell_error

__all__ = ["GROUP", "build_app", "main"]

GROUP = "kreisblick.commands"
NO_PLACE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR}
NO_PLACE |= {errno.EEXIST, errno.ENAMETOOLONG}


class DiskFullError(KreisblickError):
    """There is no room left to write."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _(
                "There is no room left on the disk{place}. Nothing finished was lost: the last "
                "good state is as it was. Make room and repeat the command."
            ).format(place=f" ({place})" if place else "")
        )


class NoPlaceError(KreisblickError):
    """A file or folder cannot be reached or written."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _(
                "'{place}' cannot be opened or written. Check that the folder exists and may be "
                "written to, that the file is not open elsewhere, and repeat the command."
            ).format(place=place)
        )


def build_app() -> typer.Typer:
    """All commands that are installed, in order of their names."""
    app = typer.Typer(
        help=_("The working system for integrated social planning. --json: results as JSON."),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        point.load()(app)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    command = typer.main.get_command(build_app())
    try:
        command.main(words, prog_name="kreisblick")
    except KreisblickError as error:
        tell_error(error, as_json=as_json)
        sys.exit(error.exit_code)
    except OSError as error:
        place = str(error.filename or "")
        if error.errno == errno.ENOSPC:
            tell_error(DiskFullError(place), as_json=as_json)
        elif error.errno in NO_PLACE and place:
            tell_error(NoPlaceError(place), as_json=as_json)
        else:
            raise
        sys.exit(1)
