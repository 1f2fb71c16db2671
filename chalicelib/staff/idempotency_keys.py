"""An Idempotency-Key of staff stands for one request, whichever wallet or thing it names."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import IdempotencyKeyReusedError
from chalicelib.core.values import new_id
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.staff.person import IdempotencyRecord
from chalicelib.staff.ports import IdempotencyStore


class IdempotencyKeys(Struct, frozen=True):
    idempotency_store: IdempotencyStore
    clock: Clock

    def bind(
        self, county_id: str, purpose: str, subject: str, key: str, asked: Mapping[str, Any]
    ) -> bool:
        """Bind the key of this person to what is asked, before anything moves; `True` if it was
        bound to just this before. So a request that was cut off goes on, and one that was mistyped
        and sent under the same key does not happen beside the first.

        One conditional write, and no read. Raises `IdempotencyKeyReusedError`.
        """
        now = self.clock()
        wanted = IdempotencyRecord(
            county_id=county_id,
            digest=digest(purpose, subject, key),
            resource_id=new_id("clm", now),
            fingerprint=fingerprint(asked),
        )
        bound = self.idempotency_store.keep(wanted, now=now)
        if bound.fingerprint != wanted.fingerprint:
            raise IdempotencyKeyReusedError
        return bound.resource_id != wanted.resource_id


def propose_once(
    store: IdempotencyStore,
    wanted: IdempotencyRecord,
    check: Callable[[], object],
    *,
    now: datetime,
) -> tuple[str, bool]:
    """(the id of the request, whether it was proposed before). `check` refuses what may not be
    proposed; a repeat is not judged again. Raises `IdempotencyKeyReusedError`."""
    made = store.find(wanted.county_id, wanted.digest)
    if made is None:
        check()
        made = store.keep(wanted, now=now)
    if made.fingerprint != wanted.fingerprint:
        raise IdempotencyKeyReusedError
    return made.resource_id, made.resource_id != wanted.resource_id
