"""What a municipality brought in: areas kept, blocks moved at its wish, its cuts until now."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from kreisblick.base.language import format_count, format_date, format_percent
from kreisblick.base.language import translate as _
from kreisblick.products.agreement.gather import TownRow
from kreisblick.products.agreement.model import Agreed
from kreisblick.territory.zoning import Step, number_areas, pairs_alike

__all__ = ["brought_in"]

SHOWN = 6  # keys of blocks in a sentence; the file of moves holds all


def brought_in(agreed: Agreed, town: TownRow) -> list[str]:
    """Sentences; one that says so when it was nothing."""
    found = [*_kept(town), *_moved(agreed, town), *_agreement(agreed, town)]
    return found or [_("No wishes were noted.")]


def _kept(town: TownRow) -> Iterator[str]:
    kept = [f"{area.name} ({area.key})" if area.name else area.key
            for area in town.areas if area.fixed]  # fmt: skip
    if kept:
        yield _("Kept as they were: {areas}.").format(areas=", ".join(kept))


def _moved(agreed: Agreed, town: TownRow) -> Iterator[str]:
    """One sentence for every step that moved blocks of the municipality."""
    inside = agreed.blocks.municipality.astype(str) == town.key
    own = {key for key, here in zip(agreed.blocks.keys, inside, strict=True) if here}
    steps: dict[int, list[Step]] = defaultdict(list)
    for one in agreed.steps:
        if one.block in own:
            steps[one.step].append(one)
    for _number, group in sorted(steps.items()):
        yield _move(group)


def _move(group: Sequence[Step]) -> str:
    first = group[0]
    keys = ", ".join(one.block for one in group[:SHOWN]) + (" …" if len(group) > SHOWN else "")
    words = _("{count} block(s) moved from {source} to {target} ({blocks})").format(
        count=format_count(len(group)),
        source=", ".join(dict.fromkeys(one.source for one in group)),
        target=first.target,
        blocks=keys,
    )
    told = [
        _("wish: {office}").format(office=first.by) if first.by else "",
        format_date(date.fromisoformat(first.on)) if first.on else "",
        _("reason: {reason}").format(reason=first.reason) if first.reason else "",
    ]
    return "; ".join([words, *(one for one in told if one)]) + "."


def _agreement(agreed: Agreed, town: TownRow) -> Iterator[str]:
    """How far the areas agree with each cut there was, inside the municipality."""
    inside = np.flatnonzero(agreed.blocks.municipality.astype(str) == town.key)
    ours = number_areas(np.asarray(agreed.areas, dtype=object)[inside])
    people = agreed.blocks.population[inside]
    for column, office in enumerate(agreed.offices):
        theirs = agreed.blocks.cuts[inside, column].astype(str)
        if (theirs == "").all():
            continue
        share = pairs_alike(theirs, ours, people)
        yield _(
            "Cut until now “{office}”: {count} areas; agreement {share} (100 %: the same people "
            "live together)."
        ).format(
            office=office,
            count=format_count(len(set(theirs.tolist()) - {""})),
            share=format_percent(100 * share),
        )
