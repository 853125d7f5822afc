"""The headings of a table's columns: what stands in one to four lines, groups joined to parts."""

from collections.abc import Sequence

from kreisblick.sealed.reading.model import Grid

__all__ = ["JOINT", "join_headings"]

JOINT = " | "


def join_headings(grid: Grid, lines: Sequence[int], columns: Sequence[str]) -> dict[str, str]:
    """Headings by column; the groups above are joined to what stands below them.

    Args:
        grid: the cells.
        lines: of the headings, top to bottom.
        columns: for which headings are wanted, left to right.

    Returns:
        Text by column; columns without any text are left out.
    """
    first = grid.cells["row"][0] if grid.cells.height else 1
    layers = [
        _spread(grid, line, grid.cells.row(line - first), columns, lines)
        for line in lines
        if 0 <= line - first < grid.cells.height
    ]
    joined: dict[str, str] = {}
    for number, column in enumerate(columns):
        parts = [layer[number] for layer in layers]
        distinct = [p for i, p in enumerate(parts) if p and p not in parts[:i]]
        if distinct:
            joined[column] = JOINT.join(distinct)
    return joined


def _spread(
    grid: Grid,
    line: int,
    row: Sequence[str | int | None],
    columns: Sequence[str],
    lines: Sequence[int],
) -> list[str | None]:
    """A heading row in which a group's text stands above each of its columns."""
    places = {name: place for place, name in enumerate(grid.cells.columns)}
    spread = [_text(row[places[name]]) for name in columns]
    numbers = [int(name) for name in columns]
    wide, tall = False, set()
    for top, left, bottom, right in _touching(grid, lines):
        wide = wide or right > left
        if bottom > top:
            tall |= set(range(left, right + 1))
        if top == line and right > left:
            text = _text(row[places[str(left)]]) if str(left) in places else None
            inside = [at for at, number in enumerate(numbers) if left <= number <= right]
            for at in inside:
                spread[at] = text
    if wide or line == lines[-1]:
        return spread
    for at in range(1, len(spread)):  # text files know no merged cells: a group runs on
        runs_on = numbers[at - 1] not in tall and numbers[at] not in tall
        spread[at] = spread[at] or (spread[at - 1] if runs_on else None)
    return spread


def _touching(grid: Grid, lines: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """Merged ranges among the heading lines."""
    return [m for m in grid.merged if m[0] <= lines[-1] and m[2] >= lines[0]]


def _text(cell: str | int | None) -> str | None:
    return cell if isinstance(cell, str) else None
