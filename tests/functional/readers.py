"""What readers get from a bundle, without pictures: the report's words and the profiles' pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kreisblick.products.profiles import build_profiles
from kreisblick.products.report import report_data, report_definition
from kreisblick.protection.bundle import Bundle

__all__ = ["Drawer", "change", "profiles_of", "report_of"]


class Drawer:
    """Takes pictures and forgets them; only words are compared here."""

    def lay(self, name: str, content: object) -> str:
        """The name of the picture."""
        del content
        return name


def report_of(bundle: Bundle) -> dict[str, Any]:
    """Everything that the report says."""
    return report_data(bundle, report_definition(), Drawer())


def profiles_of(bundle: Bundle, folder: Path) -> Callable[[str], str]:
    """Every profile's page by its area."""
    build_profiles(bundle, folder)
    return lambda area: (folder / f"{area}.html").read_text(encoding="utf-8")


def change(path: Path, old: str, new: str) -> None:
    """Put a text into a file in place of another that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
