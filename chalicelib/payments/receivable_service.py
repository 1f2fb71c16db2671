"""Debts of members to the county: owed, set off, paid at the desk, forgiven; each entry once."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger import receivables as rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View, require_head
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint


class Receivables(Struct, frozen=True):
    chain: Chain
    counties: Counties
    carry_on: Callable[[str, str], None]

    def owe(
        self, county_id: str, member_id: str, *, cause: str, amount: int, number: int
    ) -> Outcome:
        """`amount` won of `cause` were spent before they were taken back. Told again with the same
        `number`, nothing more is owed. It stands in the wallet that its person goes on with."""
        reference = f"receivable/{cause}/{number}"
        keys = CommandKeys(reference=reference, fingerprint=digest(reference, str(amount)))

        def decide(view: View) -> Draft:
            require_head(view)
            return rules.decide_owing(cause=cause, amount=amount)

        outcome = _written(self.chain.run(county_id, member_id, keys, decide))
        self.carry_on(county_id, member_id)
        return outcome

    def settle(
        self,
        county_id: str,
        member_id: str,
        *,
        way: Literal["paid", "forgiven"],
        amount: int,
        reason: str,
        request_id: str,
    ) -> Outcome:
        """It was paid or forgiven, once by this request. Raises `AmountOutOfRangeError`,
        `MemberNotFoundError`."""
        reference = f"receivable_settled/{request_id}"
        keys = CommandKeys(
            reference=reference,
            fingerprint=fingerprint({"way": way, "amount": amount, "reason": reason}),
            idempotency=reference,
        )

        def decide(view: View) -> Draft:
            return rules.decide_settled(require_head(view), amount=amount, way=way, reason=reason)

        return _written(self.chain.run(county_id, member_id, keys, decide))

    def set_off(self, county_id: str, member_id: str, on_run: str) -> Outcome | None:
        """Settle what can be by what was given since, where the county has it so; `on_run` names
        the run, which does it once. `None` if there is nothing to take."""
        reference = f"receivable_settled/{on_run}/{member_id}"
        keys = CommandKeys(reference=reference, fingerprint=digest(reference))

        def decide(view: View) -> Draft | None:
            today = seoul_date(view.now)
            settings = self.counties.on(county_id, today)
            if view.head is None or not settings.receivable_offset:
                return None
            return rules.decide_offset(
                view.head, won_per_point=settings.mileage_won_per_point, on=today
            )

        return self.chain.run(county_id, member_id, keys, decide)


def _written(outcome: Outcome | None) -> Outcome:
    if outcome is None:
        raise AssertionError("what is owed or settled is always written")
    return outcome
