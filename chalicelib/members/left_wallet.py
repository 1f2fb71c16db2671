"""Where the wallet of someone who left is found again, for what was bought and not spent."""

from datetime import datetime

from msgspec import Struct


class LeftWallet(Struct, frozen=True, kw_only=True):
    """By the number that was its member's, whoever has it now, and told from others of that number
    by the birth date: `person_key` and `birth_key` are keyed hashes. Written at every leaving, as a
    purchase may be on its way at that moment; gone after `kept_until`, when nothing bought before
    it is valid any more."""

    county_id: str
    person_key: str
    member_id: str
    birth_key: str
    kept_until: datetime
