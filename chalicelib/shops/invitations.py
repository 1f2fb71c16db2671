"""What lets one phone into a shop, once and for a time: a QR code, or its digits typed."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.codes import read_code

CODE_DIGITS = 12
COUNTY_TTL = timedelta(days=3)
"""Of the county's, which may go by letter or be handed over at the desk."""
OWNER_TTL = timedelta(minutes=10)
"""Of an owner's, who shows it to the second phone."""
TTL_AFTER = timedelta(days=30)
"""So long an invitation that is over can be told from one that never was."""


class Invitation(Struct, frozen=True, kw_only=True):
    """The code is not kept, only `code_hash`, which is keyed. `invited_by`: the person of the shop,
    `None` for the county, whose invitation also sets the owner's PIN. `opened_as`: the number of
    the phone that came by it."""

    county_id: str
    merchant_id: str
    code_hash: str
    expires_at: datetime
    invited_by: str | None = None
    opened_as: int | None = None
    version: int = 1

    @property
    def is_for_owner(self) -> bool:
        return self.invited_by is None

    def opened(self, number: int) -> "Invitation":
        return replace(self, opened_as=number, version=self.version + 1)


def code_of(secret: str) -> str:
    """Twelve digits, drawn from a secret of many more."""
    return f"{int.from_bytes(secret.encode()) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def read_invitation_code(text: str) -> str:
    """The digits, however they were typed in groups, or scanned with the address before them."""
    return re.sub("[^0-9]", "", read_code(text))[-CODE_DIGITS:]


def page_of(code: str, base_url: str) -> str:
    """The shop's page with the code, for its QR: as a fragment, which no browser sends and no log
    keeps."""
    return urlsplit(f"{base_url}/merchant")._replace(fragment=code).geturl()
