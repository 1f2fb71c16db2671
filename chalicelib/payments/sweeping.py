"""The schedule's sweep: every payment that waits for something is looked at when it is due.

Messages are quick and may be lost; this is what makes sure. When a payment is due stands in an item
that is written with its state, so no state without an outcome is ever without its next look.
"""

from datetime import timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import to_milliseconds
from chalicelib.payments.ports import PaymentMessages, PaymentStore

BEHIND = timedelta(seconds=60)
"""A look is written at least three minutes before it is due: what is due a minute ago is there."""
LOOKED_BACK_MAX = timedelta(days=35)


class Sweeping(Struct, frozen=True):
    store: PaymentStore
    messages: PaymentMessages
    clock: Clock

    def run(self, county_id: str) -> int:
        """Ask for every payment that has become due since the last run; how many. What was asked
        for twice is looked at twice, which changes nothing. It is noted how far it came after all
        were asked for, so that a run that is cut off is done again."""
        until = to_milliseconds(self.clock()) - BEHIND
        after = max(
            self.store.swept_until(county_id) or until - LOOKED_BACK_MAX, until - LOOKED_BACK_MAX
        )
        due = {purchase_id for _, purchase_id in self.store.due(county_id, after, until)}
        for purchase_id in sorted(due):
            self.messages.send(county_id, purchase_id)
        self.store.put_swept_until(county_id, until)
        return len(due)
