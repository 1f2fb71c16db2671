"""Selling notes to members at an agent's counter, and taking a sale back."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.aws.table import Table
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Outcome, View, require_head
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.ports import ChainStore
from chalicelib.ledger.profile import check_is_active, check_is_identified
from chalicelib.paper import selling
from chalicelib.paper.errors import (
    NoteReturnedError,
    PaperReturnIncompleteError,
    PaperSaleNotFoundError,
)
from chalicelib.paper.return_ledger import ReturnLedger
from chalicelib.paper.sale_store import PaperSaleStore
from chalicelib.paper.selling import NOTES_IN_SALE_MAX, PaperSale
from chalicelib.paper.serials import NoteRange, Serial, check_apart
from chalicelib.paper.stock import Series
from chalicelib.paper.stock_service import PaperStock
from chalicelib.sales.counter_sales import CounterSales
from chalicelib.sales.service import from_shards, own_shard, parts_of
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person


class PaperSold(Struct, frozen=True):
    """The entry of a sale, and what is kept beside it."""

    outcome: Outcome
    sale: PaperSale


class PaperPreview(Struct, frozen=True):
    """What a teller sees before the money is taken, in won."""

    name_masked: str
    face: int
    price: int
    note_count: int


class PaperSales(Struct, frozen=True):
    counter: CounterSales
    stock: PaperStock
    store: PaperSaleStore
    table: Table
    wallets: ChainStore
    counties: Counties
    own_wallets: OwnWallets
    idempotency_keys: IdempotencyKeys
    clock: Clock

    def sell(
        self,
        county_id: str,
        seller: Person,
        *,
        agent_id: str,
        member_id: str,
        round_id: str,
        notes: Iterable[NoteRange],
        receipt: str | None,
        idempotency_key: str,
    ) -> PaperSold:
        """Sell notes of the agent's stock to the member: limits, budget, notes and the record of
        the sale in one transaction.

        Raises what `CounterLedger` and `PaperSaleStore.selling` do, `OwnWalletError`,
        `StaffNumberMissingError`, `IdempotencyKeyReusedError`, and what `selling` raises.
        """
        ordered = check_apart(notes, most=NOTES_IN_SALE_MAX)
        self.own_wallets.check(county_id, seller, {member_id})
        asked = selling.asked_for(round_id, ordered)
        self.idempotency_keys.bind(
            county_id,
            "paper_sale",
            seller.subject,
            idempotency_key,
            asked | {"member_id": member_id, "receipt": receipt or ""},
        )
        key = digest("paper_sale", member_id, f"{seller.subject}/{idempotency_key}")
        keys = CommandKeys(
            reference=f"paper_sale/{key}", fingerprint=fingerprint(asked), idempotency=key
        )
        round_ = self.counter.purchases.round(county_id, round_id)
        series = self._series(county_id, ordered)
        face = selling.face_of(ordered, series)
        terms = self.counter.terms(county_id, seller, receipt)
        ledger = self.counter.store.ledger(
            terms, lambda entry: self.store.selling(entry, ordered, agent_id=agent_id, by=seller)
        )
        chain = self.counter.purchases.chain.over(ledger)

        def attempt(left: Mapping[int, int] | None) -> Outcome:
            def decide(view: View) -> Draft:
                check_is_active(view.profile)
                settings = self.counties.on(county_id, seoul_date(view.now))
                check_is_identified(view.profile, is_needed=bool(settings.identity_purchase))
                selling.check_sells(round_, ordered, series, view.now)
                return selling.decide_sale(
                    require_head(view),
                    face=face,
                    round_=round_,
                    parts=parts_of(round_, member_id, face, left),
                    settings=settings,
                    sold_by=seller.subject,
                    now=view.now,
                )

            return _written(chain.run(county_id, member_id, keys, decide))

        outcome = from_shards(self.counter.purchases.rounds, round_, attempt)
        sale = self.store.sale(county_id, outcome.entry.entry_id)
        if sale is None:
            raise AssertionError("a sale is written with its entry")
        return PaperSold(outcome, sale)

    def preview(
        self,
        county_id: str,
        seller: Person,
        *,
        member_id: str,
        round_id: str,
        notes: Iterable[NoteRange],
        receipt: str | None,
    ) -> PaperPreview:
        """Whose wallet it is, and what is to be paid. Nothing moves; names are counted. Raises what
        `CounterSales.preview` does, and what is wrong with the notes."""
        ordered = check_apart(notes, most=NOTES_IN_SALE_MAX)
        series = self._series(county_id, ordered)
        face = selling.face_of(ordered, series)
        seen = self.counter.preview(
            county_id,
            seller,
            member_id=member_id,
            round_id=round_id,
            amount=face,
            receipt=receipt,
        )
        round_ = self.counter.purchases.round(county_id, round_id)
        selling.check_sells(round_, ordered, series, self.clock())
        count = sum(each.size for each in ordered)
        return PaperPreview(seen.name_masked, face, seen.price, count)

    def take_back(
        self,
        county_id: str,
        teller: Person,
        *,
        agent_id: str,
        member_id: str,
        notes: Iterable[NoteRange],
        idempotency_key: str,
    ) -> PaperSold:
        """Take a sale of this agent's back whole: all of its notes are brought back, none of them
        was exchanged. The notes are worth nothing from then on and go back to the county.

        Raises `PaperSaleNotFoundError`, `PaperReturnIncompleteError`, `NoteReturnedError` for
        another request than the one that took it back, what `selling.decide_return` and
        `ReturnLedger` do, `OwnWalletError`, `StaffNumberMissingError`, `IdempotencyKeyReusedError`.
        """
        ordered = check_apart(notes, most=NOTES_IN_SALE_MAX)
        self.own_wallets.check(county_id, teller, {member_id})
        asked = {"member_id": member_id, "notes": [list(each) for each in ordered]}
        self.idempotency_keys.bind(
            county_id, "paper_return", teller.subject, idempotency_key, asked
        )
        sale = self._sale_of(county_id, ordered, agent_id, member_id)
        keys = CommandKeys(
            reference=f"paper_return/{sale.entry_id}",
            fingerprint=fingerprint(asked),
            idempotency=digest("paper_return", teller.subject, idempotency_key),
        )
        round_ = self.counter.purchases.round(county_id, sale.round_id)
        ledger = ReturnLedger(self.wallets, self.table, sale, teller)
        chain = self.counter.purchases.chain.over(ledger)

        def decide(view: View) -> Draft:
            check_is_active(view.profile)
            return selling.decide_return(
                require_head(view),
                sale,
                round_=round_,
                shard=own_shard(round_, member_id),
                settings=self.counties.on(county_id, sale.on),
                taken_by=teller.subject,
                now=view.now,
            )

        outcome = _written(chain.run(county_id, member_id, keys, decide))
        if outcome.entry.idempotency != keys.idempotency:
            # Another wish for what is done: an answer would have a teller hand the price back anew.
            serial = Serial(ordered[0].series, ordered[0].first).text
            raise NoteReturnedError(param="notes", serial=serial)
        taken_back = self.store.sale(county_id, outcome.entry.entry_id)
        if taken_back is None:
            raise AssertionError("a return is written with its entry")
        return PaperSold(outcome, taken_back)

    def sales_on(self, county_id: str, on: date) -> list[PaperSale]:
        return self.store.sales_on(county_id, on)

    def _sale_of(
        self, county_id: str, notes: tuple[NoteRange, ...], agent_id: str, member_id: str
    ) -> PaperSale:
        """The sale whose notes these are."""
        self._series(county_id, notes)
        runs = self.stock.store.runs(county_id, notes[0])
        run = runs[0] if runs else None
        found = None
        if run is not None and run.standing.state == "sold":
            found = self.store.sale(county_id, run.cause)
        if found is None or found.agent_id != agent_id or not self._is_of(found, member_id):
            raise PaperSaleNotFoundError(param="notes")
        if _numbers(found.notes) != _numbers(notes):
            raise PaperReturnIncompleteError(param="notes", limit=found.note_count)
        return found

    def _is_of(self, sale: PaperSale, member_id: str) -> bool:
        """Whether it was sold to the member, be it in a wallet that ended in theirs."""
        if sale.member_id == member_id:
            return True
        profile = self.wallets.read(sale.county_id, member_id).profile
        return profile is not None and sale.member_id in profile.wallets

    def _series(self, county_id: str, notes: tuple[NoteRange, ...]) -> dict[str, Series]:
        codes = dict.fromkeys(each.series for each in notes)
        return {code: self.stock.series(county_id, code) for code in codes}


def _numbers(notes: Iterable[NoteRange]) -> set[Serial]:
    return {serial for each in notes for serial in each.serials()}


def _written(outcome: Outcome | None) -> Outcome:
    if outcome is None:
        raise AssertionError("a sale always writes")
    return outcome
