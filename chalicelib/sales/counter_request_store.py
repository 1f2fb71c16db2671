"""Requests for counter sales as their steps."""

from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import StepStore, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.sales import keys
from chalicelib.sales.counter_records import CounterRequest


class CounterRequestStore(StepStore[CounterRequest]):
    """Access pattern 95: one by its id. Access pattern 96: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.counter_requests, _request_from_items)

    def create(self, request: CounterRequest) -> None:
        """Access pattern 94: the request. Does nothing if it is there."""
        facts: Item = {
            "member_id": request.member_id,
            "round_id": request.round_id,
            "amount": request.amount,
        }
        if request.receipt is not None:
            facts["receipt"] = request.receipt
        self.put_proposal(request, facts)


def _request_from_items(county_id: str, items: list[Item]) -> CounterRequest:
    proposal = items[0]
    return CounterRequest(
        county_id=county_id,
        request_id=split_step(proposal["sk"])[0],
        member_id=proposal["member_id"],
        round_id=proposal["round_id"],
        amount=proposal["amount"],
        receipt=proposal.get("receipt"),
        steps=tuple(map(step_from_item, items)),
    )
