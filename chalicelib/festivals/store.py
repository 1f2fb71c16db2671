"""Who has had what, written with the entry that gives it; and stamps."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.aws.keys import Key
from chalicelib.aws.table import Item, Table
from chalicelib.core.codes import read_code
from chalicelib.core.values import format_time, parse_time
from chalicelib.festivals import keys
from chalicelib.festivals.rewarding import Reward
from chalicelib.festivals.touring import Stamp
from chalicelib.joining.campaigns import Campaign
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.budget import BudgetChange, BudgetShortError
from chalicelib.ledger.budget_store import counts
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.ledger.profile import Profile
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record

STAMPS_KEPT = timedelta(days=366)
"""After the campaign's end; what a full card was worth stands with its entry."""


DUE_KEPT = timedelta(days=60)


class Had(Struct, frozen=True):
    """What somebody has had once: `mark` says of what and which turn; `place` is empty of what has
    none."""

    mark: str
    place: str
    entry_id: str
    at: datetime


class RewardTakenError(Exception):
    """Somebody of this wallet, number or person has had it; nothing was written."""

    def __init__(self, reward: Reward) -> None:
        super().__init__(reward.reference)
        self.reward = reward


class VisitStore:
    """Of visits and of all else that is rewarded once."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def has_had(self, county_id: str, reward: Reward, profile: Profile) -> bool:
        """Access pattern 336: by the wallet, the number or the person; read consistently."""
        return any(
            self._table.get(key, consistent=True) is not None
            for key in _keys(county_id, reward.marks, profile)
        )

    def entry_of(self, county_id: str, who: str, mark: str) -> str | None:
        """Access pattern 336: the id of the entry that gave it; `None` to who has not had it."""
        item = self._table.get(keys.visited(county_id, who, mark), consistent=True)
        return item["entry_id"] if item else None

    def count(self, county_id: str, who: str, prefix: str) -> int:
        """Access pattern 328: how many marks somebody has that begin so."""
        pk = keys.visited(county_id, who, "").pk
        return sum(1 for _ in self._table.query_all(pk, prefix=prefix, consistent=True))

    def last_number(self, county_id: str, people: Iterable[str], prefix: str) -> int:
        """Access pattern 328: the highest number that a mark of one of them has after it; else
        0."""
        found = (
            int(item["sk"].removeprefix(prefix))
            for who in people
            for item in self._table.query_all(
                keys.visited(county_id, who, "").pk, prefix=prefix, consistent=True
            )
        )
        return max(found, default=0)

    def visits(self, county_id: str, member_id: str, campaign_id: str) -> list[Stamp]:
        """Access pattern 341: which booths of a campaign rewarded a member's visit, and when."""
        pk, prefix = keys.visited(county_id, member_id, keys.mark(campaign_id, ""))
        found = self._table.query_all(pk, prefix=prefix, consistent=True)
        return [
            Stamp(read_code(item["booth"]), parse_time(item["at"]))
            for item in found
            if item["type"] == "visit"
        ]

    def all_of(self, county_id: str, member_id: str) -> Iterator[Had]:
        """Access pattern 377: all that is kept under a wallet, for its member's own copy."""
        for item in self._table.query_all(keys.visited(county_id, member_id, "").pk):
            place = item.get("booth", "")
            mark = keys.without_friend(item["sk"])
            yield Had(mark, place, item["entry_id"], parse_time(item["at"]))

    def append(
        self, entry: Entry, budget: BudgetChange | None, reward: Reward, profile: Profile
    ) -> bool:
        """Access pattern 337: the entry if its place is free, what it takes of the budget, and that
        wallet, number and person have had it, in one transaction; `False` if another writer was
        first. Raises `RewardTakenError`, `BudgetShortError`."""
        check_balances(entry)
        facts: Item = {
            "type": "visit" if reward.kind == "visit_grant" else "reward",
            "member_id": entry.member_id,
            "entry_id": entry.entry_id,
            "booth": reward.place,
            "at": format_time(entry.at),
        }
        if reward.places:
            facts["places"] = list(reward.places)
        beside = [key._asdict() | facts for key in _keys(entry.county_id, reward.marks, profile)]
        if reward.is_followed:
            beside.append(_due(entry))
        outcome = self._table.put_new_with_counts(
            item_from_entry(entry),
            counts(entry.county_id, budget) if budget else [],
            beside=beside,
        )
        if outcome == "too_little":
            if self.has_had(entry.county_id, reward, profile):
                raise RewardTakenError(reward)
            raise BudgetShortError
        return outcome == "written"

    def take_back(
        self, entry: Entry, follower: Entry | None, given: Entry, record: AuditRecord
    ) -> bool:
        """Access pattern 333: the entry, the debt that follows it, that this grant is taken back,
        once, and the record of who did it; `False` if somebody was first."""
        check_balances(entry)
        key = keys.visited(entry.county_id, given.member_id, keys.returned(given.entry_id))
        mark = {
            "type": "reward_return",
            "member_id": entry.member_id,
            "entry_id": entry.entry_id,
            "at": format_time(entry.at),
        }
        items = [key._asdict() | mark, item_from_record(record), item_from_entry(entry)]
        if follower is not None:
            items.append(item_from_entry(follower))
        return self._table.put_all_new(items) == "written"

    def return_of(self, given: Entry) -> str | None:
        """The id of the entry that took it back; `None` if none did."""
        return self.entry_of(given.county_id, given.member_id, keys.returned(given.entry_id))

    def due(self, county_id: str, on: date) -> Iterator[str]:
        """Access pattern 335: who was rewarded for joining by a link on that day."""
        pk, prefix = keys.referral_due(county_id, on, "")
        for item in self._table.query_all(pk, prefix=prefix, consistent=True):
            yield item["sk"].removeprefix(prefix)


class StampStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, campaign: Campaign, member_id: str, stamp: Stamp) -> bool:
        """Access pattern 329: `False` if it was there, as it stays."""
        item = {
            **keys.stamp(
                campaign.county_id, member_id, campaign.campaign_id, stamp.place
            )._asdict(),
            "type": "stamp",
            "at": format_time(stamp.at),
            "ttl": int((campaign.closes_at + STAMPS_KEPT).timestamp()),
        }
        return self._table.put_new(item) is None

    def of(self, campaign: Campaign, member_id: str) -> tuple[Stamp, ...]:
        """Access pattern 330: on one card, oldest first."""
        pk, prefix = keys.stamp(campaign.county_id, member_id, campaign.campaign_id, "")
        found = self._table.query_all(pk, prefix=prefix, consistent=True)
        stamps = (Stamp(item["sk"].removeprefix(prefix), parse_time(item["at"])) for item in found)
        return tuple(sorted(stamps, key=_when))

    def all_of(self, county_id: str, member_id: str) -> Iterator[tuple[str, Stamp]]:
        """Access pattern 377: all of a member, each with its campaign, for the own copy."""
        for item in self._table.query_all(keys.stamp(county_id, member_id, "", "").pk):
            campaign_id, place = keys.split_stamp(item["sk"])
            yield campaign_id, Stamp(place, parse_time(item["at"]))


def _due(entry: Entry) -> Item:
    key = keys.referral_due(entry.county_id, entry.on, entry.member_id)
    return {
        **key._asdict(),
        "type": "referral_due",
        "ttl": int((entry.at + DUE_KEPT).timestamp()),
    }


def _when(stamp: Stamp) -> tuple[datetime, str]:
    return stamp.at, stamp.place


def _keys(county_id: str, marks: Sequence[str], profile: Profile) -> Iterator[Key]:
    """A wallet, the number that it has now and, once that is known, the person: so neither another
    number nor another wallet is worth the same again."""
    for who in profile.known_as:
        for mark in marks:
            yield keys.visited(county_id, who, mark)
