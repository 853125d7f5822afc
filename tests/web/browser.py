"""A browser and a small web server for tests that walk through finished pages."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and writes nothing to the terminal."""

    extensions_map: ClassVar = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
    }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is given
        """Stay silent."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address at which a folder is served on this computer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Debian's Chromium; the test is skipped where it is not installed."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


def find_axe() -> Path:
    """The accessibility checker; the test is skipped where it is not installed."""
    axe = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not installed: npm ci in web/")
    return axe


def violations(page: Page) -> list[str]:
    """What axe finds on a page: rule and element."""
    page.add_script_tag(path=find_axe())
    found = page.evaluate("async () => (await axe.run()).violations")
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def focused(page: Page) -> str:
    """What the focus is on: element, id, label or text."""
    return str(
        page.evaluate(
            "(() => { const e = document.activeElement;"
            " const said = e.getAttribute('aria-label') ?? e.textContent.trim();"
            " return [e.tagName, e.id, said.slice(0, 60)].join('|'); })()"
        )
    )


def tab_to(page: Page, wanted: str, limit: int = 80) -> None:
    """Press the tab key until the focus is where it should be, and see that it is visible."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if wanted in focused(page):
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(outline) != "none"
            return
    pytest.fail(f"the tab key never reaches {wanted}")


def explore(page: Page, address: str, state: str = "", tongue: str = "") -> None:
    """Open the explorer of the atlas at an address with a state."""
    page.goto("about:blank")
    page.goto(f"{address}{tongue}explore.html{'#' if state else ''}{state}")
    page.wait_for_selector("#explorer[data-ready]")


def settled(page: Page, wanted: str) -> None:
    """Wait until the explorer shows what its address says."""
    page.wait_for_function(
        f"document.querySelector('#explorer').dataset.ready.includes('{wanted}')"
    )


def requested(page: Page, address: str) -> set[str]:
    """The files that a page asks the server for, as a set that fills while it is used."""
    files: set[str] = set()

    def note(url: str) -> None:
        if url.startswith(address):
            files.add(url.removeprefix(address).split("#")[0].split("?")[0])

    page.on("request", lambda request: note(request.url))
    return files
