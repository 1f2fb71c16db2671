"""Keys of tills."""

import hashlib
import secrets


def new_merchant_key(*, live: bool) -> str:
    """160 random bits. Shown once; only `merchant_key_hash` of it is stored."""
    return f"mk_{'live' if live else 'test'}_{secrets.token_urlsafe(20)}"


def merchant_key_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]
