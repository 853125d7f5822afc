"""Speak: the texts that may be printed with a bundle, and in one sentence each why others may not.

Fails closed: what nobody signed as it stands is not printed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from pathlib import Path

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.products.editorial.compose import Composed, compose, same_places
from kreisblick.products.editorial.definition import Form
from kreisblick.products.editorial.draft import Draft
from kreisblick.products.editorial.expect import expectation_met
from kreisblick.products.editorial.fits import doubts
from kreisblick.products.editorial.lock import unlock
from kreisblick.products.editorial.model import Editorial, TextBlock
from kreisblick.products.editorial.read import read_draft, text_files
from kreisblick.products.editorial.signed import SignedText, SignedTexts, read_signed
from kreisblick.products.editorial.terms import Terms, terms_of
from kreisblick.products.model import BundleLike

__all__ = ["Judged", "Standing", "judge_texts", "read_editorial"]

PUBLIC_KEY = "public_key.pem"


class Standing(StrEnum):
    """Whether a text is printed, or why it is not."""

    PRINTED = auto()
    FAULTY = auto()  # something in it has to be mended
    UNSIGNED = auto()
    CHANGED = auto()  # after it was signed
    BROKEN = auto()  # the file of signatures cannot be trusted
    UNREAD = auto()  # signed before there were figures, and it names some
    UNMET = auto()  # what it relies on is not so


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A text beside a bundle.

    Attributes:
        key, name: of the file; how messages call it.
        standing: whether it is printed.
        faults: hard ones keep it from being signed, soft ones are hints.
        doubts: why it may not fit its figures any more.
        unmet: what it expects and the bundle does not say.
        unexpected: figures it uses and expects nothing of; nobody who signs early has seen them.
        hash: SHA-256 of what was read; empty where the file cannot be read.
        composed: the text with its figures; None without a bundle.
        signed: its signature, where there is one of this very text.
    """

    key: str
    name: str
    standing: Standing
    faults: Sequence[Fault]
    doubts: Sequence[str] = ()
    unmet: Sequence[str] = ()
    unexpected: Sequence[str] = ()
    hash: str = ""
    composed: Composed | None = None
    signed: SignedText | None = None

    @property
    def hard(self) -> list[Fault]:
        """What has to be mended before somebody can sign, from top to bottom."""
        return sorted((fault for fault in self.faults if fault.hard), key=_line)

    @property
    def blind(self) -> bool:
        """Whether nobody has read it with its figures: it was signed before there were any."""
        known = self.signed is not None and self.signed.figures is None
        return known and self.composed is not None and bool(self.composed.questions)


def _line(fault: Fault) -> int:
    line = fault.where.rpartition(":")[2]
    return int(line) if line.isdigit() else 0


def read_editorial(
    folder: Path,
    bundle: BundleLike,
    *,
    trusted_key: bytes | None = None,
    secret: bytes | None = None,
) -> tuple[Editorial, list[str]]:
    """The signed texts of a folder with a bundle's figures, and what somebody should know.

    Args:
        folder: the editorial folder; without one there are no texts.
        bundle: where figures come from.
        trusted_key: PEM of the key that signs; the one that sealed the bundle without.
        secret: opens the figures that texts were read with (``figures_key``); without it nobody
            knows whether they have moved, and the notes say so.
    """
    judged = judge_texts(folder, bundle, trusted_key=trusted_key, secret=secret)
    printed = [one.composed for one in judged if one.standing is Standing.PRINTED and one.composed]
    ordered = sorted(printed, key=lambda one: (one.draft.head.order, one.draft.key))
    blocks: list[TextBlock] = [one.block for one in ordered if one.block]
    return Editorial(blocks=tuple(blocks)), [*_notes(judged), *doubt_notes(judged)]


def judge_texts(
    folder: Path,
    bundle: BundleLike,
    *,
    trusted_key: bytes | None = None,
    secret: bytes | None = None,
) -> list[Judged]:
    """Every text of a folder beside a bundle, by file name; see ``read_editorial``."""
    files = text_files(folder)
    if not files:
        return []
    key = trusted_key if trusted_key is not None else _key_of(bundle)
    signed, terms = read_signed(folder, key), terms_of(bundle)
    drafts = [read_draft(path) for path in files]
    composed = {draft.key: compose(draft, terms) for draft, _faults in drafts if draft}
    # signed texts keep their place, whatever else is written for it
    first = sorted(composed.values(), key=lambda one: not _is_signed(one.draft, signed))
    doubled = same_places(first)
    found = []
    for path, (draft, faults) in zip(files, drafts, strict=True):
        if draft is None:
            standing = Standing.FAULTY
            found.append(Judged(key=path.stem, name=path.stem, standing=standing, faults=faults))
            continue
        one = composed[draft.key]
        also = [doubled[draft.key]] if draft.key in doubled else []
        judged = _judge(one, [*faults, *one.faults, *also], signed, terms)
        found.append(replace(judged, doubts=_doubts(judged.signed, terms, secret)))
    return found


