"""In doubt nothing is released."""

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

__all__ = ["ProtectionFailedError"]


class ProtectionFailedError(KreisblickError):
    """Protection could not be proved; nothing was released."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            _("Disclosure control stopped, nothing was released. {reason}").format(reason=reason)
        )
