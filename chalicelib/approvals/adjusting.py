"""Value added or taken by the county, for a written reason."""

from datetime import date

from msgspec import Struct

from chalicelib.approvals import adjusting_rules
from chalicelib.approvals import adjustments as rules
from chalicelib.approvals.corrections import correction_of
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import MemberUnknownError
from chalicelib.ledger.idempotency import CommandKeys, fingerprint
from chalicelib.ledger.profile import Profile


def check_is_known(profile: Profile | None) -> None:
    """Raises `MemberUnknownError` for a stranger and for whoever has left. A suspended member's
    wallet can be put right: suspension is about paying."""
    if profile is None or profile.status == "left":
        raise MemberUnknownError(param="member_id")


class Adjustments(Struct, frozen=True):
    """The movement itself. Who may, and who must agree, is the caller's business."""

    chain: Chain
    counties: Counties

    def adjust(
        self,
        county_id: str,
        member_id: str,
        *,
        mileage: int,
        voucher_amount: int = 0,
        reason: str,
        adjustment_id: str,
        corrects: Entry | None = None,
    ) -> Outcome:
        """Plus adds, minus takes: mileage in points or vouchers in won; `corrects`: to put this
        entry right. The same `adjustment_id` takes effect once; with another amount or reason it is
        refused."""
        reference = rules.reference_of(adjustment_id)
        keys = CommandKeys(
            reference=reference,
            fingerprint=fingerprint(
                {"mileage": mileage, "voucher_amount": voucher_amount, "reason": reason}
            ),
            idempotency=reference,
        )
        return self.move(
            county_id,
            member_id,
            keys,
            mileage=mileage,
            voucher_amount=voucher_amount,
            reason=reason,
            source="adjustment",
            corrects=corrects,
        )

    def move(
        self,
        county_id: str,
        member_id: str,
        keys: CommandKeys,
        *,
        mileage: int,
        voucher_amount: int,
        reason: str,
        source: str,
        corrects: Entry | None = None,
        expires_on: date | None = None,
    ) -> Outcome:
        """`keys` make it happen once; `source` and `expires_on`, if fixed, are the new lot's."""

        def decide(view: View) -> Draft:
            check_is_known(view.profile)
            if view.head is None:
                raise MemberUnknownError(param="member_id")
            return adjusting_rules.decide_adjustment(
                view.head,
                mileage=mileage,
                voucher_amount=voucher_amount,
                reason=reason,
                settings=self.counties.on(county_id, seoul_date(view.now)),
                now=view.now,
                source=source,
                correction=correction_of(corrects, view.since(corrects)) if corrects else None,
                expires_on=expires_on,
            )

        outcome = self.chain.run(county_id, member_id, keys, decide)
        if outcome is None:
            raise AssertionError("an adjustment always writes")
        return outcome