def _judge(
    composed: Composed, faults: Sequence[Fault], signed: SignedTexts, terms: Terms
) -> Judged:
    draft = composed.draft
    known = signed.texts.get(draft.key) if _is_signed(draft, signed) else None
    unmet = [one.text for one in composed.expectations if not expectation_met(one, terms)]
    unexpected = _unexpected(composed, terms)
    return Judged(
        key=draft.key,
        name=draft.name,
        standing=_standing(
            composed, faults, signed, unmet=bool(unmet), unexpected=bool(unexpected)
        ),
        faults=faults,
        unmet=unmet,
        unexpected=unexpected,
        hash=draft.hash,
        composed=composed,
        signed=known,
    )


def _unexpected(composed: Composed, terms: Terms) -> list[str]:
    """The figures that a text uses without saying what it expects of them; dates are none."""
    expected = {(one.question.indicator, one.question.area) for one in composed.expectations}
    used = [(q.indicator, q.area) for q in composed.questions if q.form is not Form.DATE]
    words = _("{title} in {area}")
    return [
        words.format(title=terms.title(indicator), area=terms.name(area))
        for indicator, area in dict.fromkeys(used)
        if (indicator, area) not in expected
    ]


def _doubts(known: SignedText | None, terms: Terms, secret: bytes | None) -> list[str]:
    if known is None or known.figures is None:
        return []
    figures = unlock(known.figures, secret, known.hash)
    if figures is None:
        return [_("the figures it was read with cannot be opened here; sign it again")]
    return doubts(figures, terms)


def _standing(
    composed: Composed,
    faults: Sequence[Fault],
    signed: SignedTexts,
    *,
    unmet: bool,
    unexpected: bool,
) -> Standing:
    """The first reason that keeps a text from being printed."""
    draft = composed.draft
    known = signed.texts.get(draft.key)
    blind = known is not None and known.figures is None
    reasons = {
        Standing.BROKEN: signed.broken,
        Standing.UNSIGNED: known is None,
        Standing.CHANGED: known is not None and known.hash != draft.hash,
        Standing.FAULTY: any(fault.hard for fault in faults),
        Standing.UNREAD: blind and unexpected,
        Standing.UNMET: unmet,
    }
    return next((one for one, holds in reasons.items() if holds), Standing.PRINTED)


def _is_signed(draft: Draft, signed: SignedTexts) -> bool:
    known = signed.texts.get(draft.key)
    return known is not None and known.hash == draft.hash


def _key_of(bundle: BundleLike) -> bytes:
    """The public key in the bundle's folder; without one nothing is signed."""
    path = bundle.folder / PUBLIC_KEY
    return path.read_bytes() if path.is_file() else b""


def _notes(judged: Sequence[Judged]) -> list[str]:
    """Why texts are not printed, one sentence per reason."""
    words: Mapping[Standing, str] = {
        Standing.FAULTY: _("Not printed, because something has to be mended: {texts}."),
        Standing.UNSIGNED: _("Not printed, because nobody has signed them: {texts}."),
        Standing.CHANGED: _("Not printed, because they were changed after the signature: {texts}."),
        Standing.BROKEN: _(
            "Not printed, because the signatures were changed or made with another key: {texts}."
        ),
        Standing.UNREAD: _(
            "Not printed, because they were signed before their figures were there: {texts}."
        ),
        Standing.UNMET: _("Not printed, because what they expect is not so: {texts}."),
    }
    found = []
    for standing, sentence in words.items():
        named = [_("'{name}'").format(name=o.name) for o in judged if o.standing is standing]
        if named:
            found.append(sentence.format(texts=", ".join(named)))
    more = _("See: kreisblick editorial check")
    return [f"{one} {more}" for one in found]


def doubt_notes(judged: Sequence[Judged]) -> list[str]:
    """The signed texts that may not fit any more."""
    words = _("The text '{name}' may not fit any more: {why}.")
    return [words.format(name=one.name, why="; ".join(one.doubts)) for one in judged if one.doubts]
