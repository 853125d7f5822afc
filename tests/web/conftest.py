"""One browser for all walks through finished pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.web.browser import open_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found
