"""What stands in the link by which a member refuses advertising messages: the member, and 50 bits
that only we make. Good for ever, as the right to refuse is."""

import hmac

from chalicelib.aws.signer import Signer
from chalicelib.core.values import ID_CHARACTERS

FORM = r"^[0-9A-Z]{26}$"


def refusal_code(signer: Signer, county_id: str, member_id: str) -> str:
    bare = member_id[-ID_CHARACTERS:]
    return bare + signer.refusal_signature(f"{county_id}/{bare}")


def member_of(signer: Signer, county_id: str, code: str) -> str | None:
    """Whose it is; `None` if it is none of ours."""
    member_id = f"mem_{code[:ID_CHARACTERS]}"
    expected = refusal_code(signer, county_id, member_id)
    return member_id if hmac.compare_digest(expected.encode(), code.encode()) else None
