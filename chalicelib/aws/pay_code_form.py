"""How a pay code is written: member, moment and chance, sealed as one."""

from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.core.errors import PayCodeInvalidError
from chalicelib.core.values import ID_CHARACTERS, from_base32, to_base32

PAY_CODE_BYTES = 36
PAY_CODE_CHARACTERS = 58
PAY_CODE_TTL = timedelta(seconds=180)
"""A dynamic QR lives three minutes (Financial Services Commission, QR payment standard, 2018)."""
_OF_CARD = 1 << 47
"""The first bit of the moment, which no millisecond before the year 6429 has."""


class PayCode(Struct, frozen=True):
    """`code_id` is unique within a wallet; valid until `expires_at`. `amount_max`: in won, of a
    code made for a printed card."""

    county_id: str
    member_id: str
    code_id: str
    expires_at: datetime
    amount_max: int | None = None


def seal(
    key: bytes, actor: MemberActor, issued_at: datetime, chance: bytes, *, is_of_card: bool = False
) -> tuple[str, datetime]:
    """(the code, until when it is good): member (10 bytes), millisecond of issue (6) and chance
    (4), encrypted and authenticated as one (AES-SIV, RFC 5297), bound to the county. Of a card's,
    the last three bytes of the chance are the most that it pays."""
    milliseconds = int(issued_at.timestamp() * 1000)
    plain = (
        from_base32(actor.member_id.removeprefix("mem_")).to_bytes(10)
        + (milliseconds | (_OF_CARD if is_of_card else 0)).to_bytes(6)
        + chance
    )
    sealed = AESSIV(key).encrypt(plain, [actor.county_id.encode()])
    text = to_base32(int.from_bytes(sealed), characters=PAY_CODE_CHARACTERS)
    return text, datetime.fromtimestamp(milliseconds / 1000, tz=UTC) + PAY_CODE_TTL


def read(key: bytes, county_id: str, text: str) -> PayCode:
    """Raises `PayCodeInvalidError`."""
    text = text.replace("-", "").replace(" ", "").upper()
    try:
        sealed = from_base32(text).to_bytes(PAY_CODE_BYTES)
        plain = AESSIV(key).decrypt(sealed, [county_id.encode()])
    except (ValueError, OverflowError, InvalidTag) as exc:
        raise PayCodeInvalidError(param="pay_code") from exc
    if len(text) != PAY_CODE_CHARACTERS:
        raise PayCodeInvalidError(param="pay_code")
    moment = int.from_bytes(plain[10:16])
    issued = datetime.fromtimestamp((moment & ~_OF_CARD) / 1000, tz=UTC)
    return PayCode(
        county_id=county_id,
        member_id="mem_" + to_base32(int.from_bytes(plain[:10]), characters=ID_CHARACTERS),
        code_id=to_base32(int.from_bytes(plain[10:]), characters=16),
        expires_at=issued + PAY_CODE_TTL,
        amount_max=int.from_bytes(plain[17:]) if moment & _OF_CARD else None,
    )
