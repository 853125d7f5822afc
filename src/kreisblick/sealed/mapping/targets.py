"""Tell what a row of a table is, and which register, cube or kind of service it belongs to."""

from collections import Counter
from collections.abc import Mapping, Sequence

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.ages import nearest_group
from kreisblick.sealed.mapping.definition import Grain
from kreisblick.sealed.mapping.headings import field_named
from kreisblick.sealed.mapping.model import Known, Surroundings
from kreisblick.sealed.mapping.rules import shipped_heading_words, shipped_mapping_rules
from kreisblick.sealed.mapping.slices import read_slice, subject_words, subjects_in
from kreisblick.sealed.mapping.weigh import Weighed
from kreisblick.sealed.mapping.words import meaning_words
from kreisblick.statistics.cube import CubeDefinition

__all__ = ["rank_cubes", "rank_registers", "rank_services", "tell_grain"]

Ranked = list[tuple[float, str]]
"""Score and key, the best first."""


def tell_grain(columns: Sequence[Weighed]) -> tuple[Grain, str]:
    """What a row is, and a sentence that says why."""
    rules = shipped_mapping_rules()
    best = [(w.meanings()[0], w) for w in columns]
    votes: dict[str, dict[str, float]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for meaning, _weighed in best:
        for grain, words in rules.votes.items():
            if meaning.means in words and seen[grain, meaning.means] < rules.most_votes:
                seen[grain, meaning.means] += 1
                found = votes.setdefault(grain, {})
                gain = words[meaning.means] * meaning.confidence
                found[meaning.means] = found.get(meaning.means, 0.0) + gain
    totals = {grain: sum(found.values()) for grain, found in votes.items()}
    if not totals:
        return Grain.AGGREGATE, _("nothing speaks for rows about persons or facilities")
    grain = max(sorted(totals), key=lambda name: totals[name])
    named = sorted(votes[grain], key=lambda m: -votes[grain][m])[:3]
    names = meaning_words()
    told = ", ".join(names[meaning] for meaning in named)
    return Grain(grain), _("columns such as {means} speak for it").format(means=told)


def rank_registers(columns: Sequence[Weighed], known: Known, around: Surroundings) -> Ranked:
    """Record types by how many of their fields the table has, and by words of the title."""
    meanings = {w.meanings()[0].means for w in columns}
    fields = {field_named(w.column.heading) for w in columns} - {None}
    have = {"birth_year"} if meanings & {"birth_date", "birth_year"} else set()
    have |= meanings | {str(f) for f in fields}
    found = []
    for key, shape in known.registers.items():
        own = {field for field in shape.fields if field not in {"birth_year", "sex"}}
        share = len(own & have) / max(len(own), 1) if own else 0.0
        letters = subjects_in(around.text, subject_words(key))
        found.append((share + min(letters, 12) / 12, key))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def rank_cubes(columns: Sequence[Weighed], known: Known, around: Surroundings) -> Ranked:
    """Cubes by words of the title and headings, and by how many slices they can hold."""
    numbers = [w for w in columns if w.meanings()[0].means in {"value", "total"}]
    headings = " ".join(w.column.heading for w in columns)
    found = []
    for key, cube in known.cubes.items():
        if cube.register is not None and not numbers:
            continue
        words = (*subject_words(key), cube.title.de)
        said = 1.5 * subjects_in(around.text, words) + subjects_in(headings, words)
        found.append((min(said, 30) / 10 + 1.5 * _held(numbers, cube), key))
    return sorted(found, key=lambda pair: (-round(pair[0], 6), pair[1]))


def _held(numbers: Sequence[Weighed], cube: CubeDefinition) -> float:
    """Share of the columns of numbers whose slice the cube can hold; a cube unused counts less."""
    if not numbers:
        return 0.0
    fits = used = 0
    dimensions = {d.name: d for d in cube.dimensions}
    for weighed in numbers:
        slice_read = read_slice(weighed.column.heading, cube)
        held = all(
            name in dimensions
            and (
                code in dimensions[name].codes
                or (dimensions[name].kind == "age" and nearest_group(code, dimensions[name].codes))
            )
            for name, code in slice_read.set.items()
        )
        fits += held
        used += held and bool(slice_read.set)
    bare = 0.4 if cube.dimensions and not used else 1.0
    return bare * fits / len(numbers)


def rank_services(columns: Sequence[Weighed], around: Surroundings) -> Ranked:
    """Kinds of facilities by words in title, headings and (as a share only) in names."""
    services: Mapping[str, Sequence[str]] = shipped_heading_words().services
    headings = " ".join(w.column.heading for w in columns)
    names = [w.column.cells for w in columns if w.meanings()[0].means == "name"]
    found = []
    for key, words in services.items():
        said = 2 * subjects_in(around.text, words) + subjects_in(headings, words)
        text = " ".join(str(cell) for cells in names for cell in cells.drop_nulls().head(200))
        found.append((said / 10 + min(subjects_in(text, words), 20) / 10, key))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))
