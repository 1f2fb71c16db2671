"""Keys of tills."""

import hashlib
import secrets


def new_merchant_key(*, live: bool) -> str:
    """160 random bits. Shown once; only `merchant_key_hash` of it is stored."""
    return merchant_key_of(secrets.token_urlsafe(20), live=live)


def merchant_key_of(secret: str, *, live: bool) -> str:
    return f"mk_{'live' if live else 'test'}_{secret}"


def merchant_key_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]
