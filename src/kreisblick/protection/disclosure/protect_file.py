"""Protect a file: any counted table, outside the district's round."""

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition
from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.costs import PER_DOUBLING
from kreisblick.protection.disclosure.errors import ProtectionFailedError
from kreisblick.protection.disclosure.show import show_again
from kreisblick.protection.disclosure.suppress import suppress
from kreisblick.protection.disclosure.system import Kind, Need, SystemBuilder

__all__ = ["Spec", "protect_file", "protect_frame"]
