"""Random but sound ledgers for the reports' tests, made by the wallet's own rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from chalicelib.core.values import day_start
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, append, new_entry_id
from chalicelib.ledger.entries import Counterparty, Entry, Origin
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.lots import Allocation, Lot, SaleTerms
from chalicelib.ledger.purchase_facts import PurchaseFact
from chalicelib.reporting.report import CountyFacts

COUNTY = CountyFacts("gangjin", "강진군", "46810")
FIRST_ON = date(2026, 2, 20)
CAMPAIGN = Campaign(
    county_id="gangjin",
    campaign_id="cmp_1",
    code="celadon",
    name="제54회 강진 청자축제",
    name_en="Celadon Festival",
    signup_mileage=5_000,
    opens_at=day_start(date(2026, 2, 21)),
    closes_at=day_start(date(2026, 2, 24)),
    booths=(Booth("celadon-a", "정문 부스"), Booth("celadon-b", "체험장 부스")),
)
CAMPAIGNS = {CAMPAIGN.campaign_id: CAMPAIGN}
SHOPS = (
    Counterparty("mch_1", "강진만횟집", "음식점"),
    Counterparty("mch_2", "남도한정식", "음식점"),
    Counterparty("mch_3", "강진농협 하나로마트", "마트"),
)
REGIONS = ("46810", "12780", "11680", "11110", "29200", "26350", "41110", "00000", "28110")
RELATIONS = ("expatriate", "tourist", "athlete", "worker", "resident", "other")
ORIGINS = tuple(
    Origin(region_code=region, relation=RELATIONS[i % 6], campaign_id=campaign, booth_code=booth)
    for i, region in enumerate(REGIONS)
    for campaign, booth in (("cmp_1", "celadon-a"), ("cmp_1", "celadon-b"), (None, None))
)

EVENTS = (
    "convert", "pay", "pay", "back", "net", "adjust", "expire",
    "buy", "purchase_cancel", "change_refund",
)  # fmt: skip


@dataclass
class Ledger:
    """All wallets of one county."""

    entries: list[Entry] = field(default_factory=list)
    heads: dict[str, Entry] = field(default_factory=dict)

    def write(
        self, member_id: str, at: datetime, draft: Draft, reference: str | None = None
    ) -> Entry:
        reference = reference or f"test/{len(self.entries)}"
        entry = append(
            self.heads.get(member_id),
            draft,
            county_id=COUNTY.county_id,
            member_id=member_id,
            keys=CommandKeys(reference=reference, fingerprint="f"),
            now=at,
        )
        self.heads[member_id] = entry
        self.entries.append(entry)
        return entry

    def sign_up(self, member_id: str, at: datetime, origin: Origin, mileage: int = 5_000) -> Entry:
        return self.write(
            member_id,
            at,
            Draft(kind="signup", origin=origin, allocations=_new(at, "mileage", mileage)),
        )

    def visit(self, member_id: str, at: datetime, campaign_id: str, mileage: int) -> Entry:
        draft = Draft(kind="visit_grant", allocations=_new(at, "mileage", mileage))
        reference = f"visit_grant/{campaign_id}/{at:%Y-%m-%d}"
        return self.write(member_id, at, draft, reference)

    def convert(self, member_id: str, at: datetime, amount: int) -> Entry:
        taken = self._take(member_id, "mileage", amount)
        moved = -sum(a.amount for a in taken)
        allocations = (*taken, *_new(at, "policy", moved))
        return self.write(member_id, at, Draft(kind="conversion", allocations=allocations))

    def pay(self, member_id: str, at: datetime, shop: Counterparty, amount: int) -> Entry:
        taken = self._take(member_id, "policy", amount)
        return self.write(member_id, at, Draft(kind="redemption", allocations=taken, merchant=shop))

    def take_back(self, payment: Entry, at: datetime, *, kind: str = "cancellation") -> Entry:
        allocations = lot_rules.give_back(
            payment.allocations, already=0, amount=-payment.voucher_amount
        )
        draft = Draft(
            kind=kind,
            allocations=allocations,
            merchant=payment.merchant,
            of_redemption_id=payment.redemption_id,
        )
        return self.write(payment.member_id, at, draft)

    def adjust(self, member_id: str, at: datetime, amount: int) -> Entry:
        if amount > 0:
            allocations = _new(at, "mileage", amount)
        else:
            allocations = self._take(member_id, "mileage", -amount)
        return self.write(
            member_id, at, Draft(kind="adjustment", allocations=allocations, reason="test")
        )

    def buy(self, member_id: str, at: datetime, face: int) -> Entry:
        """At a tenth off."""
        lot_id = new_entry_id(at).replace("ent_", "vch_")
        price = face * 9 // 10
        lot = Lot(lot_id, "sale", "rnd_1", face, face, None, SaleTerms(price, 80))
        fact = PurchaseFact(f"pur_{lot_id[4:]}", "rnd_1", price, "round")
        draft = Draft(kind="purchase", allocations=(lot_rules.put_in(lot),), purchase=fact)
        return self.write(member_id, at, draft)

    def trade(self, member_id: str, at: datetime, kind: str, face: int) -> None:
        if kind == "buy":
            self.buy(member_id, at, face)
        else:
            self.sell_back(member_id, at, kind)

    def sell_back(self, member_id: str, at: datetime, kind: str) -> Entry | None:
        """The oldest bought lot, by `purchase_cancel` or `change_refund`; `None` without one."""
        lot = next((x for x in self.heads[member_id].lots if x.kind == "sale"), None)
        if lot is None or lot.terms is None:
            return None
        price = lot.remaining * lot.terms.price // lot.face
        fact = PurchaseFact(f"pur_{lot.lot_id[4:]}", lot.source, -price, None)
        draft = Draft(kind=kind, allocations=(lot_rules.close(lot),), purchase=fact)
        return self.write(member_id, at, draft)

    def expire(self, member_id: str, at: datetime) -> Entry:
        oldest = self.heads[member_id].lots[:1]
        taken = lot_rules.take(oldest, lot_rules.total(oldest))
        return self.write(member_id, at, Draft(kind="expiration", allocations=taken))

    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]:
        return (e for e in self.entries if e.on == on and e.county_id == county_id)

    def _take(self, member_id: str, kind: str, amount: int) -> tuple[Allocation, ...]:
        lots = [lot for lot in self.heads[member_id].lots if lot.kind == kind]
        return lot_rules.take(lots, min(amount, lot_rules.total(lots)))


def _new(at: datetime, kind: str, amount: int) -> tuple[Allocation, ...]:
    if amount == 0:
        return ()
    lot_id = new_entry_id(at).replace("ent_", "lot_")
    return (lot_rules.put_in(Lot(lot_id, kind, "test", amount, amount, None)),)


@st.composite
def ledgers(draw: st.DrawFn, *, days: int = 3, events_max: int = 60) -> Ledger:
    """Up to `events_max` events over `days` days from `FIRST_ON`, midnights of Seoul included."""
    ledger = Ledger()
    start = day_start(FIRST_ON)
    payments: dict[str, list[Entry]] = defaultdict(list)
    seconds = sorted(draw(st.lists(_seconds(days), max_size=events_max)))
    for second in seconds:
        at = start + timedelta(seconds=second)
        member_id = f"mem_{draw(st.integers(0, 11)):02}"
        if member_id not in ledger.heads:
            grant = draw(st.sampled_from((5_000, 5_000, 3_000, 0)))
            ledger.sign_up(member_id, at, draw(st.sampled_from(ORIGINS)), grant)
            continue
        amount = draw(st.integers(1, 6_000))
        match draw(st.sampled_from(EVENTS)):
            case "convert":
                ledger.convert(member_id, at, amount)
            case "pay":
                shop = draw(st.sampled_from(SHOPS))
                payments[member_id].append(ledger.pay(member_id, at, shop, amount))
            case "back" if payments[member_id]:
                ledger.take_back(payments[member_id].pop(), at)
            case "net" if payments[member_id]:
                ledger.take_back(payments[member_id].pop(), at, kind="net_cancel")
            case "adjust":
                ledger.adjust(member_id, at, draw(st.sampled_from((amount, -amount))))
            case "expire":
                ledger.expire(member_id, at)
            case "buy" | "purchase_cancel" | "change_refund" as kind:
                ledger.trade(member_id, at, kind, amount)
    return ledger


def _seconds(days: int) -> st.SearchStrategy[int]:
    edges = [day * 86_400 + offset for day in range(days) for offset in (0, 1, 86_399)]
    return st.one_of(st.integers(0, days * 86_400 - 1), st.sampled_from(edges))


def at_seoul(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of February 2026 in Seoul."""
    return datetime(2026, 2, day, hour, minute, tzinfo=UTC) - timedelta(hours=9)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda e: (e.at, e.member_id, e.seq))
