"""What a night's book adds up to: cohorts, campaigns, segments, and shops that members paid at.

Made part by part and added up. Every count of people is kept with the sum of their keys
(`small_counts.People`); nothing here is fit to be shown yet.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct, field

from chalicelib.analysis.member_facts import MemberFacts
from chalicelib.analysis.paths import Path
from chalicelib.analysis.segments import SegmentRule
from chalicelib.analysis.small_counts import People

MemberKeys = Callable[[str], int]
"""A number of 64 bits that stands for a member and is never shown."""


class ShopUse(Struct):
    """Of a shop in this quarter and the one before: members who paid there, payments, net won."""

    payers: People = field(default_factory=People)
    payments: int = 0
    amount: int = 0

    def join(self, other: "ShopUse") -> None:
        self.payers.join(other.payers)
        self.payments += other.payments
        self.amount += other.amount


class Figures(Struct):
    """By month of joining, by campaign (`""`: none), by campaign and channel, by segment, by
    shop."""

    on: date
    months: dict[str, Path] = field(default_factory=dict)
    campaigns: dict[str, Path] = field(default_factory=dict)
    channels: dict[str, dict[str, Path]] = field(default_factory=dict)
    """By campaign, by channel (`""`: none)."""
    segments: dict[str, Path] = field(default_factory=dict)
    shops: dict[str, ShopUse] = field(default_factory=dict)
    members: int = 0

    def add(self, row: MemberFacts, key: int, rules: Mapping[str, SegmentRule]) -> None:
        self.members += 1
        month = row.joined_on.isoformat()[:7]
        self.months.setdefault(month, Path()).add(row, key)
        self.campaigns.setdefault(row.campaign_id or "", Path()).add(row, key)
        if row.campaign_id:
            by_channel = self.channels.setdefault(row.campaign_id, {})
            by_channel.setdefault(row.channel or "", Path()).add(row, key)
        for segment_id, rule in rules.items():
            path = self.segments.setdefault(segment_id, Path())
            if rule.holds(row, self.on):
                path.add(row, key)
        uses: dict[str, ShopUse] = {}
        for by_shop in row.shops.values():
            for merchant_id, spent in by_shop.items():
                use = uses.setdefault(merchant_id, ShopUse())
                use.payments += spent.payments
                use.amount += spent.amount
        for merchant_id, use in uses.items():
            use.payers.add(key)
            self.shops.setdefault(merchant_id, ShopUse()).join(use)

    def join(self, other: "Figures") -> None:
        """The oldest day of the parts is that of all."""
        self.on = min(self.on, other.on)
        self.members += other.members
        _join(self.months, other.months)
        _join(self.campaigns, other.campaigns)
        _join(self.segments, other.segments)
        for campaign_id, paths in other.channels.items():
            _join(self.channels.setdefault(campaign_id, {}), paths)
        for merchant_id, use in other.shops.items():
            self.shops.setdefault(merchant_id, ShopUse()).join(use)


def _join(own: dict[str, Path], others: Mapping[str, Path]) -> None:
    for name, path in others.items():
        own.setdefault(name, Path()).join(path)


def key_of(mac: bytes) -> int:
    """Of a member, from what `Signer.analysis_mac` made; the other bytes are the pseudonym."""
    return int.from_bytes(mac[16:], "big")


def add_up(
    rows: Iterable[MemberFacts], on: date, key_of: MemberKeys, rules: Mapping[str, SegmentRule]
) -> Figures:
    figures = Figures(on)
    for row in rows:
        figures.add(row, key_of(row.member_id), rules)
    return figures
