"""Openers: who can open the store. Another key in the safe, and one taken away again."""

from datetime import date
from pathlib import Path

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.sealed.store.keys import KeySource
from kreisblick.sealed.store.ring import Opener, opener_of
from kreisblick.sealed.store.store import SealedStore

__all__ = ["UnfitOpenerError", "add_opener", "named_key", "remove_opener"]


class UnfitOpenerError(KreisblickError):
    """An opener that is already there, unknown, or the last one."""


def add_opener(store: SealedStore, key: KeySource, *, name: str, since: date) -> Opener:
    """Let another key file or passphrase open the store.

    Args:
        store: opened by one who can already.
        key: the new key file or passphrase.
        name: how the office calls it ("Notfallschlüssel im Tresor").
        since: the day.

    Raises:
        UnfitOpenerError: when the name or the key is there already.
    """
    opener = opener_of(key, name, since)
    for known in store.ring.openers:
        if known.name == name or known.public == opener.public:
            words = _("'{name}' opens this store already. Choose another name or another key.")
            raise UnfitOpenerError(words.format(name=known.name))
    store.change_ring(store.ring.with_openers((*store.ring.openers, opener)))
    store.log.note("opener", f"+ {name}")
    return opener


def remove_opener(store: SealedStore, name: str) -> tuple[Opener, ...]:
    """Take an opener away; who is left can still open the store.

    A copy of the old ring and the old key would still open the tables: where a key may have been
    copied, renew the keys as well.

    Raises:
        UnfitOpenerError: when there is none of this name, or it is the last one.
    """
    left = tuple(opener for opener in store.ring.openers if opener.name != name)
    if len(left) == len(store.ring.openers):
        names = ", ".join(f"'{opener.name}'" for opener in store.ring.openers)
        words = _("Nobody of the name '{name}' opens this store, only: {names}.")
        raise UnfitOpenerError(words.format(name=name, names=names))
    if not left:
        words = _("'{name}' is the only one who can open this store. Add another first.")
        raise UnfitOpenerError(words.format(name=name))
    store.change_ring(store.ring.with_openers(left))
    store.log.note("opener", f"- {name}")
    return left


def named_key(path: Path | None, passphrase: str | None, *, folder: Path) -> KeySource:
    """A key from a file (made when absent) or from a passphrase with the store's salt."""
    if path is not None:
        return KeySource.from_file(path, create=True)
    return KeySource.from_passphrase(passphrase or "", salt_file=folder / "passphrase.salt")
