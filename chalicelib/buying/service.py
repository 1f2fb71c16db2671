"""A buyer's side: taking a ticket, seeing how it stands, giving it up, taking it back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.buying import canceling, whereabouts
from chalicelib.buying.applications import Applied, is_application
from chalicelib.buying.applying import Applying, wallets_of
from chalicelib.buying.endings import Endings
from chalicelib.buying.errors import PurchaseQueuedError
from chalicelib.buying.ports import (
    PaymentDesk,
    PurchaseMessages,
    ReservationMessages,
    TicketStore,
)
from chalicelib.buying.standings import Standings
from chalicelib.buying.tickets import (
    GIVEN_UP,
    KEYS_IN_HOUR_MAX,
    TAKEN_BACK,
    Buyer,
    Note,
    Standing,
    Ticket,
)
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import IdempotencyKeyReusedError, RateLimitedError, TryAgainError
from chalicelib.core.values import id_time, new_id, seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft, WalletPage
from chalicelib.ledger.chain import Chain, Outcome, View
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.profile import check_is_active, check_is_identified
from chalicelib.sales import purchases
from chalicelib.sales.errors import PurchaseNotFoundError, RoundSoldOutError
from chalicelib.sales.round_service import Rounds
from chalicelib.sales.rounds import Round
from chalicelib.sales.service import Purchases, own_shard
from chalicelib.sales.turns import check_turn

WRITES_MAX = 5
RECENT_MAX = 10
CANCELED = "상품권 구매 취소"
"""Why the money goes back, as the buyer reads it at the provider's."""
GIVE_BACK_SECONDS = 60
"""Longer than a request can take: by then what it writes is written, or never will be."""


class Shown(Struct, frozen=True):
    """A ticket as its buyer sees it. `ahead` while it is queued."""

    ticket: Ticket
    standing: Standing
    ahead: int


