"""A member of staff who is logged in: a token as the user pool would sign it, and its public key
where the application looks for it."""

import json
from datetime import UTC, datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bench import cloud
from chalicelib.core.settings import Settings

_KEY_ID = "bench"


def log_in(settings: Settings, county_id: str, *, role: str) -> str:
    """An ID token of an hour."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    jwks = {"keys": [public | {"kid": _KEY_ID, "alg": "RS256", "use": "sig"}]}
    cloud.publish_keys(settings.aws_endpoint_url, json.dumps(jwks).encode())
    claims = {
        "sub": "00000000-0000-0000-0000-000000000000",
        "iss": settings.staff_issuer,
        "aud": settings.staff_client_id,
        "exp": datetime.now(UTC) + timedelta(hours=1),
        "token_use": "id",
        "custom:county": county_id,
        "cognito:username": "bench",
        "cognito:groups": [role],
    }
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": _KEY_ID})
