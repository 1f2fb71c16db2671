"""By which a push service knows us: VAPID (RFC 8292), one key for each county.

A browser subscribes for a public key, and its push service then takes messages from nobody who
cannot sign with the private one. Like the keys of passes it is derived from the one root that KMS
answers for, so nothing is kept of it; another root ends every subscription.
"""

import base64
import hmac
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

TOKEN_TTL = timedelta(hours=12)
"""RFC 8292, 2: a day at the most."""
# The order of P-256 (SEC 2, 2.4.2).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class PushKeys:
    """`secret`: 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def public_key(self, county_id: str) -> str:
        """65 bytes in base64url, as a browser is given it (`applicationServerKey`)."""
        public = self._private(county_id).public_key()
        return to_text(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def authorization(self, county_id: str, endpoint: str, *, contact: str, now: datetime) -> str:
        """The header of one request. `contact`: whom the service writes to about us, a `mailto:`
        or `https:` address."""
        # Not at the top: who shows the public key need not wait for it.
        import jwt

        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((now + TOKEN_TTL).timestamp()),
            "sub": contact,
        }
        token = jwt.encode(claims, self._private(county_id), algorithm="ES256")
        return f"vapid t={token}, k={self.public_key(county_id)}"

    def _private(self, county_id: str) -> ec.EllipticCurvePrivateKey:
        return _private_key(self._secret, county_id)


@cache
def _private_key(secret: bytes, county_id: str) -> ec.EllipticCurvePrivateKey:
    """128 bits more than the order has, so that no key is likelier than another (FIPS 186-5,
    A.2.1)."""
    drawn = hmac.digest(secret, county_id.encode(), "sha384")
    return ec.derive_private_key(int.from_bytes(drawn) % (_ORDER - 1) + 1, ec.SECP256R1())


def to_text(raw: bytes) -> str:
    """base64url without padding, as all of Web Push has it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The reverse; `ValueError` for what is none."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
