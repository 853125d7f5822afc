"""Know official keys: AGS (8 digits), ARS (12), and keys of districts and associations."""

__all__ = ["is_official_key", "restore_zero"]

LENGTHS = (5, 8, 9, 12)  # district, municipality (AGS), association, municipality (ARS)
STATES = 16


def is_official_key(key: str) -> bool:
    """Whether a key has the form of an AGS or ARS: its digits, and a state from 01 to 16.

    That such a municipality exists is not said.

    >>> is_official_key("05334002"), is_official_key("5334002")
    (True, False)
    """
    return key.isascii() and key.isdigit() and len(key) in LENGTHS and 1 <= int(key[:2]) <= STATES


def restore_zero(key: str) -> str | None:
    """An official key that has lost its leading zero in a spreadsheet, restored; else None.

    >>> restore_zero("5334002")
    '05334002'
    >>> restore_zero("05334002") is None
    True
    """
    if not key.isascii() or not key.isdigit() or key.startswith("0") or len(key) in LENGTHS:
        return None
    return f"0{key}" if is_official_key(f"0{key}") else None
