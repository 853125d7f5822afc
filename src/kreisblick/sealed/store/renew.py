"""Renew: every table under a new key, when somebody may have seen the old one.

Table by table, each in one step. A run that was stopped goes on where it was: until the last table
is written, the ring holds both keys.
"""

from datetime import date

from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.sealed.store.store import SealedStore

__all__ = ["renew"]


def renew(store: SealedStore, *, day: date, progress: Progress = silent) -> int:
    """The number of tables that were written anew under a new key of the ring.

    Pseudonyms stay: they come from the ring's root. Public keys for uploads are new; envelopes
    closed to the old one still open.

    Args:
        store: opened.
        day: names the new key.
        progress: is told the tables.
    """
    if not store.ring.unfinished:
        store.change_ring(store.ring.renewed(_label(store, day)))
    old = [key for key in store.tables() if store.label_of(key) != store.ring.current]
    for key in progress.track(old, _("tables")):
        reader = store.batches(key)
        store.write_batches(key, reader.schema, iter(reader))
    store.change_ring(store.ring.without_old_keys())
    store.log.note("renew", store.ring.current)
    return len(old)


def _label(store: SealedStore, day: date) -> str:
    """The day, with a number where the day has had a key already."""
    number = 1
    while f"{day.isoformat()}.{number}" in {store.ring.current, *store.ring.receiving}:
        number += 1
    return f"{day.isoformat()}.{number}"
