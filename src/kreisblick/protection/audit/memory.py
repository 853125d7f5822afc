"""Memory of earlier audits: a part of a system that has not changed is not judged again."""

from typing import Protocol

__all__ = ["NO_MEMORY", "Memory"]


class Memory(Protocol):
    """Keeps judgements by the fingerprint of all they depend on.

    They name which figures had to stay hidden: keep them where the sealed list is kept.
    """

    def load(self, key: str) -> bytes | None:
        """What was saved under a key, or None."""

    def save(self, key: str, content: bytes) -> None:
        """Keep a judgement."""


class _NoMemory:
    """Judges everything anew."""

    def load(self, key: str) -> bytes | None:
        """Know nothing."""
        del key
        return None

    def save(self, key: str, content: bytes) -> None:
        """Keep nothing."""
        del key, content


NO_MEMORY = _NoMemory()
