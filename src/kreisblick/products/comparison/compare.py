"""Compare: one page with a map and the figures of every cut."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
from markupsafe import Markup

from kreisblick.base.definitions import shipped
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_count, format_percent
from kreisblick.base.language import translate as _
from kreisblick.products.comparison.model import Candidate
from kreisblick.products.comparison.rows import figure_rows
from kreisblick.products.comparison.shapes import join_blocks
from kreisblick.products.drawing import plan_svg, read_palette
from kreisblick.territory.zoning import Blocks, front, name_areas

__all__ = ["compare"]

BREAKS = (2.0, 5.0, 10.0)  # percent an area misses its target by; 5 is the usual goal


def compare(blocks: Blocks, candidates: Sequence[Candidate], title: str, out: Path) -> Path:
    """Write the page.

    The same blocks and cuts give the same bytes. It needs no other file, no script, no network.

    Args:
        blocks: the ground.
        candidates: the cuts, at least one.
        title: of the page.
        out: the file.
    """
    best = front([one.figures for one in candidates])
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped("catalogue", "products", "comparison")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    text = environment.get_template("comparison.html.j2").render(
        title=title,
        palette=read_palette().model_dump(),
        cuts=[
            _card(blocks, one, number, best[number - 1])
            for number, one in enumerate(candidates, start=1)
        ],
        rows=figure_rows([one.figures for one in candidates]),
        classes=_classes(),
        summary=_summary(candidates, best),
    )
    write_bytes(out, text.encode())
    return out


def _card(blocks: Blocks, one: Candidate, number: int, best: bool) -> dict[str, Any]:
    """Map and words of one cut."""
    away = _deviation(blocks, one.assignment)
    names = name_areas(blocks, one.assignment)
    first = {int(area): names[row] for row, area in reversed(list(enumerate(one.assignment)))}
    people = np.bincount(one.assignment, weights=blocks.population)
    words = _("{within} of {areas} areas lie within 5 % of their target; the furthest is {most}.")
    finding = words.format(
        within=format_count(int((np.abs(away) <= BREAKS[1] + 1e-9).sum())),
        areas=format_count(len(away)),
        most=format_percent(float(np.abs(away).max())),
    )
    areas = join_blocks(
        blocks,
        one.assignment,
        values=np.abs(away),
        label=lambda area: _("{area}: {people} people, {share} from its target").format(
            area=first[area], people=format_count(people[area]), share=format_percent(away[area])
        ),
    )
    picture = plan_svg(
        areas,
        title=_("Map: {title}").format(title=one.title),
        description=finding,
        breaks=BREAKS,
        letters=40.0,
        prefix=f"cut{number}",
    )
    return {"title": one.title, "best": best, "map": Markup(picture), "finding": finding}  # noqa: S704  drawn by us


def _deviation(blocks: Blocks, assignment: np.ndarray) -> np.ndarray:
    """Percent by which each area misses the mean of its municipality."""
    people = np.bincount(assignment, weights=blocks.population)
    town = np.unique(blocks.municipality.astype(str), return_inverse=True)[1]
    of_area = np.zeros(len(people), dtype=np.int64)
    of_area[assignment] = town
    mean = np.bincount(of_area, weights=people) / np.maximum(np.bincount(of_area), 1)
    target = np.where(mean[of_area] > 0, mean[of_area], 1.0)
    return np.asarray(np.where(mean[of_area] > 0, 100 * (people / target - 1), 0.0))


def _classes() -> list[dict[str, str]]:
    """The legend of all maps."""
    words = [
        _("up to {high}").format(high=format_percent(BREAKS[0], 0)),
        *(
            _("{low} to {high}").format(low=format_percent(low, 0), high=format_percent(high, 0))
            for low, high in pairwise(BREAKS)
        ),
        _("more than {low}").format(low=format_percent(BREAKS[-1], 0)),
    ]
    steps = (0, 1, 3, 4)  # as ``shade`` spreads four classes over five steps
    return [{"words": w, "step": str(s)} for w, s in zip(words, steps, strict=True)]


def _summary(candidates: Sequence[Candidate], best: Sequence[bool]) -> str:
    left = [one.title for one, good in zip(candidates, best, strict=True) if not good]
    if len(candidates) == 1:
        return _("One cut with its figures.")
    if not left:
        return _("Each of these cuts is better than the others in something. Which matters most?")
    return _("Another cut is nowhere worse and somewhere better than: {cuts}.").format(
        cuts=", ".join(left)
    )
