"""What a campaign gave in a period, and what those did who took part: joined by it, or were given
something by it.

What is the campaign's says the entry itself: entry 1 by its origin, a reward by its reference.
"""

from collections import Counter
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct, field

from chalicelib.ledger.channels import heading_of
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS, EntryKind
from chalicelib.totals.use_tally import UseTally

GivenFor = Literal["joining", "visits", "tours", "referrals"]
_CAMPAIGN_IN_REFERENCE: dict[EntryKind, tuple[GivenFor, int]] = {
    "identity_grant": ("joining", 2),
    "visit_grant": ("visits", 1),
    "tour_grant": ("tours", 1),
    "referral_grant": ("referrals", 1),
}
"""For what it is given, and which part of the reference names the campaign."""


class Gift(NamedTuple):
    campaign_id: str
    given_for: GivenFor


def gift_of(entry: Entry) -> Gift | None:
    """Of which campaign an entry is; `None` of every other one."""
    if entry.kind == "signup":
        campaign_id = entry.origin.campaign_id if entry.origin else None
        return Gift(campaign_id, "joining") if campaign_id else None
    known = _CAMPAIGN_IN_REFERENCE.get(entry.kind)
    if known is None:
        return None
    given_for, place = known
    words = entry.reference.split("/")
    return Gift(words[place], given_for) if len(words) > place else None


class PartTally(Struct):
    """Of those who took part, or of those of them who joined by one channel. `given` and
    `taken_back` in points; `again`: who was seen, by a payment or a rewarded visit, on a later day
    than the one on which they first took part."""

    use: UseTally = field(default_factory=UseTally)
    visits: Counter[str] = field(default_factory=Counter)
    again: set[str] = field(default_factory=set)
    given: Counter[GivenFor] = field(default_factory=Counter)
    taken_back: int = 0

    @property
    def given_mileage(self) -> int:
        return self.given.total()

    @property
    def kept_mileage(self) -> int:
        """What was given and not taken back."""
        return self.given_mileage - self.taken_back


class CampaignTally:
    """Give it the entries of each day, in order. `joined`: those who joined by the campaign alone,
    and what they did; `everybody`: who took part, from then on."""

    def __init__(self, campaign_id: str) -> None:
        self._campaign_id = campaign_id
        self.everybody = PartTally()
        self.joined = UseTally()
        self.by_channel: dict[str | None, PartTally] = {}
        self._channel_of: dict[str, str | None] = {}
        self._since: dict[str, date] = {}
        self._paid: set[str] = set()
        """Payments that count: what is taken back of earlier ones does not."""
        self._lots: dict[str, str] = {}
        """Of the points that the campaign gave: whose each lot was first."""

    @property
    def took_part(self) -> int:
        return len(self._since)

    def add(self, entry: Entry) -> None:
        gift = gift_of(entry)
        if gift is not None and gift.campaign_id == self._campaign_id:
            self._add_gift(entry, gift.given_for)
        elif KINDS[entry.kind].role == "grant_returned":
            self._add_return(entry)
        if entry.kind != "signup" and entry.member_id in self._since:
            self._add_use(entry)

    def _add_gift(self, entry: Entry, given_for: GivenFor) -> None:
        member_id = entry.member_id
        if entry.kind == "signup":
            channel = heading_of(entry.origin.channel if entry.origin else None)
            self._channel_of[member_id] = channel
            self.by_channel.setdefault(channel, PartTally())
        self._since.setdefault(member_id, entry.on)
        for allocation in entry.allocations:
            self._lots[allocation.lot_id] = member_id
        for part in self._parts(member_id):
            part.given[given_for] += entry.mileage_amount
            if given_for == "visits":
                part.visits[member_id] += 1
                if entry.on > self._since[member_id]:
                    part.again.add(member_id)

    def _add_return(self, entry: Entry) -> None:
        for allocation in entry.allocations:
            owner = self._lots.get(allocation.lot_id)
            if owner is not None:
                for part in self._parts(owner):
                    part.taken_back -= allocation.amount

    def _add_use(self, entry: Entry) -> None:
        member_id, role = entry.member_id, KINDS[entry.kind].role
        if role == "payment" and entry.redemption_id:
            self._paid.add(entry.redemption_id)
        elif role == "payment_canceled" and entry.of_redemption_id not in self._paid:
            return
        for part in self._parts(member_id):
            part.use.add(entry)
            if role == "payment" and entry.on > self._since[member_id]:
                part.again.add(member_id)
        if member_id in self._channel_of:
            self.joined.add(entry)

    def _parts(self, member_id: str) -> list[PartTally]:
        if member_id not in self._channel_of:
            return [self.everybody]
        return [self.everybody, self.by_channel[self._channel_of[member_id]]]
