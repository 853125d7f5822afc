"""Opens an XLS or XLSB in a process of its own; started by ``old.py``, never imported.

The library that knows these formats may end the whole process when bytes lie about sizes. Here
that ends only this one, within limits of memory and time. In: the bytes. Out: JSON.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

Cell = str | float | None


def main() -> None:
    """Read from standard input, write to standard output."""
    memory_mb, seconds, *most = (int(text) for text in sys.argv[1:5])
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = _answer(sys.stdin.buffer.read(), *most)
    except calamine.PasswordError:
        answer = {"error": "password"}
    sys.stdout.write(json.dumps(answer))


def _answer(content: bytes, most_cells: int, most_columns: int) -> dict[str, Any]:
    """All tables with their columns; or the first one that is larger than tables are."""
    book = calamine.load_workbook(io.BytesIO(content))
    tables = []
    for number, one in enumerate(book.sheets_metadata):
        if one.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(number)
        height, width = (last + 1 for last in sheet.end or (-1, -1))
        most_cells -= height * width
        if most_cells < 0 or width > most_columns:
            return {"error": "wide", "sheet": one.name, "height": height, "width": width}
        tables.append(
            {
                "number": number,
                "name": one.name,
                "state": str(one.visible),
                "columns": _columns(sheet),
                "merged": sheet.merged_cell_ranges or [],
            }
        )
    return {"tables": tables}


def _columns(sheet: Any) -> list[list[Cell]]:
    rows = sheet.to_python(skip_empty_area=False)
    return [[_plain(cell) for cell in column] for column in zip(*rows, strict=True)]


def _plain(cell: Any) -> Cell:
    """Texts and numbers as they are; 12.0 is 12."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, date | timedelta):
        return _moment(cell)
    return cell if isinstance(cell, int) or cell is None else str(cell)


def _moment(cell: date | timedelta) -> str:
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, datetime) and cell.time() != time(0):
        return str(cell.replace(microsecond=0))
    return cell.isoformat()[:10]


if __name__ == "__main__":
    main()
