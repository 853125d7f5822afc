"""Words: every message exists in German, and no translation is left over."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "kreisblick"
MESSAGES = SOURCE / "base" / "messages" / "de"
SETTERS = {"_", "translate"}
FIELD = re.compile(r"{(\w*)[^}]*}")


def written() -> dict[str, Path]:
    """Every message in the code and where it stands."""
    found: dict[str, Path] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in SETTERS
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                found[str(node.args[0].value)] = path
    return found


def in_templates() -> set[str]:
    """Messages in the pages' templates."""
    pages = [p for p in (ROOT / "catalogue").rglob("*") if p.suffix in {".html", ".j2", ".typ"}]
    calls = re.compile(r"\b_\(\s*[\"']((?:[^\"'\\\\]|\\\\.)*)[\"']")
    return {m for page in pages for m in calls.findall(page.read_text(encoding="utf-8"))}


def translated() -> dict[str, str]:
    found: dict[str, str] = {}
    for part in sorted(MESSAGES.glob("*.po")):
        with part.open("rb") as stream:
            catalog = read_po(stream, locale="de")
        found |= {str(m.id): str(m.string) for m in catalog if m.id}
    return found


def test_every_message_has_a_german_twin() -> None:
    german = translated()
    missing = {m: p.name for m, p in written().items() if not german.get(m)}

    assert missing == {}


def test_no_translation_is_left_over() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in SOURCE.rglob("*.py"))
    known = written().keys() | in_templates()
    left = [m for m in translated() if m not in known and repr(m)[1:-1] not in code]

    assert left == []


def test_translations_keep_their_fields() -> None:
    wrong = [
        message
        for message, german in translated().items()
        if set(FIELD.findall(message)) != set(FIELD.findall(german))
    ]

    assert wrong == []


def test_every_translation_can_be_read_by_people() -> None:
    assert all(german.strip() for german in translated().values())
