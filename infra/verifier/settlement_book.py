"""What shops are settled and paid against the ledger, worked out anew from what is stored.

The days' files must hold every payment and cancel of the ledger once; of them, and of the dated
settings, each shop's statement is made again, and must have the hash that is served. None of the
code that settles is used. Held: a number for each shop and day, a line for each statement, and the
payments of the days in which they can be taken back.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple
from zlib import crc32

from infra.verifier.ledger_audit import Record, moment
from infra.verifier.numbers import CANCEL_DAYS_MAX, GENESIS_HASH
from infra.verifier.published_days import PublishedDays
from infra.verifier.settled_sales import ROOM, Sale, number_of, number_of_entry, sale_of_exchange
from infra.verifier.typed_values import Attributes

_UNUSABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_SLICES = 16
_WHOLE = 10_000
_DEFAULTS = {"fee_basis_points": 0, "fee_bearer": 0, "payout_days": 3, "invoice_days": 30}
_DAY = timedelta(days=1)


class _Payment(NamedTuple):
    amount: int
    day: str
    order_id: str
    terminal_id: str | None


class SettlementBook:
    """Of one county; won."""

    def __init__(self) -> None:
        self._ledger: dict[tuple[str, str], int] = defaultdict(int)
        self._settings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._days: dict[str, Attributes] = {}
        self._through: dict[int, str] = {}
        self._served: dict[tuple[str, str], Attributes] = {}
        self._paid: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._declared: dict[str, str] = {}  # Of each holiday at short notice, when it was.

    def add(self, record: Record) -> None:
        """Of a payment or what took it back."""
        day = moment(record["at"])[1]
        place = record["merchant"][0], day
        self._ledger[place] = (self._ledger[place] + number_of_entry(record)) % ROOM

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, shop = part.partition("#")
        sk = str(item["sk"])
        if part == "SETTINGS" and sk.startswith("settlement."):
            key, _, since = sk.partition("#")
            self._settings[key.removeprefix("settlement.")].append((since, item["value"]))
        elif part == "SETTLEMENTDAYS":
            self._days[sk] = item["record"]
        elif part == "SETTLEMENTSLICES":
            self._through[int(sk)] = item["through"]
        elif part == "HOLIDAYS":
            self._declared[sk] = item["declared_on"]
        elif name == "PAPEREXCHANGES":
            number = number_of(item["merchant_id"], sale_of_exchange(sk, item))
            place = item["merchant_id"], shop
            self._ledger[place] = (self._ledger[place] + number) % ROOM
        elif name == "SETTLEMENT" and sk.startswith("DAY#"):
            self._served[shop, sk.removeprefix("DAY#")] = item["record"]
        elif name == "SETTLEMENT" and item["record"].get("result") == "paid":
            self._paid[shop, sk.split("#")[1]].append(item["record"]["amount"])

    def problems(self, county_id: str, days: PublishedDays | None) -> Iterator[str]:
        if days is None or not (self._days or self._served or self._paid):
            return
        settled: dict[tuple[str, str], int] = defaultdict(int)
        made: set[tuple[str, str]] = set()
        heads: dict[str, Attributes] = {}
        payments: dict[str, _Payment] = {}
        previous = GENESIS_HASH
        for day in sorted(self._days):
            try:
                sales, previous = self._file(county_id, day, previous, days)
                for sale in sales:
                    on = moment(sale["at"])[1]
                    key = sale["merchant_id"], on
                    settled[key] = (settled[key] + number_of(key[0], sale)) % ROOM
                files: dict[str, bytes] = {}
                yield from self._statements(county_id, day, sales, heads, payments, made, files)
                for name, kept in zip(files, days.read_all([*files]), strict=True):
                    if kept != files[name]:
                        yield f"settlement of {day}: {name} is not the statement that was served"
            except _UNUSABLE as exc:
                yield f"settlement of {day}: {exc}"
                return
        yield from self._beside_the_ledger(settled, max(self._days, default=""))
        yield from self._beside_the_payouts(made)

    def _file(
        self, county_id: str, day: str, previous: str, days: PublishedDays
    ) -> tuple[list[Sale], str]:
        """The day's sales and its hash, once both are what they must be."""
        served = self._days[day]
        kept = json.loads(days.read(f"{county_id}/settlement-days/{day}.json") or b"{}")
        found = kept.pop("hash", "")
        if hashlib.sha256(_canonical(kept)).hexdigest() != found or found != served["hash"]:
            raise ValueError("its file is not what was served, or not sound")
        if (kept["on"], kept["previous"], kept["county_id"]) != (day, previous, county_id):
            raise ValueError("its file does not follow the day before")
        net = sum(s["amount"] if s["kind"] == "payment" else -s["amount"] for s in kept["sales"])
        if (served["sale_count"], served["net_amount"]) != (len(kept["sales"]), net):
            raise ValueError("its sums are not those of its sales")
        return kept["sales"], found

    def _statements(
        self,
        county_id: str,
        day: str,
        sales: list[Sale],
        heads: dict[str, Attributes],
        payments: dict[str, _Payment],
        made: set[tuple[str, str]],
        files: dict[str, bytes],
    ) -> Iterator[str]:
        """`made` and `files`: which statements there must be, and what is kept of each."""
        oldest = (date.fromisoformat(day) - (CANCEL_DAYS_MAX + 2) * _DAY).isoformat()
        for redemption_id in [r for r, payment in payments.items() if payment.day < oldest]:
            del payments[redemption_id]
        by_shop: dict[str, list[Sale]] = defaultdict(list)
        for sale in sales:
            by_shop[sale["merchant_id"]].append(sale)
            if sale["kind"] == "payment":
                payments[sale["redemption_id"]] = _Payment(
                    sale["amount"],
                    moment(sale["at"])[1],
                    sale["order_id"],
                    sale.get("terminal_id"),
                )
        for shop, own in sorted(by_shop.items()):
            if self._through.get(crc32(shop.encode()) % _SLICES, "") < day:
                continue
            made.add((shop, day))
            served = self._served.get((shop, day))
            if served is None:
                yield f"settlement of {day}: {shop} has no statement"
                continue
            rows = sorted(
                (self._row(sale, payments[sale["redemption_id"]]) for sale in own),
                key=lambda row: (row["at"], row["redemption_id"], -row["after"]),
            )
            expected = self._statement(county_id, shop, day, rows, heads.get(shop), served)
            heads[shop] = expected
            files[f"{county_id}/settlements/{shop}/{day}.json"] = _canonical(expected)
            rest = {name: value for name, value in expected.items() if name != "rows"}
            if served != rest:
                odd = sorted(n for n in served.keys() | rest if served.get(n) != rest.get(n))
                yield f"settlement of {day}: {shop} is served another {', '.join(odd)}"
            elif payout_on := served.get("payout_on"):
                yield from self._odd_payout_day(shop, day, payout_on)

    def _row(self, sale: Sale, payment: _Payment) -> dict[str, Any]:
        is_payment = sale["kind"] == "payment"
        after = payment.amount - sale.get("canceled", 0)
        before = 0 if is_payment else after + sale["amount"]
        rate, since = self._setting("fee_basis_points", payment.day)
        bearer, _ = self._setting("fee_bearer", payment.day)
        fee = after * rate // _WHOLE - before * rate // _WHOLE
        row = {
            "kind": sale["kind"],
            "at": sale["at"],
            "on": moment(sale["at"])[1],
            "redemption_id": sale["redemption_id"],
            "cancel_id": sale.get("cancel_id"),
            "order_id": payment.order_id,
            "terminal_id": payment.terminal_id,
            "amount": after - before,
            "before": before,
            "after": after,
            "sale_amount": sale["sale_amount"] if is_payment else -sale["sale_amount"],
            "fee_amount": 0 if bearer else fee,
            "county_fee_amount": fee if bearer else 0,
            "basis_points": rate,
            "bearer": "county" if bearer else "merchant",
            "rate_since": since,
            "source": sale.get("source"),
        }
        return {name: value for name, value in row.items() if value is not None}

    def _statement(
        self,
        county_id: str,
        shop: str,
        day: str,
        rows: list[dict[str, Any]],
        before: Attributes | None,
        served: Attributes,
    ) -> dict[str, Any]:
        """With the day of the payout as it is served: that is looked at by itself."""
        owed = 0
        is_carried = before is not None and "invoice_on" in before and day < before["invoice_on"]
        if before is not None and is_carried:
            owed = before["gross_amount"] - before["fee_amount"] + before["carried_in"]
        made = {
            name: sum(row[field] for row in rows)
            for name, field in (
                ("gross_amount", "amount"),
                ("sale_amount", "sale_amount"),
                ("fee_amount", "fee_amount"),
                ("county_fee_amount", "county_fee_amount"),
            )
        } | {
            "version": 1,
            "county_id": county_id,
            "merchant_id": shop,
            "on": day,
            "carried_in": owed,
            "previous": before["hash"] if before else GENESIS_HASH,
            "row_count": len(rows),
            "rows": rows,
        }
        balance = made["gross_amount"] - made["fee_amount"] + owed
        if balance > 0:
            made["payout_on"] = served["payout_on"]
        elif balance < 0:
            made["owing_since"] = before["owing_since"] if before and is_carried else day
            days, _ = self._setting("invoice_days", day)
            due = date.fromisoformat(day) + days * _DAY
            made["invoice_on"] = before["invoice_on"] if before and is_carried else due.isoformat()
        made["hash"] = hashlib.sha256(_canonical(made)).hexdigest()
        return made

    def _setting(self, name: str, day: str) -> tuple[int, str | None]:
        """What held on a day, and since when."""
        held = [(since, value) for since, value in self._settings[name] if since <= day]
        if not held:
            return _DEFAULTS[name], None
        since, value = max(held)
        return value, since

    def _odd_payout_day(self, shop: str, day: str, payout_on: str) -> Iterator[str]:
        paid, closed = date.fromisoformat(payout_on), date.fromisoformat(day)
        within, _ = self._setting("payout_days", day)
        is_rest = paid.weekday() > 4 or self._declared.get(payout_on, "9999") <= day
        if is_rest or not _DAY <= paid - closed <= (within + 14) * _DAY:
            yield f"settlement of {day}: {shop} is paid on {payout_on}, no day for it"

    def _beside_the_ledger(self, settled: dict[tuple[str, str], int], last: str) -> Iterator[str]:
        for shop, day in sorted(self._ledger.keys() | settled.keys()):
            if day < last and self._ledger.get((shop, day), 0) != settled.get((shop, day), 0):
                yield f"settlement of {day}: the sales of {shop} are not those of the ledger"

    def _beside_the_payouts(self, made: set[tuple[str, str]]) -> Iterator[str]:
        for shop, day in sorted(self._served.keys() - made):
            yield f"settlement of {day}: {shop} has a statement without a sale"
        for (shop, day), amounts in sorted(self._paid.items()):
            served = self._served.get((shop, day), {})
            due = sum(served.get(n, 0) * sign for n, sign in _BALANCE)
            if amounts != [max(due, 0)]:
                paid = ", ".join(f"{amount:,}" for amount in amounts)
                yield f"settlement of {day}: {shop} was paid {paid}, not {max(due, 0):,} once"


_BALANCE = (("gross_amount", 1), ("fee_amount", -1), ("carried_in", 1))


def _canonical(record: Any) -> bytes:
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
