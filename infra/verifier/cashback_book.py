"""The cashback campaigns against all that was ever given of them: each amount by the terms of its
campaign, each person's month, and the budget. Worked out anew from what is stored, by none of the
code that gives.
"""

from collections import defaultdict
from collections.abc import Iterator

from infra.verifier.ledger_audit import Record
from infra.verifier.typed_values import Attributes

_FACTS = ("rate_percent", "floor_amount", "ceiling_amount", "budget_amount", "shard_count")


class CashbackCampaignBook:
    """Held: a line for each campaign, shard, and pair of what was paid and what was given."""

    def __init__(self) -> None:
        self._given: dict[str, int] = defaultdict(int)
        self._paid: dict[tuple[str, int, int], str] = {}
        """The first payment by campaign, won of bought vouchers and won of cashback."""
        self._months: dict[str, tuple[int, str]] = {}
        """The most that a month held for one person, and of which entry, by campaign."""
        self._campaigns: dict[str, Attributes] = {}
        self._left: dict[str, dict[str, int]] = defaultdict(dict)
        self._unreadable: list[str] = []

    def add(self, record: Record) -> None:
        campaign_id, won = record["cashback"]
        kind = record["kind"]
        if kind in ("cashback", "cashback_return"):
            self._given[campaign_id] += record["voucher_amount"]
            _, sums = record.get("cashbacks", ["", {}])
            most = (sums.get(campaign_id, 0), record["entry_id"])
            self._months[campaign_id] = max(self._months.get(campaign_id, most), most)
        elif kind == "redemption":
            bought = -sum(row[4] for row in record["allocations"] if row[1] == "sale")
            self._paid.setdefault((campaign_id, bought, won), record["entry_id"])

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, rest = part.partition("#")
        if part == "CASHBACKS":
            if all(type(item.get(fact)) is int for fact in _FACTS):
                self._campaigns[str(item["sk"])] = item
            else:
                self._unreadable.append(f"cashback campaign {item['sk']}")
        elif name == "CASHBACKBUDGET":
            campaign_id, _, shard = rest.partition("#")
            if type(item.get("left")) is int:
                self._left[campaign_id][shard] = item["left"]
            else:
                self._unreadable.append(f"cashback budget {rest}: {item.get('left')!r} left")

    def problems(self) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence), campaign by campaign."""
        yield from ((each, each) for each in self._unreadable)
        names = self._campaigns.keys() | self._given.keys() | self._left.keys()
        for campaign_id in sorted(names):
            campaign = self._campaigns.get(campaign_id)
            if campaign is None:
                what = f"cashback {campaign_id}: it gave, or has a budget, and does not exist"
                yield campaign_id, what
                continue
            yield from self._of_budget(campaign_id, campaign)
            yield from self._of_terms(campaign_id, campaign)

    def _of_budget(self, campaign_id: str, campaign: Attributes) -> Iterator[tuple[str, str]]:
        left, given = self._left.get(campaign_id, {}), self._given.get(campaign_id, 0)
        steps = campaign.get("steps") or []
        is_approved = len(steps) == 2 and steps[1].get("step") == "approved"
        if given and not is_approved:
            yield f"{campaign_id} approval", f"cashback {campaign_id}: it gave and is not approved"
        if not left and not is_approved:
            return
        shards = {f"{n:02d}" for n in range(campaign["shard_count"])}
        if left.keys() != shards:
            odd = ", ".join(sorted(left.keys() ^ shards))
            yield f"{campaign_id} shards", f"cashback {campaign_id}: shards {odd} missing or extra"
        if sum(left.values()) + given != campaign["budget_amount"]:
            yield (
                campaign_id,
                f"cashback {campaign_id}: {sum(left.values()):,} won left and {given:,} given are "
                f"not its budget of {campaign['budget_amount']:,}",
            )

    def _of_terms(self, campaign_id: str, campaign: Attributes) -> Iterator[tuple[str, str]]:
        for (of_campaign, bought, won), entry_id in self._paid.items():
            most = bought * campaign["rate_percent"] // 100
            if of_campaign == campaign_id and (won > most or bought < campaign["floor_amount"]):
                yield (
                    f"{campaign_id} {entry_id}",
                    f"cashback {campaign_id}: {entry_id} got {won:,} won for {bought:,}",
                )
        most, entry_id = self._months.get(campaign_id, (0, ""))
        if most > campaign["ceiling_amount"]:
            yield (
                f"{campaign_id} ceiling",
                f"cashback {campaign_id}: {entry_id} makes {most:,} won of one month, above its "
                f"ceiling of {campaign['ceiling_amount']:,}",
            )
