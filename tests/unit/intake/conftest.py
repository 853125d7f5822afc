"""What decisions about deliveries need: an empty sealed store and a quality log in it."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kreisblick.sealed.intake import Journal
from kreisblick.sealed.store import SealedStore


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    return SealedStore(tmp_path / "sealed")


@pytest.fixture
def journal(store: SealedStore) -> Journal:
    return Journal(store=store, signer=Ed25519PrivateKey.generate())
