"""Where purchases are paid for."""

from datetime import datetime

from chalicelib.buying.tickets import Ticket


class ClosedPaymentDesk:
    """Of a deployment that takes no payments online: what is reserved is let go when its time to
    pay is over."""

    def start(self, ticket: Ticket, *, pay_by: datetime, order_name: str) -> None:
        """Nothing can be begun."""

    def path(self, purchase_id: str) -> str:
        return f"pay/{purchase_id}"

    def is_on_its_way(self, county_id: str, purchase_id: str) -> bool:
        return False

    def give_back(self, ticket: Ticket, reason: str) -> None:
        """Nothing was paid."""
