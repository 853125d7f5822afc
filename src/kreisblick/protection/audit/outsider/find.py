"""Find: given numbers in every part of every file."""

import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from kreisblick.protection.audit.outsider.model import Part
from kreisblick.protection.audit.outsider.read import read_folder

__all__ = ["find_numbers", "number_pattern"]

MARKS = re.compile(r"<[^<>]*>")
GAPS = "[.,' \u00a0\u2009\u202f]?"  # between thousands, as people and programs write them


def find_numbers(folder: Path, numbers: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """Number, file and part for each place where one of the numbers stands.

    Looks through what is compressed, at texts that are broken by marks, and at numbers in a
    machine's form. A file that cannot be read counts as one that holds them all.
    """
    wanted = list(numbers)
    patterns = [(number, number_pattern(number), _binary(number)) for number in wanted]
    for file, parts in read_folder(folder):
        raw = (folder / file).read_bytes()
        for number, pattern, forms in patterns:
            if parts is None:
                yield number, file, ""
                continue
            if any(form in raw for form in forms):
                yield number, file, ""
            yield from ((number, file, part.name) for part in parts if _holds(part, pattern, forms))


def number_pattern(number: int) -> re.Pattern[str]:
    """A number as it may be written.

    >>> bool(number_pattern(918273).search("es sind 918.273 Plätze"))
    True
    >>> bool(number_pattern(918273).search("19182734"))
    False
    """
    groups = f"{number:,}".split(",")
    return re.compile(rf"(?<!\d){GAPS.join(groups)}(?!\d)")


def _binary(number: int) -> list[bytes]:
    """A number as machines store it; short forms would be found by chance."""
    if number < 2**16:
        return []
    forms = [str(number).encode("utf-16-le"), str(number).encode("utf-16-be")]
    forms += [struct.pack(order + "d", number) for order in "<>"]
    forms += [struct.pack(order + "q", number) for order in "<>"]
    return forms


def _holds(part: Part, pattern: re.Pattern[str], forms: list[bytes]) -> bool:
    if pattern.search(part.text) or any(form in part.content for form in forms):
        return True
    if "<" in part.text and pattern.search(MARKS.sub("", part.text)):
        return True
    return any(pattern.search(str(value)) for row in part.rows for value in row.values())
