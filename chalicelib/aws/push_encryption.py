"""What a push service passes on and cannot read: message encryption for Web Push (RFC 8291), in one
record of the content coding aes128gcm (RFC 8188).

The primitives are `cryptography`'s; what stands here is the order in which the RFC applies them.
Why not by a library: docs/decisions/0048.
"""

import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

POINT_BYTES = 65
"""Of a public key on P-256, uncompressed."""
AUTH_BYTES = 16
PLAIN_BYTES_MAX = 3993
"""What is left of the 4,096 bytes that every push service takes (RFC 8030, 7.2; RFC 8291, 4)."""
_RECORD_SIZE = 4096
_LAST_RECORD = b"\x02"


def public_key_of(raw: bytes) -> ec.EllipticCurvePublicKey:
    """`ValueError` for what is no point of the curve."""
    if len(raw) != POINT_BYTES:
        raise ValueError("not an uncompressed point of P-256")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)


def encrypt(
    plain: bytes,
    *,
    browser_key: bytes,
    auth_secret: bytes,
    own_key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """For the browser that gave `browser_key` and `auth_secret`. `own_key` and `salt` are drawn for
    each message; only a test vector gives them. `ValueError` for keys that are none, and for more
    than `PLAIN_BYTES_MAX`."""
    if len(plain) > PLAIN_BYTES_MAX:
        raise ValueError("too long for a push message")
    own_key = own_key or ec.generate_private_key(ec.SECP256R1())
    salt = salt or secrets.token_bytes(16)
    own_public = own_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own_key.exchange(ec.ECDH(), public_key_of(browser_key))
    key_info = b"WebPush: info\x00" + browser_key + own_public
    keying = _derived(shared, auth_secret, key_info, 32)
    content_key = _derived(keying, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(keying, salt, b"Content-Encoding: nonce\x00", 12)
    header = salt + _RECORD_SIZE.to_bytes(4) + bytes([len(own_public)]) + own_public
    return header + AESGCM(content_key).encrypt(nonce, plain + _LAST_RECORD, None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
