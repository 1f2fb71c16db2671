"""Requests for counter sales as their steps."""

from functools import partial

from chalicelib.approvals.approvals import PROPOSAL, Step
from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import (
    item_from_step,
    put_step,
    read_page,
    read_request,
    step_from_item,
)
from chalicelib.aws.table import Item, Table
from chalicelib.sales import keys
from chalicelib.sales.counter_records import CounterRequest


class CounterRequestStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, request: CounterRequest) -> None:
        """Access pattern 94: the request. Does nothing if it is there."""
        pk = keys.counter_requests(request.county_id)
        item = item_from_step(pk, request.request_id, PROPOSAL, request.steps[0])
        item |= {
            "member_id": request.member_id,
            "round_id": request.round_id,
            "amount": request.amount,
        }
        if request.receipt is not None:
            item["receipt"] = request.receipt
        self._table.put_new(item)

    def by_id(self, county_id: str, request_id: str) -> CounterRequest | None:
        """Access pattern 95: one with all its steps, read consistently."""
        items = read_request(self._table, keys.counter_requests(county_id), request_id)
        return _request_from_items(county_id, items) if items else None

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[list[CounterRequest], str | None]:
        """Access pattern 96: newest first, those of a status if given, and the id to go on
        before."""
        make = partial(_request_from_items, county_id)
        pk = keys.counter_requests(county_id)
        return read_page(self._table, pk, make, status=status, limit=limit, before_id=before_id)

    def put_step(self, request: CounterRequest, number: int, step: Step) -> bool:
        """`False` if this step was taken already, by whomever."""
        pk = keys.counter_requests(request.county_id)
        return put_step(self._table, pk, request.request_id, number, step)


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
