"""Drift: what has changed in a layout since it was last read, and whether it matters."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rapidfuzz.distance import OSA

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.folding import fold, squeeze
from kreisblick.sealed.mapping.headings import field_named, heading_evidence
from kreisblick.sealed.mapping.layout import Layout
from kreisblick.sealed.mapping.rules import shipped_mapping_rules

__all__ = ["Drift", "Renamed", "compare_layouts"]


@dataclass(frozen=True, kw_only=True)
class Renamed:
    """A column that seems to stand there under another heading.

    Attributes:
        old, new: headings as delivered.
        certainty: 0 to 1.
    """

    old: str
    new: str
    certainty: float

    @property
    def sure(self) -> bool:
        """Whether the new name can be taken without a question."""
        return self.certainty >= shipped_mapping_rules().layout.sure


@dataclass(frozen=True, kw_only=True)
class Drift:
    """What is different between two layouts.

    Attributes:
        moved: headings that stand elsewhere in the order.
        new: headings that were not there before.
        gone: headings that are no longer there.
        renamed: columns under another heading.
        file: what is different about the file: (what, before, now), of ``type, sheet, encoding,
            delimiter, heading_rows``.
        codes: headings in whose columns new contents stand, with their number.
        needed: of ``gone`` and ``renamed``, the old headings that the definition reads.
    """

    moved: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    file: tuple[tuple[str, str, str], ...] = ()
    codes: tuple[tuple[str, int], ...] = ()
    needed: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Nothing is different."""
        return self == Drift()

    @property
    def harmless(self) -> bool:
        """The definition still reads the file: columns it needs are there under their names.

        Another order, new columns, gone columns nobody reads, another encoding do no harm; another
        kind of file, sheet or delimiter does, because the definition names it.
        """
        grave = {"type", "delimiter"} & {what for what, _old, _new in self.file}
        return not self.needed and not grave

    def as_json(self) -> dict[str, Any]:
        """The drift as plain values."""
        return asdict(self) | {"unchanged": self.unchanged, "harmless": self.harmless}

    def told(self) -> list[str]:
        """Every difference as a sentence, the gravest first."""
        lines = [
            _("'{old}' is now called '{new}' ({share} sure).").format(
                old=one.old, new=one.new, share=f"{round(100 * one.certainty)} %"
            )
            for one in self.renamed
        ]
        lines += [_("'{name}' is missing, and the definition reads it.").format(name=name)
                  for name in self.gone if name in self.needed]  # fmt: skip
        lines += [_("'{name}' is gone; nobody reads it.").format(name=name)
                  for name in self.gone if name not in self.needed]  # fmt: skip
        lines += [_("'{name}' is new and is not read.").format(name=name) for name in self.new]
        words = {
            "type": _("kind of file"),
            "sheet": _("sheet"),
            "encoding": _("encoding"),
            "delimiter": _("delimiter"),
            "heading_rows": _("lines of headings"),
        }
        changed = _("{what}: '{old}' before, '{new}' now.")
        lines += [changed.format(what=words[what], old=old, new=new)
                  for what, old, new in self.file]  # fmt: skip
        lines += [_("'{name}' holds {count} content(s) that were not there before.").format(
            name=name, count=count) for name, count in self.codes]  # fmt: skip
        if self.moved:
            lines.append(
                _("{count} column(s) stand in another place.").format(count=len(self.moved))
            )
        return lines or [_("The layout is the same as before.")]


def compare_layouts(old: Layout, new: Layout, wanted: Collection[str] | None = None) -> Drift:
    """What has changed from one layout to the next.

    Args:
        old: the layout that is known.
        new: the layout of the file.
        wanted: headings the definition reads; all old ones when None.
    """
    before = dict(zip(old.headings, old.as_written, strict=True))
    now = dict(zip(new.headings, new.as_written, strict=True))
    gone = [key for key in before if key not in now]
    come = [key for key in now if key not in before]
    renamed = _renamed(gone, come, old, new)
    needed = {fold(text) for text in wanted} if wanted is not None else set(before)
    lost = [*gone]
    gone = [key for key in gone if key not in {one[0] for one in renamed}]
    come = [key for key in come if key not in {one[1] for one in renamed}]
    return Drift(
        moved=tuple(now[key] for key in _moved(old.headings, new.headings)),
        new=tuple(now[key] for key in come),
        gone=tuple(before[key] for key in gone),
        renamed=tuple(
            Renamed(old=before[a], new=now[b], certainty=round(sure, 2)) for a, b, sure in renamed
        ),
        file=_file(old, new),
        codes=_codes(old, new),
        needed=tuple(before[key] for key in lost if key in needed),
    )


def _renamed(
    gone: Sequence[str], come: Sequence[str], old: Layout, new: Layout
) -> list[tuple[str, str, float]]:
    """Pairs of a gone and a new heading, the surest first, each once."""
    rules = shipped_mapping_rules().layout
    pairs = [(_certainty(a, b, old, new), a, b) for a in gone for b in come]
    found: list[tuple[str, str, float]] = []
    for sure, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        free = all(a != one[0] and b != one[1] for one in found)
        if sure >= rules.possible and free:
            found.append((a, b, sure))
    return sorted(found, key=lambda one: old.headings.index(one[0]))


def _certainty(a: str, b: str, old: Layout, new: Layout) -> float:
    rules = shipped_mapping_rules().layout
    alike = OSA.normalized_similarity(squeeze(a), squeeze(b), score_cutoff=rules.alike)
    meaning = rules.same_meaning if _meaning(a) and _meaning(a) == _meaning(b) else 0.0
    place = old.headings.index(a) == new.headings.index(b)
    sure = max(alike, meaning)
    if place and not sure and len(old.headings) == len(new.headings):
        return rules.possible  # nothing but the place speaks for it: asked
    return min(1.0, sure + (rules.same_place if place and sure else 0.0))


def _meaning(heading: str) -> str:
    named = field_named(heading)
    said = heading_evidence(heading)
    best = max(said, key=lambda meaning: (said[meaning][0], meaning), default="")
    return named or best


def _moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Headings in both that do not stand in the longest common order."""
    both = [key for key in new if key in old]
    places = [old.index(key) for key in both]
    keep = _longest_rise(places)
    return [key for key, place in zip(both, places, strict=True) if place not in keep]


def _longest_rise(places: Sequence[int]) -> set[int]:
    """The places of a longest rising chain."""
    chains: list[list[int]] = [[]]
    for place in places:
        before = max((c for c in chains if not c or c[-1] < place), key=len)
        chains.append([*before, place])
    longest: list[int] = max(chains, key=len)
    return set(longest)


def _file(old: Layout, new: Layout) -> tuple[tuple[str, str, str], ...]:
    names = ("type", "sheet", "encoding", "delimiter", "heading_rows")
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in names]
    return tuple((name, str(a), str(b)) for name, a, b in pairs if a != b and not _open(a, b))


def _open(a: object, b: object) -> bool:
    """An encoding that is found anew at every reading is no difference."""
    return "auto" in {a, b} or "" in {a, b}


def _codes(old: Layout, new: Layout) -> tuple[tuple[str, int], ...]:
    written = dict(zip(new.headings, new.as_written, strict=True))
    fresh = {
        key: len({text.casefold() for text in found} - {t.casefold() for t in old.codes[key]})
        for key, found in new.codes.items()
        if key in old.codes
    }
    return tuple((written[key], count) for key, count in fresh.items() if count)
