"""Ask: the doubts of a proposal as questions with numbered choices."""

from collections.abc import Iterator

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.model import ColumnProposal, Proposal, Question
from kreisblick.sealed.mapping.words import meaning_words

__all__ = ["doubtful", "questions"]

UNUSED = frozenset(
    {"identifier", "remark", "ignored", "contact", "second_citizenship", "age", "date",
     "family_status", "household_size", "from_date", "until_date", "month", "share"}
)  # fmt: skip
"""Meanings that no definition reads: whether it is one or the other of them makes no difference."""
WORTH_ASKING = 0.1  # a rarer alternative is wrong nine times out of ten


def doubtful(column: ColumnProposal) -> bool:
    """Whether a person must say what the column means: unsure, and it makes a difference."""
    if column.sure or column.doubts:
        return False
    likely = [one.means for one in column.alternatives if one.confidence >= WORTH_ASKING]
    return not {column.means, *likely} <= UNUSED


def questions(proposal: Proposal) -> tuple[Question, ...]:
    """All doubts that a choice can settle, the table's first, then the columns left to right."""
    return (*_about_target(proposal), *_about_columns(proposal))


def _about_target(proposal: Proposal) -> Iterator[Question]:
    if proposal.target_sure or not (proposal.target or proposal.targets):
        return
    keys = [key for key in (proposal.target, *proposal.targets) if key]
    words = {
        "person": _("Which register do the rows belong to?"),
        "aggregate": _("What do the numbers count?"),
        "facility": _("What kind of facility is it?"),
    }
    choices = tuple((key, key) for key in keys)
    yield Question(about="target", words=words[proposal.grain], choices=choices)


def _about_columns(proposal: Proposal) -> Iterator[Question]:
    names = meaning_words()
    for column in proposal.columns:
        if not doubtful(column):
            continue
        likely = [one.means for one in column.alternatives]
        kinds = list(dict.fromkeys([column.means, *likely, "ignored"]))
        heading = column.heading or _("column {number}").format(number=column.place)
        yield Question(
            about=column.place,
            words=_("What stands in '{heading}'?").format(heading=heading),
            choices=tuple((kind, names[kind]) for kind in kinds),
        )
