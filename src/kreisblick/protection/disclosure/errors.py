"""Messages of a gate that stays shut when in doubt."""

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

__all__ = ["ProtectionFailedError", "UnprotectedDataError"]


class UnprotectedDataError(KreisblickError):
    """Somebody tried to make released figures without passing the gate."""

    def __init__(self, what: str) -> None:
        super().__init__(
            _(
                "{what}: released figures can only come from protect() or derive(). "
                "Pass the cubes through kreisblick.protection.disclosure first."
            ).format(what=what)
        )


class ProtectionFailedError(KreisblickError):
    """Protection could not be proved; nothing was released."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            _("Disclosure control stopped, nothing was released. {reason}").format(reason=reason)
        )
