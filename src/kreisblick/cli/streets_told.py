"""What ``kreisblick streets`` says: counts, faults, changes."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import say

if TYPE_CHECKING:
    import polars as pl

    from kreisblick.base.errors import Fault
    from kreisblick.territory.streets import Raster, Streets

__all__ = ["say_changes", "say_faults", "say_raster", "say_what", "told", "write_faults"]


def told(found: "Streets") -> dict[str, object]:
    """Counts of a list as plain values."""
    return {
        "format": found.format,
        "as_of": found.as_of,
        "houses": found.houses.height,
        "ranges": found.ranges.height,
        "names": found.names.height,
        "left_out": found.left_out,
    }


def say_what(found: "Streets") -> None:
    """Format, day and counts of a list."""
    from kreisblick.territory.streets import format_words  # noqa: PLC0415  heavy

    title = format_words()[found.format]
    say(title + ("" if found.as_of is None else f", {format_date(found.as_of)}"))
    counts = {
        _("houses"): found.houses.height,
        _("stretches of house numbers"): found.ranges.height,
        _("other names"): found.names.height,
        _("left out: to be deleted"): found.left_out.get("deleted", 0),
        _("left out: notes"): found.left_out.get("note", 0),
        _("left out: numbers of the cadastre"): found.left_out.get("cadastre_number", 0),
    }
    for name, count in counts.items():
        if count:
            say(f"  {name:<34} {format_count(count):>12}")


def say_faults(faults: Sequence["Fault"], *, shown: int) -> None:
    """How many faults of each kind, and the first of them."""
    from kreisblick.territory.streets import fault_words  # noqa: PLC0415  heavy

    if not faults:
        say(_("No fault found."))
    words = fault_words()
    for code, count in sorted(Counter(fault.code for fault in faults).items()):
        say(f"  {words.get(code, code):<34} {format_count(count):>12}")
    for fault in faults[:shown]:
        say(f"  - {fault}")
    if 0 < shown < len(faults):
        say(_("… and {count} more; -o writes all.").format(count=format_count(len(faults) - shown)))


def write_faults(faults: Sequence["Fault"], path: Path) -> None:
    """All faults as a list for people."""
    import polars as pl  # noqa: PLC0415  heavy

    from kreisblick.territory.streets import HEADINGS, fault_words, write_list  # noqa: PLC0415

    words = fault_words()
    rows = [
        (words.get(f.code, f.code), f.where, f.message, _("yes") if f.hard else "") for f in faults
    ]
    schema = dict.fromkeys(("code", "where", "message", "hard"), pl.String)
    write_list(pl.DataFrame(rows, schema=schema, orient="row"), path, HEADINGS)


def say_raster(written: "Raster", path: Path) -> None:
    """How many rows were written, and what the raster cannot say."""
    say(
        _("{rows} rows for {areas} areas written to {path}.").format(
            rows=format_count(written.rows.height),
            areas=format_count(written.areas.height),
            path=path,
        )
    )
    if written.lost.height:
        say(
            _(
                "{count} house(s) cannot be placed by it: they have no number, and their street "
                "lies in several areas."
            ).format(count=format_count(written.lost.height))
        )


def say_changes(changes: "pl.DataFrame", path: Path | None) -> None:
    """How many changes of each kind."""
    from kreisblick.territory.streets import change_words  # noqa: PLC0415  heavy

    counts = dict(changes.group_by("change").len().iter_rows())
    if not counts:
        say(_("Nothing changed."))
    for code, words in change_words().items():
        if code in counts:
            say(f"  {words:<34} {format_count(counts[code]):>12}")
    if path is not None:
        say(_("Written to {path}.").format(path=path))
