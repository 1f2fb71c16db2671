"""The steps of what staff propose and decide: written once each, never changed or deleted.

The steps of one matter stand side by side under the county's list, so one query gives a page of
matters, newest first, each with its whole history.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.aws import keys
from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.domain.approvals import PROPOSAL, Person, ProposalClaim, Refusal, Step
from chalicelib.ledger.idempotency import REPLAY_WINDOW

PAGE_ITEMS = 60
KEPT_FOR = REPLAY_WINDOW + timedelta(days=1)


class ProposalStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, county_id: str, digest: str) -> ProposalClaim | None:
        """Access pattern 71: what was proposed under this key before. Read consistently."""
        item = self._table.get(keys.proposal(county_id, digest), consistent=True)
        return _claim_from_item(county_id, digest, item) if item else None

    def claim(self, proposal: ProposalClaim, *, now: datetime) -> ProposalClaim:
        """This proposal, or the one that was made under the same key before."""
        existing = self._table.put_new(
            {
                **keys.proposal(proposal.county_id, proposal.digest)._asdict(),
                "type": "proposal",
                "matter_id": proposal.matter_id,
                "fingerprint": proposal.fingerprint,
                "ttl": int((now + KEPT_FOR).timestamp()),
            }
        )
        if existing is None:
            return proposal
        return _claim_from_item(proposal.county_id, proposal.digest, existing)


def _claim_from_item(county_id: str, digest: str, item: Item) -> ProposalClaim:
    return ProposalClaim(
        county_id=county_id,
        digest=digest,
        matter_id=item["matter_id"],
        fingerprint=item["fingerprint"],
    )


def item_from_step(pk: str, matter_id: str, number: int, step: Step) -> Item:
    item: Item = {
        **keys.step(pk, matter_id, number)._asdict(),
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


def put_step(table: Table, pk: str, matter_id: str, number: int, step: Step) -> bool:
    """`False` if this step was taken already, by whomever."""
    return table.put_new(item_from_step(pk, matter_id, number, step)) is None


def read_matter(table: Table, pk: str, matter_id: str) -> list[Item]:
    """The steps of one matter in their order; none if there is no such matter: what nobody
    proposed is none."""
    first, last = (keys.step(pk, matter_id, n).sk for n in (PROPOSAL, 9))
    found = list(table.query_all(pk, between=(first, last), consistent=True))
    return found if found and found[0]["sk"] == first else []


def read_matters(table: Table, pk: str, before_id: str | None) -> Iterator[list[Item]]:
    """Every matter of a list, newest first, each as its steps in their order."""
    start = keys.step(pk, before_id, PROPOSAL)._asdict() if before_id else None
    matter: list[Item] = []
    page = table.query(pk, newest_first=True, limit=PAGE_ITEMS, start=start, consistent=True)
    while True:
        for item in page.items:
            matter.insert(0, item)
            # Newest first, the proposal is the last of a matter's steps.
            matter_id, number = keys.split_step(item["sk"])
            if number == PROPOSAL:
                # A step of what nobody proposed belongs to no other matter.
                yield [each for each in matter if keys.split_step(each["sk"])[0] == matter_id]
                matter = []
        if page.next_key is None:
            return
        page = table.query(
            pk, newest_first=True, limit=PAGE_ITEMS, start=page.next_key, consistent=True
        )
