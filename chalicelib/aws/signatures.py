"""Signs DynamoDB's usual requests as botocore does (AWS Signature Version 4), in a tenth of its
time.

Whose credentials, and that they are renewed before their end, is botocore's: it is asked for them
at every request. What is saved is work that comes out the same each time: the key of a day, region
and service is derived once, and of a request only what differs is written anew.

`POST` to `/`, one set of headers, values without white space: all else is left to botocore, and so
is what it would sign in another way. `tests/aws/test_signatures.py` compares the two byte for byte.
"""

import hmac
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import get_current_datetime

_SIGNED = ("X-Amz-Target", "Content-Type")
_NOT_SIGNED = ("User-Agent", "X-Amzn-Trace-Id")
_KNOWN = {*_SIGNED, *_NOT_SIGNED}


def signed_headers(
    request: Mapping[str, Any], context: Mapping[str, Any], signer: Any
) -> dict[str, str] | None:
    """All headers of the request, for now; `None` if botocore is to sign it. `request`, `context`
    and `signer` as its event `before-call` hands them over.

    Raises what botocore raises where credentials cannot be had."""
    headers = request["headers"]
    if not _is_usual(request, context, signer) or not {*_SIGNED} <= headers.keys() <= _KNOWN:
        return None
    region, service = signer.region_name, signer.signing_name
    auth = signer.get_auth_instance(service, region, "v4")
    credentials = auth.credentials
    if type(auth) is not SigV4Auth or credentials is None:
        return None
    made = {
        **headers,
        "Host": signed_host(request["url"]),
        "X-Amz-Date": get_current_datetime().strftime(SIGV4_TIMESTAMP),
    }
    if credentials.token:
        made["X-Amz-Security-Token"] = credentials.token
    signed = {name.lower(): made[name] for name in made if name not in _NOT_SIGNED}
    secret, identity = credentials.secret_key, credentials.access_key
    if not all(map(_is_plain, [*signed.values(), identity])) or not all(
        made[name].isascii() and made[name].isprintable() for name in _NOT_SIGNED if name in made
    ):
        return None
    moment = made["X-Amz-Date"]
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    names = sorted(signed)
    canonical = "\n".join(
        [
            "POST\n/\n",
            *(f"{name}:{signed[name]}" for name in names),
            "",
            ";".join(names),
            sha256(request["body"]).hexdigest(),
        ]
    )
    to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(_key(secret, scope), to_sign.encode(), "sha256").hex()
    made["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={identity}/{scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={signature}"
    )
    return made


def _is_usual(request: Mapping[str, Any], context: Mapping[str, Any], signer: Any) -> bool:
    return (
        request["method"] == "POST"
        and request["url_path"] == "/"
        and not request["query_string"]
        and type(request["body"]) is bytes
        and signed_host(request["url"]) != ""
        and signer.signature_version == "v4"
        and context.get("auth_type") in (None, "v4")
        and not context.get("unsigned_payload")
        and "signing" not in context
    )


@lru_cache(maxsize=4)
def signed_host(url: str) -> str:
    """As botocore signs it; empty where the address has more than a host."""
    if url.partition("://")[2].partition("/")[2] or "?" in url or "@" in url:
        return ""
    host: str = SigV4Auth(None, "", "").headers_to_sign(AWSRequest("POST", url))["host"]
    return host


@lru_cache(maxsize=4)
def _key(secret: str, scope: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def _is_plain(value: str) -> bool:
    """Written into the signature as it is sent: botocore takes white space together."""
    return value.isascii() and value.isprintable() and " " not in value
