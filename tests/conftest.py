"""What all tests share: no network (see pyproject), German, one place for the open data."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]


# No test asserts a time: a slow computer is no fault. The same run finds the same on every
# computer; KREISBLICK_EXPLORE=1 looks for examples that nobody has tried yet.
settings.register_profile(
    "house", deadline=None, derandomize=not os.environ.get("KREISBLICK_EXPLORE")
)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """Users are spoken to in German unless a test says otherwise."""
    monkeypatch.delenv("KREISBLICK_LANGUAGE", raising=False)


@pytest.fixture(scope="session")
def open_data() -> Path:
    """The folder with open data; a test that needs it is skipped visibly where it is absent."""
    folder = Path(os.environ.get("KREISBLICK_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"open data not found in {folder.name}: set KREISBLICK_DATA")
    return folder