class Buying(Struct, frozen=True, kw_only=True):
    tickets: TicketStore
    standings: Standings
    chain: Chain
    purchases: Purchases
    rounds: Rounds
    counties: Counties
    lines: PurchaseMessages
    reservations: ReservationMessages
    payments: PaymentDesk
    endings: Endings
    applying: Applying
    birth_on: Callable[[MemberActor], date]
    account_key: Callable[[str, RefundAccount], str]
    """A keyed hash, within a county: an entry is for ever, and an account number soon guessed."""
    clock: Clock

    def ask(
        self, actor: MemberActor, *, round_id: str, amount: int, idempotency_key: str
    ) -> tuple[Shown | Applied, bool]:
        """(the member's ticket or application, whether this key had it before). Who has an open
        one in the round gets that one, whatever the key.

        What can be told at once is told at once: limits, turns, that the rest is spoken for. Budget
        and limits are held when the ticket is served. Raises `IdempotencyKeyReusedError`,
        `RateLimitedError`, `IdentityRequiredError`, `RoundNotFoundError`, what
        `Round.check_sells`, `check_turn`, `purchases.check_bounds` and `Applying.answer_to` raise,
        `RoundSoldOutError`, `PaymentsUnavailableError`.
        """
        key = digest("online_purchase", actor.member_id, idempotency_key)
        asked = fingerprint({"round_id": round_id, "amount": amount})
        page = self._page(actor)
        for _ in range(WRITES_MAX):
            buyer = self.tickets.buyer(actor.county_id, actor.member_id)
            known = buyer.by_key(key, self.clock())
            if known is not None and known.fingerprint != asked:
                raise IdempotencyKeyReusedError
            if known is None:
                self._check_rate(buyer)
            note = known or self._open(buyer, round_id, page)
            if note is None:
                note = self._new(actor, page, buyer, round_id, amount)
            if known is None:
                now = to_milliseconds(self.clock())
                bound = Note(key, asked, note.purchase_id, round_id, note.amount, now)
                if not self.tickets.keep_buyer(buyer.with_note(bound)):
                    continue
            return self._in_line(actor, note, page), known is not None
        raise TryAgainError(retry_after_seconds=1)

    def show(self, actor: MemberActor, purchase_id: str) -> Shown | Applied:
        """Raises `PurchaseNotFoundError`, also for somebody else's."""
        page = self._page(actor)
        if is_application(purchase_id):
            return self._applied(actor, purchase_id, page)
        ticket = self.tickets.by_id(actor.county_id, purchase_id)
        if ticket is None or ticket.member_id not in wallets_of(page):
            raise PurchaseNotFoundError
        shown = self._shown(ticket, page)
        if shown.standing.status == "queued" and not shown.ahead:
            # Its turn has come, or it was never sent on: that costs little to do again.
            self.lines.send(ticket)
        return shown

    def recent(self, actor: MemberActor) -> list[Shown | Applied]:
        """Applications that no purchase was asked for by, and the member's newest purchases
        online, the newest first, as they stand."""
        page = self._page(actor)
        buyers = [self.tickets.buyer(actor.county_id, one) for one in wallets_of(page)]
        noted = (note for one in buyers for note in one.notes)
        notes = sorted(noted, key=lambda note: note.at, reverse=True)
        ids = dict.fromkeys(n.purchase_id for n in notes if not is_application(n.purchase_id))
        found = (self.tickets.by_id(actor.county_id, each) for each in list(ids)[:RECENT_MAX])
        bought = [self._shown(ticket, page) for ticket in found if ticket is not None]
        return [*self.applying.recent(actor, page), *bought]

    def cancel(
        self,
        actor: MemberActor,
        purchase_id: str,
        *,
        idempotency_key: str,
        refund_account: RefundAccount | None = None,
    ) -> Outcome:
        """Give up what is being paid, or take an unused purchase back whole, by docs/give-back.md:
        its money goes back the way it came.

        Raises `PurchaseNotFoundError`, `PurchaseQueuedError`, `PaymentExpiredError`,
        `PaymentReversedError`, `PurchaseUsedError`, `PurchaseCancelWindowClosedError`,
        `VoucherExpiredError`, `IdempotencyKeyReusedError`.
        """
        if is_application(purchase_id):
            raise PurchaseQueuedError
        ticket = self.tickets.by_id(actor.county_id, purchase_id)
        if ticket is None:
            return self.purchases.cancel(actor, purchase_id, idempotency_key=idempotency_key)
        if ticket.member_id != actor.member_id and ticket.member_id not in wallets_of(
            self._page(actor)
        ):
            raise PurchaseNotFoundError
        key = digest("purchase_cancel", actor.member_id, idempotency_key)
        asked = {"purchase_id": purchase_id}
        if refund_account is not None:
            asked["refund_account"] = self.account_key(actor.county_id, refund_account)
        keys = CommandKeys(
            reference=f"online_purchase_cancel/{purchase_id}",
            fingerprint=fingerprint(asked),
            idempotency=key,
        )
        # Before it is written: so the money goes back even if this request is cut off right after.
        self.reservations.send(actor.county_id, purchase_id, delay_seconds=GIVE_BACK_SECONDS)
        round_ = self.purchases.round(actor.county_id, ticket.round_id)
        settings = self.counties.on(ticket.county_id, seoul_date(ticket.at))

        def decide(view: View) -> Draft:
            return canceling.decide_cancel(view, ticket, round_=round_, settings=settings)

        outcome = whereabouts.run(self.chain, ticket, keys, decide, by=actor)
        if outcome is None:
            raise AssertionError("a cancel always writes")
        if outcome.entry.kind == "online_purchase_cancel":
            self.payments.give_back(ticket, CANCELED, refund_account)
            self.endings.note(ticket, TAKEN_BACK)
        else:
            self.endings.note(ticket, GIVEN_UP)
        return outcome

    def _open(self, buyer: Buyer, round_id: str, page: WalletPage) -> Note | None:
        """Under which note the member has a ticket in this round that is not over; also with a
        wallet that ended, if it is being paid: nothing else of it is served any more."""
        for member_id in wallets_of(page):
            own = member_id == buyer.member_id
            asked = buyer if own else self.tickets.buyer(buyer.county_id, member_id)
            if not (note := asked.newest(round_id)) or is_application(note.purchase_id):
                continue
            ticket = self.tickets.by_id(buyer.county_id, note.purchase_id)
            # Noted, and cut off before the ticket was made: it is made now.
            status = self.standings.of(ticket, page).status if ticket else "queued"
            if status == "awaiting_payment" or (own and status == "queued"):
                return note
        return None

    def _check_rate(self, buyer: Buyer) -> None:
        """Each key is noted, also one that gets the ticket there is."""
        if buyer.asked_since(self.clock() - timedelta(hours=1)) >= KEYS_IN_HOUR_MAX:
            raise RateLimitedError(retry_after_seconds=600)

    def _new(
        self, actor: MemberActor, page: WalletPage, buyer: Buyer, round_id: str, amount: int
    ) -> Note:
        now = to_milliseconds(self.clock())
        today = seoul_date(now)
        settings = self.counties.on(actor.county_id, today)
        check_is_identified(page.profile, is_needed=bool(settings.identity_purchase))
        availability = self.rounds.availability(actor.county_id, round_id)
        round_ = availability.round
        round_.check_sells(amount, "online", now)
        self.payments.check_takes(actor.county_id)
        if round_.lottery is not None:
            applied = self.applying.answer_to(round_, buyer, page, amount)
            if applied is not None:
                return Note("", "", applied.application_id, round_id, amount, now)
        if round_.turns:
            check_turn(round_.turns, self.birth_on(actor), now)
        purchases.check_bounds(page.entries[0], amount, settings, today)
        if round_.lottery is None:
            self._check_is_left(round_, availability.left, amount, now)
        return Note("", "", new_id("pur", now), round_id, amount, now)

    def _check_is_left(self, round_: Round, left: int, amount: int, now: datetime) -> None:
        """Whoever comes when all that is left is spoken for is told so, and waits for nothing."""
        if left < amount or left < amount + self.standings.waiting_amount(round_, now):
            raise RoundSoldOutError(param="amount", remaining=left)

    def _in_line(self, actor: MemberActor, note: Note, page: WalletPage) -> Shown | Applied:
        """The note's ticket, made and sent on if that is still to be done."""
        if is_application(note.purchase_id):
            return self._applied(actor, note.purchase_id, page)
        ticket = self.tickets.by_id(actor.county_id, note.purchase_id)
        if ticket is None:
            round_ = self.purchases.round(actor.county_id, note.round_id)
            if round_.lottery is not None:
                self.applying.bind(round_, note, page)
            shard = own_shard(round_, actor.member_id)
            line = (actor.county_id, note.round_id, shard)
            end = self.tickets.stand_in_line(*line, note.amount)
            ticket = self.tickets.create(
                Ticket(
                    county_id=actor.county_id,
                    purchase_id=note.purchase_id,
                    member_id=actor.member_id,
                    round_id=note.round_id,
                    amount=note.amount,
                    price=round_.price(note.amount),
                    at=id_time(note.purchase_id),
                    shard=shard,
                    place=end.place,
                    asked_ahead=end.asked - note.amount,
                )
            )
            if ticket.place != end.place:
                # The same request came twice at once: one of them stands in line for nothing.
                self.tickets.leave_line(*line, note.amount)
        shown = self._shown(ticket, page)
        if shown.standing.status == "queued":
            self.lines.send(ticket)
        return shown

    def _shown(self, ticket: Ticket, page: WalletPage) -> Shown:
        standing = self.standings.of(ticket, page)
        ahead = self.standings.ahead(ticket) if standing.status == "queued" else 0
        return Shown(ticket, standing, ahead)

    def _applied(self, actor: MemberActor, purchase_id: str, page: WalletPage) -> Shown | Applied:
        found = self.applying.show(actor, purchase_id, page)
        return found if isinstance(found, Applied) else self._shown(found, page)

    def _page(self, actor: MemberActor) -> WalletPage:
        page = self.chain.read(actor.county_id, actor.member_id)
        check_is_active(page.profile, actor)
        return page
