"""Mileage added or taken by the county, for a written reason."""

from dataclasses import dataclass

from chalicelib.domain import grants
from chalicelib.domain.references import CommandKeys, fingerprint
from chalicelib.domain.values import seoul_date
from chalicelib.domain.wallet import Draft
from chalicelib.services.chain import Chain, Outcome, View, require_head
from chalicelib.services.counties import Counties


@dataclass(frozen=True)
class Adjustments:
    chain: Chain
    counties: Counties

    def adjust(
        self, county_id: str, member_id: str, *, mileage: int, reason: str, adjustment_id: str
    ) -> Outcome:
        """Plus adds, minus takes, in points. The same `adjustment_id` takes effect once; with
        another amount or reason it is refused. Who may, and who must agree, is the caller's
        business."""
        keys = CommandKeys(
            reference=f"adjustment/{adjustment_id}",
            fingerprint=fingerprint({"mileage": mileage, "reason": reason}),
            idempotency=f"adjustment/{adjustment_id}",
        )

        def decide(view: View) -> Draft:
            return grants.decide_adjustment(
                require_head(view),
                mileage=mileage,
                reason=reason,
                settings=self.counties.on(county_id, seoul_date(view.now)),
                now=view.now,
            )

        outcome = self.chain.run(county_id, member_id, keys, decide)
        if outcome is None:
            raise AssertionError("an adjustment always writes")
        return outcome
