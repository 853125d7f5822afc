"""Files changed at random, so that readers meet what no programme would write.

Bytes are flipped, cut, doubled and replaced by what has broken readers elsewhere. Packages are
changed inside their parts too, with right checksums, so that the change gets behind the door.
"""

import io
import random
import zipfile
import zlib
from collections.abc import Callable

from tests.unit.reading.samples import packed

__all__ = ["mutated"]

EVIL = (
    b'<!DOCTYPE a [<!ENTITY b "cccccccccccccccccccccccccc">]>',
    b"<!--",
    b"<![CDATA[",
    b"&#x0;",
    b"&b;",
    b"XFD1048576",
    b'r="A0"',
    b't="s"',
    b't="e"',
    b"<v>999999999</v>",
    b"<v>1e400</v>",
    b"<v>-0.0</v>",
    b"<v>NaN</v>",
    b"<f>1+1</f>",
    b'hidden="1"',
    b'table:number-columns-repeated="1048576"',
    b'table:number-rows-repeated="99999999999999999999"',
    b'office:value="x"',
    b'min="0" max="99999999"',
    b"<row>",
    b"</row>",
    b"</sheetData>",
    b'rowspan="99999999"',
    b"<table>",
    b'"' * 99,
    b";" * 99,
    b"\n" * 99,
    b"\0" * 16,
    b"\xff" * 16,
    b"\xff\xff\xff\x7f",
    b"\x00\xd8",
    b"9" * 400,
    b"[" * 2000,
    b"_xD800_",
    b"../../x",
    b"\x80\x80\x80\x80",
)


def mutated(content: bytes, dice: random.Random) -> bytes:
    """The file with one to eight changes."""
    if content.startswith(b"PK") and dice.random() < 0.75:
        return _inside(content, dice)
    return _changed(content, dice, dice.randint(1, 8))


def _changed(content: bytes, dice: random.Random, times: int) -> bytes:
    for _ in range(times):
        content = dice.choice(CHANGES)(bytearray(content), dice)
    return content


def _flip(content: bytearray, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        if content:
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    return bytes(content)


def _number(content: bytearray, dice: random.Random) -> bytes:
    """A little-endian number at its limits, where sizes and places stand."""
    width = dice.choice((1, 2, 4))
    if len(content) > width:
        place = dice.randrange(len(content) - width)
        value = dice.choice((0, 1, 127, 128, 255, -1, -2, 1 << (8 * width - 1)))
        content[place : place + width] = (value % (1 << 8 * width)).to_bytes(width, "little")
    return bytes(content)


def _cut(content: bytearray, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    del content[start : start + dice.choice((1, 2, 7, 64, len(content)))]
    return bytes(content)


def _double(content: bytearray, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    piece = content[start : start + dice.choice((1, 4, 30, 300))]
    times = dice.choice((1, 1, 2, 50))
    return bytes(content[:start] + piece * times + content[start:])


def _swap(content: bytearray, dice: random.Random) -> bytes:
    first, second = sorted(dice.randrange(len(content) + 1) for _ in range(2))
    third = dice.randrange(second, len(content) + 1)
    return bytes(content[:first] + content[second:third] + content[first:second] + content[third:])


def _evil(content: bytearray, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    over = dice.choice((0, 0, 3, 20))
    return bytes(content[:start]) + dice.choice(EVIL) + bytes(content[start + over :])


CHANGES: tuple[Callable[[bytearray, random.Random], bytes], ...] = (
    _flip,
    _number,
    _cut,
    _double,
    _swap,
    _evil,
    _evil,
)


def _inside(content: bytes, dice: random.Random) -> bytes:
    """The package with a changed, missing or exchanged part."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts: dict[str, bytes | str] = {n: package.read(n) for n in package.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError):
        return _changed(content, dice, 1)
    names = sorted(parts)
    weighty = [n for n in names if "sheet" in n or "content" in n or "Strings" in n or "styl" in n]
    name = dice.choice(weighty or names) if dice.random() < 0.7 else dice.choice(names)
    fate = dice.random()
    if fate < 0.05:
        del parts[name]
    elif fate < 0.1:
        parts[name] = parts[dice.choice(names)]
    else:
        raw = parts[name]
        octets = raw if isinstance(raw, bytes) else raw.encode()
        parts[name] = _changed(octets, dice, dice.randint(1, 5))
    return packed(parts)
