"""The gate: figures that did not pass it."""

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

__all__ = ["UnprotectedDataError"]


class UnprotectedDataError(KreisblickError):
    """Somebody tried to make released figures without passing the gate."""

    def __init__(self, what: str) -> None:
        super().__init__(
            _(
                "{what}: released figures can only come from protect() or derive(). "
                "Pass the cubes through kreisblick.protection.disclosure first."
            ).format(what=what)
        )
