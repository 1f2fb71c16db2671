"""Selling vouchers out of a round's budget, taking a purchase back, paying back a lot's rest."""

from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from chalicelib.core.actors import MemberActor
from chalicelib.core.cache import TtlCache
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.budget import BudgetShortError
from chalicelib.ledger.budget import own_shard as shard_of
from chalicelib.ledger.chain import Chain, Outcome, View, require_head
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.ports import ChainStore
from chalicelib.ledger.profile import check_is_active, check_is_identified
from chalicelib.sales import purchases
from chalicelib.sales.errors import PurchaseNotFoundError, RoundNotFoundError, RoundSoldOutError
from chalicelib.sales.ports import RoundStore
from chalicelib.sales.rounds import Round, spread

SPREADS_MAX = 10
"""How often the shards are looked at anew while others buy out of them too."""


class Purchases(Struct, frozen=True):
    chain: Chain
    rounds: RoundStore
    counties: Counties
    taking_back: ChainStore
    """The wallets, where the record of a cancel is written beside its entry."""
    known: TtlCache[Round | None] = field(default_factory=TtlCache)

    def round(self, county_id: str, round_id: str) -> Round:
        """As it was within the last minute: so long after a change, another process may go by the
        round of before. Raises `RoundNotFoundError`."""
        found = self.known.get(
            (county_id, round_id), lambda: self.rounds.by_id(county_id, round_id)
        )
        if found is None:
            raise RoundNotFoundError
        return found

    def buy(
        self,
        county_id: str,
        member_id: str,
        *,
        round_id: str,
        amount: int,
        idempotency_key: str,
        sold_by: str | None = None,
    ) -> Outcome:
        """Sell `amount` won of face value: lot, limits and budget in one transaction. `sold_by`
        is the account of staff at whose counter it was paid.

        It asks the member's own shard first, which needs no read; only when that holds too little
        are all shards read, and taken from together. So "sold out" is said after all were seen.
        """
        key = digest("purchase", member_id, idempotency_key)
        keys = CommandKeys(
            reference=f"purchase/{key}",
            fingerprint=fingerprint({"round_id": round_id, "amount": amount}),
            idempotency=key,
        )
        round_ = self.round(county_id, round_id)
        return from_shards(
            self.rounds,
            round_,
            lambda left: self._buy(county_id, member_id, keys, round_, amount, left, sold_by),
        )

    def _buy(
        self,
        county_id: str,
        member_id: str,
        keys: CommandKeys,
        round_: Round,
        amount: int,
        left: Mapping[int, int] | None,
        sold_by: str | None,
    ) -> Outcome:
        def decide(view: View) -> Draft:
            check_is_active(view.profile)
            settings = self.counties.on(county_id, seoul_date(view.now))
            check_is_identified(view.profile, is_needed=bool(settings.identity_purchase))
            round_.check_sells(amount, "counter", view.now)
            draft = purchases.decide_purchase(
                require_head(view),
                face=amount,
                round_=round_,
                # Here, after the check for a replay: the budget may be gone to this very command.
                parts=parts_of(round_, member_id, amount, left),
                settings=settings,
                now=view.now,
            )
            return replace(draft, reason=sold_by)

        return _written(self.chain.run(county_id, member_id, keys, decide))

    def cancel(self, actor: MemberActor, purchase_id: str, *, idempotency_key: str) -> Outcome:
        """Take an unused purchase back whole. By `docs/give-back.md`."""
        key = digest("purchase_cancel", actor.member_id, idempotency_key)
        keys = CommandKeys(
            reference=f"purchase_cancel/{key}",
            fingerprint=fingerprint({"purchase_id": purchase_id}),
            idempotency=key,
        )

        def decide(view: View) -> Draft:
            head = require_head(view)
            lot = purchases.find_lot(head, sibling_id("vch", purchase_id))
            if lot is None or lot.terms is None:
                raise PurchaseNotFoundError
            round_ = self.round(actor.county_id, lot.source)
            return purchases.decide_cancel(
                head,
                purchase_id,
                round_=round_,
                shard=own_shard(round_, actor.member_id),
                settings=self.counties.on(actor.county_id, purchases.bought_day(lot)),
                now=view.now,
            )

        chain = self.chain.over(self.taking_back)
        return _written(chain.run(actor.county_id, actor.member_id, keys, decide, by=actor))

    def refund_change(
        self, actor: MemberActor, voucher_id: str, *, idempotency_key: str
    ) -> Outcome:
        """Pay back the rest of a bought lot once its promised share is spent."""
        key = digest("change_refund", actor.member_id, idempotency_key)
        keys = CommandKeys(
            reference=f"change_refund/{key}",
            fingerprint=fingerprint({"voucher_id": voucher_id}),
            idempotency=key,
        )

        def decide(view: View) -> Draft:
            return purchases.decide_change_refund(require_head(view), voucher_id, now=view.now)

        return _written(self.chain.run(actor.county_id, actor.member_id, keys, decide, by=actor))


def from_shards(
    rounds: RoundStore, round_: Round, attempt: Callable[[Mapping[int, int] | None], Outcome]
) -> Outcome:
    """What `attempt` wrote, given what is left in each shard; at first `None`, for the member's own
    shard, which needs no read.

    Raises what it raises; `RoundSoldOutError` after all shards were seen, twice the same.
    """
    left: Mapping[int, int] | None = None
    for _ in range(SPREADS_MAX):
        try:
            return attempt(left)
        except BudgetShortError:
            left = rounds.left(round_)
        except RoundSoldOutError:
            # The shards were read one after the other, while others bought and gave back:
            # their sum is one that was there only if a second reading finds the same.
            again = rounds.left(round_)
            if again == left:
                raise
            left = again
    raise TryAgainError(retry_after_seconds=1)


def parts_of(
    round_: Round, member_id: str, amount: int, left: Mapping[int, int] | None
) -> dict[int, int]:
    """From which shards to take `amount`. Raises `RoundSoldOutError`."""
    return {own_shard(round_, member_id): -amount} if left is None else spread(amount, left)


def own_shard(round_: Round, member_id: str) -> int:
    """The shard of the round that the member's purchases ask first."""
    return shard_of(member_id, round_.shard_count)


def _written(outcome: Outcome | None) -> Outcome:
    if outcome is None:
        raise AssertionError("a purchase always writes")
    return outcome
