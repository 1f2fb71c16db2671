"""Sale rounds and what is left of their budgets."""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import CodeTakenError
from chalicelib.core.values import format_time, parse_time
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.budget_store import LEFT
from chalicelib.sales import keys
from chalicelib.sales.lotteries import Lottery
from chalicelib.sales.rounds import DiscountShares, Round
from chalicelib.sales.turns import Turn
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class RoundStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, round_: Round) -> None:
        """Access pattern 27: the round and its budget, laid out in shards. The shards come first:
        a round that can be read can be sold. Making the same round again changes nothing."""
        for shard, amount in round_.shards().items():
            key = ledger_keys.round_budget(round_.county_id, round_.round_id, shard)
            self._table.put_new({**key._asdict(), "type": "round_budget", LEFT: amount})
        item = _item_from_round(round_)
        existing = self._table.put_new(item)
        if existing is not None and existing != item:
            raise CodeTakenError(param="round_id", taken=round_.round_id)

    def change(self, round_: Round, record: AuditRecord) -> bool:
        """Access pattern 120: the round as it is from now on, and who changed it, in one
        transaction; `False` if somebody else changed it first."""
        return self._table.put_together([item_from_record(record)], [_item_from_round(round_)])

    def by_id(self, county_id: str, round_id: str) -> Round | None:
        """Access pattern 28."""
        item = self._table.get(keys.round_(county_id, round_id))
        return _round_from_item(county_id, item) if item else None

    def all(self, county_id: str) -> list[Round]:
        """The newest first."""
        items = self._table.query_all(keys.rounds(county_id), newest_first=True)
        return [_round_from_item(county_id, item) for item in items]

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Round], str | None]:
        """Access pattern 29: the newest first, and the id to go on before."""
        start = keys.round_(county_id, before_id)._asdict() if before_id else None
        page = self._table.query(
            keys.rounds(county_id), newest_first=True, limit=limit, start=start
        )
        found = [_round_from_item(county_id, item) for item in page.items]
        return found, found[-1].round_id if page.next_key else None

    def left(self, round_: Round) -> Mapping[int, int]:
        """Access pattern 30: what each shard holds, in won, read consistently."""
        left = {}
        for shard in range(round_.shard_count):
            key = ledger_keys.round_budget(round_.county_id, round_.round_id, shard)
            item = self._table.get(key, consistent=True)
            left[shard] = item[LEFT] if item else 0
        return left

    def carried_over(self, county_id: str) -> int:
        """Access pattern 31: won that came back after their round had closed."""
        item = self._table.get(ledger_keys.carry_over(county_id), consistent=True)
        return item[LEFT] if item else 0


def _item_from_round(round_: Round) -> Item:
    item: Item = {
        **keys.round_(round_.county_id, round_.round_id)._asdict(),
        "type": "round",
        "name": round_.name,
        "name_en": round_.name_en,
        "opens_at": format_time(round_.opens_at),
        "closes_at": format_time(round_.closes_at),
        "budget_amount": round_.budget_amount,
        "discount_percent": round_.discount_percent,
        "shard_count": round_.shard_count,
        "channels": list(round_.channels),
        "version": round_.version,
    }
    if round_.denominations:
        item["denominations"] = list(round_.denominations)
    if (shares := round_.discount_shares) is not None:
        item["discount_shares"] = [shares.state, shares.province, shares.county]
    if round_.turns:
        item["turns"] = [_record_from_turn(turn) for turn in round_.turns]
    if (lottery := round_.lottery) is not None:
        times = (format_time(lottery.applies_until), format_time(lottery.draws_at))
        item["lottery"] = [*times, lottery.buy_days]
    return item


def _record_from_turn(turn: Turn) -> dict[str, Any]:
    record: dict[str, Any] = {"until": format_time(turn.until), "by_weekday": turn.by_weekday}
    if turn.age_from is not None:
        record["age_from"] = turn.age_from
    if turn.age_to is not None:
        record["age_to"] = turn.age_to
    return record


def _turn_from_record(record: Mapping[str, Any]) -> Turn:
    return Turn(**{**record, "until": parse_time(record["until"])})


def _round_from_item(county_id: str, item: Item) -> Round:
    shares = item.get("discount_shares")
    return Round(
        county_id=county_id,
        round_id=item["sk"],
        name=item["name"],
        name_en=item["name_en"],
        opens_at=parse_time(item["opens_at"]),
        closes_at=parse_time(item["closes_at"]),
        budget_amount=item["budget_amount"],
        discount_percent=item["discount_percent"],
        shard_count=item["shard_count"],
        # Rounds of release 1.0.0 say none: they were sold at the counter.
        channels=tuple(item.get("channels", ("counter",))),
        denominations=tuple(item.get("denominations", ())),
        discount_shares=DiscountShares(*shares) if shares else None,
        turns=tuple(map(_turn_from_record, item.get("turns", ()))),
        lottery=_lottery(*kept) if (kept := item.get("lottery")) else None,
        version=item.get("version", 0),
    )


def _lottery(applies_until: str, draws_at: str, buy_days: int) -> Lottery:
    return Lottery(parse_time(applies_until), parse_time(draws_at), buy_days)
