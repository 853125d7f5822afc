"""Envelopes: only the office opens them; a change, a cut or another office is told."""

from pathlib import Path

import pytest
from nacl.public import PrivateKey

from kreisblick.base.envelope import (
    BLOCK,
    UnopenedEnvelopeError,
    is_envelope,
    open_envelope,
    read_public_key,
    seal_envelope,
    write_public_key,
)

LABEL = {"file": "2024-12-31.csv", "supplier": "register/residents"}


@pytest.fixture
def office() -> PrivateKey:
    return PrivateKey.generate()


def sealed(folder: Path, office: PrivateKey, content: bytes) -> Path:
    (folder / "plain.csv").write_bytes(content)
    out = folder / "2024-12-31.csv.sealed"
    seal_envelope(folder / "plain.csv", out, to=bytes(office.public_key), label=LABEL)
    return out


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, 2 * BLOCK + 7])
def test_what_was_closed_is_read_again(tmp_path: Path, office: PrivateKey, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    path = sealed(tmp_path, office, content[:size])

    found = open_envelope(path, {"now": bytes(office)})

    assert found.content == content[:size]
    assert found.label == LABEL
    assert is_envelope(path)


def test_nothing_of_the_content_stands_in_the_envelope(tmp_path: Path, office: PrivateKey) -> None:
    path = sealed(tmp_path, office, b"Marktgasse 7" * 100)

    content = path.read_bytes()

    assert b"Marktgasse" not in content
    assert b"residents" not in content


def test_an_older_key_of_the_office_still_opens(tmp_path: Path, office: PrivateKey) -> None:
    path = sealed(tmp_path, office, b"a;b\n1;2\n")

    keys = {"new": bytes(PrivateKey.generate()), "old": bytes(office)}

    assert open_envelope(path, keys).content == b"a;b\n1;2\n"


def test_another_office_cannot_open_it(tmp_path: Path, office: PrivateKey) -> None:
    path = sealed(tmp_path, office, b"a;b\n")

    with pytest.raises(UnopenedEnvelopeError, match="nicht für diese Stelle"):
        open_envelope(path, {"now": bytes(PrivateKey.generate())})


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_cut_or_changed_envelope_is_told(tmp_path: Path, office: PrivateKey, part: float) -> None:
    path = sealed(tmp_path, office, b"x" * (2 * BLOCK))
    whole = path.read_bytes()
    place = int(len(whole) * part)

    path.write_bytes(whole[:place])
    with pytest.raises(UnopenedEnvelopeError):
        open_envelope(path, {"now": bytes(office)})
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(UnopenedEnvelopeError):
        open_envelope(path, {"now": bytes(office)})


def test_an_envelope_without_its_end_is_told(tmp_path: Path, office: PrivateKey) -> None:
    path = sealed(tmp_path, office, b"x" * BLOCK)
    end = 4 + 17  # length, and the empty last block with its tag

    path.write_bytes(path.read_bytes()[:-end])

    with pytest.raises(UnopenedEnvelopeError, match="beschädigt"):
        open_envelope(path, {"now": bytes(office)})


def test_a_public_key_travels_as_a_line_of_text(tmp_path: Path, office: PrivateKey) -> None:
    write_public_key(tmp_path / "key.txt", bytes(office.public_key))

    assert read_public_key(tmp_path / "key.txt") == bytes(office.public_key)


@pytest.mark.parametrize("text", ["", "kreisblick-public-key", "kreisblick-public-key zz", "a b"])
def test_a_file_that_is_no_public_key_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "key.txt").write_text(text)

    with pytest.raises(UnopenedEnvelopeError, match="öffentlicher Schlüssel"):
        read_public_key(tmp_path / "key.txt")
