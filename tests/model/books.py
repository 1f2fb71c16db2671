"""The product's ledger as it grows, read entry by entry, against the model and against itself."""

import itertools
from typing import Any

from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.sales import purchases
from infra.verifier.ledger_audit import WalletAudit
from tests.ledger_checks import check_chain, follow
from tests.model import people, purse, seoul
from tests.model.bench import Bench
from tests.model.calls import day
from tests.worlds import SIGNER

Who = tuple[str, str]


class Books:
    """Sums over all entries so far, by county, by wallet and by shop."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.read = 0
        self.heads: dict[Who, Entry] = {}
        self.audits: dict[Who, WalletAudit] = {}
        self.moved: dict[Who, dict[str, int]] = {}
        self.tills: dict[tuple[str, str], int] = {}
        self.rounds: dict[tuple[str, str | None], int] = {}
        self.grants: dict[Who, int] = {}
        self.shards: list[tuple[str, str]] = []
        self.cashback_shards: list[tuple[str, str]] = []
        self.given: dict[str, int] = {}
        self.unnamed: list[tuple[Who, str]] = []
        self.checked: dict[Who, tuple[str, int]] = {}

    def check(self, now: int) -> None:
        """Everything that must hold after every step."""
        self._read_on()
        state, today = self.bench.state, seoul.day_of(now)
        self._name_lots()
        assert set(self.heads) == set(state["wallets"])
        assert self.bench.driver.standings() == people.standings(state)
        self._check_persons()
        for who, wallet in state["wallets"].items():
            head = self.heads[who]
            if self.checked.get(who) != (head.hash, today):
                self._check_wallet(who, wallet, head, today)
                self.checked[who] = (head.hash, today)
        self._check_budgets()
        for (county, shop), merchant in self.bench.driver.shops.items():
            key = (county, merchant.merchant_id)
            assert self.tills.get(key, 0) == state["tills"][county, shop]

    def check_every_chain(self) -> None:
        """From the first entry to the last, as stored: numbers, links, hashes, sums, lots."""
        for (county, _), member_id in self.bench.driver.members.items():
            check_chain(self.bench.driver.table, member_id, county)

    def _read_on(self) -> None:
        """Entries are never written over, so what is new stands at the end of the table."""
        items = self.bench.driver.table.items
        names = {member: who for who, member in self.bench.driver.members.items()}
        for item in list(itertools.islice(items.values(), self.read, None)):
            if item.get("type") == "round_budget":
                self.shards.append((item["pk"], item["sk"]))
            elif item.get("type") == "cashback_budget":
                self.cashback_shards.append((item["pk"], item["sk"]))
            elif item.get("type") == "entry":
                entry = entry_from_item(dict(item))
                self._take_in((entry.county_id, names[entry.member_id][1]), entry)
        self.read = len(items)

    def _take_in(self, who: Who, entry: Entry) -> None:
        if who not in self.audits:
            self.audits[who] = WalletAudit(entry.county_id, entry.member_id)
        follow(self.audits[who], entry)
        self.heads[who] = entry
        if entry.kind == "identity_grant":
            self.unnamed.append((who, entry.allocations[0].lot_id))
        if entry.kind == "signup":
            self.grants[who] = self.grants.get(who, 0) + 1
        sums = self.moved.setdefault(who, {})
        sums[entry.kind] = sums.get(entry.kind, 0) + entry.voucher_amount
        if entry.kind in ("redemption", "cancellation") and entry.merchant:
            key = (who[0], entry.merchant.merchant_id)
            self.tills[key] = self.tills.get(key, 0) - entry.voucher_amount
        if entry.kind in ("cashback", "cashback_return"):
            self.given[who[0]] = self.given.get(who[0], 0) + entry.voucher_amount
        if entry.purchase:
            sums["bank"] = sums.get("bank", 0) + entry.purchase.price_amount
            fact = entry.purchase
            if fact.budget:
                of = fact.round_id if fact.budget == "round" else None
                key_ = (who[0], of)
                self.rounds[key_] = self.rounds.get(key_, 0) + entry.voucher_amount

    def _check_wallet(self, who: Who, wallet: purse.Wallet, head: Entry, today: int) -> None:
        county = who[0]
        assert head.seq == wallet["entries"]
        assert self.grants[who] == 1
        assert _lots_of(head) == _lots_of_model(wallet)
        assert head.mileage_balance == purse.held(wallet, vouchers=False)
        assert head.voucher_balance == purse.held(wallet, vouchers=True)
        assert head.live_mileage(day(today)) == purse.live(wallet, today, vouchers=False)
        assert head.live_vouchers(day(today)) == purse.live(wallet, today, vouchers=True)
        assert head.owed_amount == wallet["owed"]
        counters = purchases.on(head.purchases, day(today))
        used = (counters.month_amount, counters.year_amount)
        assert used == purse.bought_in(wallet, today)
        rules = self.bench.driver.products[0].world.counties.on(county, day(today))
        for (of, shop), merchant in self.bench.driver.shops.items():
            if of == county:
                usable = [x for x in head.live_lots(day(today)) if merchant.accepts(x, rules)]
                numbers = purse.spendable_lots(self.bench.state, county, wallet, shop, today)
                assert [x.lot_id for x in usable] == [wallet["lots"][n]["id"][0] for n in numbers]
        self._check_conservation(who, wallet, head)

    def _check_conservation(self, who: Who, wallet: purse.Wallet, head: Entry) -> None:
        """Issued = spent + outstanding + expired + refunded; and each as the model says."""
        sums = self.moved[who]

        def moved(*kinds: str) -> int:
            return sum(sums.get(kind, 0) for kind in kinds)

        issued = moved("conversion", "purchase", "adjustment", "carry_over")
        issued += moved("cashback", "cashback_return")
        spent = -moved("redemption", "cancellation")
        expired = -moved("expiration")
        refunded = -moved("purchase_cancel", "change_refund", "leaving_refund")
        assert moved("signup", "net_cancel", "grant_return", "identity_grant") == 0
        assert issued == spent + head.voucher_balance + expired + refunded
        found = (issued, spent, expired, refunded, moved("bank"))
        assert found == tuple(
            wallet[name] for name in ("issued", "spent", "expired", "refunded", "bank")
        )

    def _name_lots(self) -> None:
        """Of the mileage that an identification granted: no answer tells its lot."""
        for who, lot_id in self.unnamed:
            lots = self.bench.state["wallets"][who]["lots"]
            name = next(
                (x["id"] for x in lots if x["is_signup"] and x["id"][0] in ("", lot_id)), []
            )
            name[:] = [lot_id]
        self.unnamed.clear()

    def _check_persons(self) -> None:
        """One membership and one sign-up grant of each person."""
        items, driver = self.bench.driver.table.items, self.bench.driver
        for (county, person), of in self.bench.state["persons"].items():
            key = SIGNER.identity_key(county, "di", person)
            item = items[f"{county}#IDENTITY#{key}", "IDENTITY"]
            assert item["member_id"] == driver.members[of["life"]]
            assert item["has_grant"] == of["has_grant"]

    def _check_budgets(self) -> None:
        """Shards + sold − given back = budget, and what came back later is carried over."""
        items, state = self.bench.driver.table.items, self.bench.state
        left: dict[tuple[str, str | None], int] = {}
        for key in self.shards:
            county, _, name = key[0].split("#")[:3]
            assert items[key]["left"] >= 0
            left[county, name] = left.get((county, name), 0) + items[key]["left"]
        for (county, name), of in state["rounds"].items():
            sold = self.rounds.get((county, name), 0)
            assert left[county, name] == of["left"] == of["budget"] - sold
            assert sold == of["sold"] <= of["budget"]
        for county, of in state["cashbacks"].items():
            keys = [key for key in self.cashback_shards if key[0].startswith(f"{county}#")]
            held = [items[key]["left"] for key in keys]
            assert min(held) >= 0
            assert sum(held) == of["left"] == of["budget"] - self.given.get(county, 0)
        for county, amount in state["carried"].items():
            store = self.bench.driver.rounds
            assert store.carried_over(county) == amount == -self.rounds.get((county, None), 0)


def _lots_of(head: Entry) -> list[tuple[Any, ...]]:
    return sorted(
        (
            x.lot_id,
            x.kind,
            x.face,
            x.remaining,
            str(x.expires_on or ""),
            (x.terms.price, x.terms.refund_percent) if x.terms else (None, None),
        )
        for x in head.lots
    )


def _lots_of_model(wallet: purse.Wallet) -> list[tuple[Any, ...]]:
    return sorted(
        (
            x["id"][0],
            x["kind"],
            x["face"],
            x["left"],
            "" if x["ends"] is None else seoul.text(x["ends"]),
            (x["price"], x["percent"]),
        )
        for x in wallet["lots"]
        if x["left"]
    )
