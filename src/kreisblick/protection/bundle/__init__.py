"""Bundle: *seal* released figures as a folder, *verify* it, *release* it.

In: released cubes and tables derived from them (nothing else carries figures), boundaries,
services, the catalogue's excerpt, lineage, the public protection record.
Out: a folder in the Frictionless Data Package form with checksums and signature; ``Bundle``, the
verified folder as products read it; a row in the release ledger.
"""

from kreisblick.protection.bundle.errors import (
    BundleContentError,
    BundleCorruptError,
    ReleaseRefusedError,
    UnusableSigningKeyError,
)
from kreisblick.protection.bundle.manifest import manifest_hash
from kreisblick.protection.bundle.model import Bundle, BundleContent
from kreisblick.protection.bundle.release import release_bundle
from kreisblick.protection.bundle.sign import load_signing_key, public_pem
from kreisblick.protection.bundle.verify import open_bundle, verify_bundle
from kreisblick.protection.bundle.write import write_bundle

__all__ = [
    "Bundle",
    "BundleContent",
    "BundleContentError",
    "BundleCorruptError",
    "ReleaseRefusedError",
    "UnusableSigningKeyError",
    "load_signing_key",
    "manifest_hash",
    "open_bundle",
    "public_pem",
    "release_bundle",
    "verify_bundle",
    "write_bundle",
]
