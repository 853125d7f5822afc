"""Review: *settle* doubtful addresses, one decision for all rows that write a street alike.

In: assigned addresses; lists that a clerk filled in. Out: the list of what is doubtful, decisions
that ``assign`` learns from, the report of what a decision changes. Everything here is about the
addresses of persons and stays in the sealed office.
"""

from kreisblick.territory.review.decide import read_decisions
from kreisblick.territory.review.files import read_list, write_list
from kreisblick.territory.review.gather import review_list
from kreisblick.territory.review.keep import add_decisions, keep_decisions, load_decisions, revoke
from kreisblick.territory.review.replay import replay

__all__ = [
    "add_decisions",
    "keep_decisions",
    "load_decisions",
    "read_decisions",
    "read_list",
    "replay",
    "review_list",
    "revoke",
    "write_list",
]
