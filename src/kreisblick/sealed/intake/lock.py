"""One acceptance at a time: the second waits, and is told when it takes too long."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.store.store import SealedStore

__all__ = ["IntakeBusyError", "intake_lock"]

FILE = "intake.lock"


class IntakeBusyError(KreisblickError):
    """Somebody else is taking a delivery in."""


@contextmanager
def intake_lock(store: SealedStore, *, wait_seconds: float) -> Iterator[None]:
    """Hold the store's intake alone; the lock of a killed run is free at once.

    Raises:
        IntakeBusyError: when it is still held after ``wait_seconds``.
    """
    lock = FileLock(store.folder / FILE, timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout:
        message = _(
            "Somebody else has been taking a delivery into this store for {seconds} seconds. "
            "Nothing was changed. Wait until that has finished, and repeat the command."
        )
        raise IntakeBusyError(message.format(seconds=format_count(wait_seconds))) from None
    try:
        yield
    finally:
        lock.release()
