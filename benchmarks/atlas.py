"""The atlas: time to build, weight, and how soon it can be used on a slow processor.

Run: ``python benchmarks/atlas.py [BUNDLE]``. Without a bundle an invented district of ninety areas
with four indicators is built. The processor is slowed down to a sixth by Chromium itself; the
median of five visits with an empty cache counts. Needs Chromium.
"""

import gzip
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.unit.atlas.factory import make_bundle  # noqa: E402
from tests.web.browser import open_browser, requested, serve  # noqa: E402

from kreisblick.products.atlas import build_atlas  # noqa: E402
from kreisblick.products.model import BundleLike  # noqa: E402
from kreisblick.protection.bundle import open_bundle  # noqa: E402

SLOWER = 6
VISITS = 5
STEPS = {
    "table": lambda page: page.click("#tab-table"),
    "distribution": lambda page: page.click("#tab-distribution"),
    "course": lambda page: page.click("#tab-time"),
    "next indicator": lambda page: page.select_option("#pick-indicator", index=1),
}


def main() -> None:
    """Build, weigh and visit."""
    bundle: BundleLike = (
        open_bundle(Path(sys.argv[1]))
        if len(sys.argv) > 1
        else make_bundle(towns=10, per_town=9, wiggles=30)
    )
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        atlas = build_atlas(bundle, Path(folder) / "atlas").parent
        spent = time.process_time() - start
        files = [path for path in atlas.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 1e6
        areas = bundle.areas.filter(level="planning_area").height
        say(f"built: {spent:.1f} CPU s, {size:.1f} MB, {len(files)} files, {areas} areas")
        with serve(atlas) as address, open_browser() as browser:
            for name in ("index.html", "explore.html", "en/explore.html"):
                say(f"{name}: {weight(browser, address, name, atlas) / 1000:.0f} kB compressed")
            say(f"first view: {processor(browser, address):.0f} ms CPU of the page's own thread")
            visits(browser, address)


def weight(browser: Browser, address: str, name: str, atlas: Path) -> int:
    """Compressed bytes of everything that the first view of a page loads."""
    page = browser.new_page()
    files = requested(page, address)
    page.goto(address + name)
    page.wait_for_load_state("networkidle")
    page.close()
    return sum(len(gzip.compress((atlas / file).read_bytes())) for file in files)


def processor(browser: Browser, address: str) -> float:
    """CPU time of the page's own thread until the first view can be used, in milliseconds.

    Unlike the clock it does not grow when the computer has other work; not slowed down.
    """
    spent = []
    for _visit in range(VISITS):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(f"{address}explore.html")
        page.wait_for_selector("#explorer[data-ready]")
        metrics = session.send("Performance.getMetrics")["metrics"]
        spent += [one["value"] for one in metrics if one["name"] == "TaskDuration"]
        page.close()
    return 1000 * statistics.median(spent)


def visits(browser: Browser, address: str) -> None:
    """How long each step takes on the slow processor, in milliseconds."""
    spent: dict[str, list[float]] = {}
    for _visit in range(VISITS):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        slow_down(page)
        opened = timed(page, lambda page: page.goto(f"{address}explore.html"))
        spent.setdefault("first view, usable", []).append(opened)
        for name, step in STEPS.items():
            spent.setdefault(name, []).append(timed(page, step))
        context.close()
    for name, times in spent.items():
        say(f"{name}, {SLOWER}x slower: {statistics.median(times):.0f} ms")


def slow_down(page: Page) -> None:
    """Let Chromium work at a fraction of its speed."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def timed(page: Page, step: Callable[[Page], object]) -> float:
    """Milliseconds until the page shows what was asked for."""
    script = (
        "() => { const e = document.querySelector('#explorer'); if (e) delete e.dataset.ready; }"
    )
    page.evaluate(script)
    start = time.perf_counter()
    step(page)
    page.wait_for_selector("#explorer[data-ready]")
    return 1000 * (time.perf_counter() - start)


def say(words: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
