"""Wallets that ended in another, as one short list of a county.

A list of fifty thousand entrants must tell who of them are one person by now; their profiles say so
too, but to ask each of them would be fifty thousand reads.
"""

from datetime import datetime

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.ledger.profile import Profile
from chalicelib.members import keys


class EndedWallets:
    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self, county_id: str, before: datetime | None = None) -> dict[str, str]:
        """Access pattern 323: by each wallet that ended (until then), the one in which its person
        goes on, read consistently."""
        items = self._table.query_all(keys.ended_wallets(county_id), consistent=True)
        return {
            item["sk"]: item["continues_in"]
            for item in items
            if before is None or parse_time(item["at"]) < before
        }

    def list_late(self, profile: Profile, now: datetime) -> bool:
        """Access pattern 389: one that ended before there was this list, as known from `now` on:
        what was frozen meanwhile was sifted without it. `False`, and nothing is written, if it is
        listed."""
        return self._table.put_new(item_from_ended(profile, now)) is None


def item_from_ended(profile: Profile, known_at: datetime | None = None) -> Item:
    """Access pattern 324: for the transaction in which the wallet ends."""
    known_at = known_at or profile.left_at
    assert profile.continues_in is not None
    assert known_at is not None
    return {
        **keys.ended_wallet(profile.county_id, profile.member_id)._asdict(),
        "type": "ended_wallet",
        "continues_in": profile.continues_in,
        "at": format_time(known_at),
    }
