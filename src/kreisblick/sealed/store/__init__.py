"""The sealed store: *keep* rows about persons encrypted, under keys that its office alone holds.

In: tables under path-like keys; key files and passphrases that open the ring of keys. Out: the same
tables to whoever opens it, a log of every access; nothing readable on the disk.
"""

from kreisblick.sealed.store.keys import KeySource, UnusableKeyError, find_key
from kreisblick.sealed.store.log import AccessLog, Entry
from kreisblick.sealed.store.openers import (
    UnfitOpenerError,
    add_opener,
    named_key,
    remove_opener,
)
from kreisblick.sealed.store.renew import renew
from kreisblick.sealed.store.ring import Opener, Ring, ring_openers
from kreisblick.sealed.store.store import SealedStore, UnreadableTableError

__all__ = [
    "AccessLog",
    "Entry",
    "KeySource",
    "Opener",
    "Ring",
    "SealedStore",
    "UnfitOpenerError",
    "UnreadableTableError",
    "UnusableKeyError",
    "add_opener",
    "find_key",
    "named_key",
    "remove_opener",
    "renew",
    "ring_openers",
]
