"""The steps of what staff propose and decide: written once each, never changed or deleted.

The steps of one request stand side by side under the county's list, so one query gives a page of
requests, newest first, each with its whole history.
"""

from collections.abc import Callable, Iterator
from typing import Generic

from chalicelib.approvals import keys
from chalicelib.approvals.approvals import PROPOSAL, Refusal, RequestT, Step
from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff.person import Person

PAGE_ITEMS = 60
REQUESTS_READ_MAX = 1_000
"""A page looks at so many at the most: one with a rare status may come back short."""


class StepStore(Generic[RequestT]):
    """Requests of one kind. `list_key`: of a county's list of them; `read`: a request of the county
    from its steps."""

    def __init__(
        self,
        table: Table,
        list_key: Callable[[str], str],
        read: Callable[[str, list[Item]], RequestT],
    ) -> None:
        self._table = table
        self._list_key = list_key
        self._read = read

    def by_id(self, county_id: str, request_id: str) -> RequestT | None:
        """One with all its steps, read consistently."""
        items = read_request(self._table, self._list_key(county_id), request_id)
        return self._read(county_id, items) if items else None

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[list[RequestT], str | None]:
        """Newest first, those of a status if given, and the id to go on before."""
        found: list[RequestT] = []
        last_id = None
        requests = read_requests(self._table, self._list_key(county_id), before_id)
        for count, items in enumerate(requests):
            if len(found) == limit or count == REQUESTS_READ_MAX:
                return found, last_id
            request = self._read(county_id, items)
            last_id = request.request_id
            if status is None or request.status == status:
                found.append(request)
        return found, None

    def put_proposal(self, request: RequestT, facts: Item) -> bool:
        """`False` if it is there already: then nothing was written."""
        return self._table.put_new(self._item(request, PROPOSAL, request.steps[0]) | facts) is None

    def put_step(self, request: RequestT, number: int, step: Step) -> bool:
        """`False` if this step was taken already, by whomever."""
        return self._table.put_new(self._item(request, number, step)) is None

    def _item(self, request: RequestT, number: int, step: Step) -> Item:
        pk = self._list_key(request.county_id)
        return item_from_step(pk, request.request_id, number, step)


def item_from_step(pk: str, request_id: str, number: int, step: Step) -> Item:
    item: Item = {
        **keys.step(pk, request_id, number)._asdict(),
        "type": "step",
        "step": step.name,
        "at": format_time(step.at),
    }
    if step.by:
        item["by"] = [step.by.subject, step.by.username]
    if step.reason is not None:
        item["reason"] = step.reason
    if step.entry_id is not None:
        item["entry_id"] = step.entry_id
    if step.refusal:
        item["refusal"] = [step.refusal.code, step.refusal.ko, step.refusal.en]
    return item


def step_from_item(item: Item) -> Step:
    return Step(
        name=item["step"],
        at=parse_time(item["at"]),
        by=Person(*item["by"]) if "by" in item else None,
        reason=item.get("reason"),
        entry_id=item.get("entry_id"),
        refusal=Refusal(*item["refusal"]) if "refusal" in item else None,
    )


def read_request(table: Table, pk: str, request_id: str) -> list[Item]:
    """The steps of one request in their order; none if there is no such request: what nobody
    proposed is none."""
    first, last = (keys.step(pk, request_id, n).sk for n in (PROPOSAL, 9))
    found = list(table.query_all(pk, between=(first, last), consistent=True))
    return found if found and found[0]["sk"] == first else []


def read_requests(table: Table, pk: str, before_id: str | None) -> Iterator[list[Item]]:
    """Every request of a list, newest first, each as its steps in their order."""
    start = keys.step(pk, before_id, PROPOSAL)._asdict() if before_id else None
    request: list[Item] = []
    page = table.query(pk, newest_first=True, limit=PAGE_ITEMS, start=start, consistent=True)
    while True:
        for item in page.items:
            request.insert(0, item)
            # Newest first, the proposal is the last of a request's steps.
            request_id, number = keys.split_step(item["sk"])
            if number == PROPOSAL:
                # A step of what nobody proposed belongs to no other request.
                yield [each for each in request if keys.split_step(each["sk"])[0] == request_id]
                request = []
        if page.next_key is None:
            return
        page = table.query(
            pk, newest_first=True, limit=PAGE_ITEMS, start=page.next_key, consistent=True
        )
