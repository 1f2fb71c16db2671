"""What staff sent under an Idempotency-Key, kept as long as it may be repeated."""

from datetime import datetime, timedelta

from chalicelib.aws.table import Item, Table
from chalicelib.ledger.idempotency import REPLAY_WINDOW
from chalicelib.staff import keys
from chalicelib.staff.person import IdempotencyRecord

KEPT_FOR = REPLAY_WINDOW + timedelta(days=1)


class IdempotencyStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, county_id: str, digest: str) -> IdempotencyRecord | None:
        """Access pattern 71: what was proposed under this key before. Read consistently."""
        item = self._table.get(keys.proposal(county_id, digest), consistent=True)
        return _record_from_item(county_id, digest, item) if item else None

    def keep(self, proposal: IdempotencyRecord, *, now: datetime) -> IdempotencyRecord:
        """This proposal, or the one that was made under the same key before."""
        existing = self._table.put_new(
            {
                **keys.proposal(proposal.county_id, proposal.digest)._asdict(),
                "type": "proposal",
                "matter_id": proposal.resource_id,
                "fingerprint": proposal.fingerprint,
                "ttl": int((now + KEPT_FOR).timestamp()),
            }
        )
        if existing is None:
            return proposal
        return _record_from_item(proposal.county_id, proposal.digest, existing)


def _record_from_item(county_id: str, digest: str, item: Item) -> IdempotencyRecord:
    return IdempotencyRecord(
        county_id=county_id,
        digest=digest,
        resource_id=item["matter_id"],
        fingerprint=item["fingerprint"],
    )
