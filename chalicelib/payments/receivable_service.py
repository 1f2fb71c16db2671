"""Debts of members to the county: owed, and paid at the desk; each entry once."""

from collections.abc import Callable

from msgspec import Struct

from chalicelib.ledger import receivables as rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View, require_head
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint


class Receivables(Struct, frozen=True):
    chain: Chain
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
        amount: int,
        reason: str,
        request_id: str,
    ) -> Outcome:
        """`amount` won of it were paid, once by this request. Raises `AmountOutOfRangeError`,
        `MemberNotFoundError`."""
        reference = f"receivable_settled/{request_id}"
        keys = CommandKeys(
            reference=reference,
            fingerprint=fingerprint({"way": "paid", "amount": amount, "reason": reason}),
            idempotency=reference,
        )

        def decide(view: View) -> Draft:
            return rules.decide_settled(require_head(view), amount=amount, reason=reason)

        return _written(self.chain.run(county_id, member_id, keys, decide))


def _written(outcome: Outcome | None) -> Outcome:
    if outcome is None:
        raise AssertionError("what is owed or settled is always written")
    return outcome
