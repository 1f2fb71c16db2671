"""Ids in fewer bytes than their text has; a text that is no id of ours stays as it is."""

import re
from base64 import b32hexencode

from chalicelib.core.values import ID_FORM

_BODY = re.compile(ID_FORM, re.ASCII)
_ID = re.compile(f"[a-z]{{3}}_{ID_FORM}", re.ASCII)
# Python reads digits up to v; Crockford's alphabet leaves out I, L, O and U.
_TO_PYTHON = str.maketrans("ABCDEFGHJKMNPQRSTVWXYZ", "abcdefghijklmnopqrstuv")
_TO_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUV", b"ABCDEFGHJKMNPQRSTVWXYZ")


def body_to_bytes(text: str) -> str | bytes:
    """The 16 characters after a prefix, in ten bytes."""
    return _bytes(text) if _BODY.fullmatch(text) else text


def body_from_bytes(stored: str | bytes) -> str:
    if isinstance(stored, str):
        return stored
    return b32hexencode(stored).translate(_TO_CROCKFORD).decode()


def id_to_bytes(text: str) -> str | bytes:
    """`rnd_` and 16 characters, in thirteen bytes."""
    return text[:3].encode() + _bytes(text[4:]) if _ID.fullmatch(text) else text


def id_from_bytes(stored: str | bytes) -> str:
    if isinstance(stored, str):
        return stored
    return f"{stored[:3].decode()}_{body_from_bytes(stored[3:])}"


def _bytes(body: str) -> bytes:
    return int(body.translate(_TO_PYTHON), 32).to_bytes(10)
