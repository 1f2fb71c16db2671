"""The standing QR of a shop: the wallet's address, the shop's code, and which poster it is,
dated and signed, so that an old one and one that nobody of us printed are told from the valid one.

What a thief can still do is to put up a poster that is valid for another shop: against that the
payer is shown the shop's name, trade and address before anything is paid.
"""

import hmac
import re
from typing import Literal, Protocol

from chalicelib.merchants.registration import Registration

PosterState = Literal["valid", "old", "unsigned", "foreign"]
"""`unsigned`: a QR without a signature at a shop that has a signed poster; `foreign`: signed by
somebody else, or for another shop."""
NO_POSTER = "none"
"""What a reader says of a QR code that names no poster."""
_FORM = re.compile(r"([0-9]{6}-[1-9][0-9]{0,4})-([0-9A-Z]{10})")


class PosterSigner(Protocol):
    def poster_signature(self, county_id: str, merchant_id: str, name: str) -> str: ...


def poster_text(signer: PosterSigner, registration: Registration) -> str:
    """`261130-1-7K3M9QX2AB`: day, number and signature of the poster that is valid; empty if the
    shop has none."""
    if registration.poster_on is None or not registration.poster_number:
        return ""
    name = f"{registration.poster_on:%y%m%d}-{registration.poster_number}"
    return f"{name}-{_signature(signer, registration, name)}"


def standing_address(base_url: str, merchant_code: str, poster: str) -> str:
    """What the QR code says."""
    address = f"{base_url}/wallet?pay={merchant_code}"
    return f"{address}&poster={poster}" if poster else address


def judge(signer: PosterSigner, registration: Registration | None, text: str) -> PosterState | None:
    """What a QR code that says `text` is; `None` where there is nothing to compare it with: of a
    shop that has no signed poster."""
    if registration is None or not registration.poster_number:
        return None
    if text == NO_POSTER:
        return "unsigned"
    found = _FORM.fullmatch(text)
    if found is None:
        return "foreign"
    name, signature = found.groups()
    if not hmac.compare_digest(_signature(signer, registration, name), signature):
        return "foreign"
    return "valid" if text == poster_text(signer, registration) else "old"


def _signature(signer: PosterSigner, registration: Registration, name: str) -> str:
    return signer.poster_signature(registration.county_id, registration.merchant_id, name)
