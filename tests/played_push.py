"""Plays the push services, and the browsers that they bring messages to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.aws.push_keys import to_text
from chalicelib.aws.push_service import PushServices


class PlayedPush(PushServices):
    """Everything is taken, but at the addresses that `answers` says otherwise of: (status,
    headers)."""

    def __init__(self) -> None:
        super().__init__(send=self._answer)
        self.answers: dict[str, tuple[int, Mapping[str, str]]] = {}
        self.left: list[tuple[str, bytes, Mapping[str, str]]] = []

    def _answer(
        self, endpoint: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str]]:
        self.left.append((endpoint, body, headers))
        return self.answers.get(endpoint, (201, {}))


@dataclass
class PlayedBrowser:
    """One browser that subscribed: its keys, and what it reads with them (RFC 8291, 3)."""

    name: str = "Chrome · Android"
    host: str = "fcm.googleapis.com"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = b"sixteen octets.."

    @property
    def endpoint(self) -> str:
        return f"https://{self.host}/fcm/send/{to_text(self.public)[:22]}"

    @property
    def public(self) -> bytes:
        public = self.key.public_key()
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def body(self, **changes: Any) -> dict[str, Any]:
        """Of a request to be notified."""
        return {
            "endpoint": self.endpoint,
            "p256dh": to_text(self.public),
            "auth": to_text(self.auth),
            "language": "ko",
            "browser": self.name,
        } | changes

    def read(self, body: bytes) -> Any:
        """What a message for it says."""
        return json.loads(read(body, self.key, self.auth))


def read(body: bytes, key: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """As a browser decrypts one record of aes128gcm."""
    salt, sender, sealed = body[:16], body[21 : 21 + body[20]], body[21 + body[20] :]
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)

    def derived(secret: bytes, with_salt: bytes, info: bytes, length: int) -> bytes:
        made = HKDF(algorithm=hashes.SHA256(), length=length, salt=with_salt, info=info)
        return made.derive(secret)

    shared = key.exchange(ec.ECDH(), other)
    keying = derived(shared, auth, b"WebPush: info\x00" + public + sender, 32)
    content_key = derived(keying, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = derived(keying, salt, b"Content-Encoding: nonce\x00", 12)
    plain = AESGCM(content_key).decrypt(nonce, sealed, None)
    assert plain.endswith(b"\x02")
    return plain[:-1]
