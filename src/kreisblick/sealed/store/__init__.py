"""The sealed store: *keep* rows about persons encrypted, under a key that its office alone holds.

In: tables under path-like keys, a key file or a passphrase. Out: the same tables to whoever holds
the key; nothing readable on the disk.
"""

from kreisblick.sealed.store.keys import KeySource, UnusableKeyError, find_key
from kreisblick.sealed.store.store import SealedStore, UnreadableTableError

__all__ = ["KeySource", "SealedStore", "UnreadableTableError", "UnusableKeyError", "find_key"]
