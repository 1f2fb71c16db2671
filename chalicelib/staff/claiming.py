"""A request that staff send twice under one Idempotency-Key makes one thing."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.core.errors import IdempotencyKeyReusedError
from chalicelib.staff.person import ProposalClaim
from chalicelib.staff.ports import ProposalStore


def claim_once(
    store: ProposalStore, wanted: ProposalClaim, check: Callable[[], None], *, now: datetime
) -> tuple[str, bool]:
    """(the id of the matter, whether it was proposed before). `check` refuses what may not be
    proposed; a repeat is not judged again. Raises `IdempotencyKeyReusedError`."""
    made = store.find(wanted.county_id, wanted.digest)
    if made is None:
        check()
        made = store.claim(wanted, now=now)
    if made.fingerprint != wanted.fingerprint:
        raise IdempotencyKeyReusedError
    return made.matter_id, made.matter_id != wanted.matter_id
