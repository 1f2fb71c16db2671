"""Shops that may take vouchers, and the keys of their tills, as the county decides."""

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.codes import read_code
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import to_milliseconds
from chalicelib.merchants.errors import MerchantKeyNotFoundError, MerchantNotFoundError
from chalicelib.merchants.merchants import (
    Merchant,
    MerchantKey,
    MerchantScope,
    MerchantStatus,
    check_has_room,
    key_id_of,
)
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.service import new_key, page_of_wanted
from chalicelib.staff.audit import AuditAction, AuditRecord, Facts
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person
from chalicelib.standing.changes import settle
from chalicelib.standing.ports import StandingStore

_ACTIONS: dict[MerchantStatus, AuditAction] = {
    "active": "merchant_reopened",
    "suspended": "merchant_suspended",
    "closed": "merchant_closed",
}


class StandingOfMerchants(Struct, frozen=True):
    store: StandingStore
    merchants: MerchantStore
    signer: Signer
    is_live: bool
    idempotency_keys: IdempotencyKeys
    clock: Clock

    def of(self, county_id: str, merchant_id: str) -> Merchant:
        """Raises `MerchantNotFoundError`."""
        merchant = self.merchants.by_id(county_id, merchant_id, consistent=True)
        if merchant is None:
            raise MerchantNotFoundError
        return merchant

    def page(
        self,
        county_id: str,
        *,
        status: MerchantStatus | None,
        words: str | None,
        limit: int,
        position: str | None,
    ) -> tuple[list[Merchant], str | None]:
        """Shops by id, those of a status or whose name or code has `words`; and where the next page
        begins."""

        def is_wanted(merchant: Merchant) -> bool:
            return status in (None, merchant.status) and _has_words(merchant, words)

        return page_of_wanted(self.merchants, county_id, is_wanted, limit=limit, position=position)

    def keys(self, merchant: Merchant) -> list[MerchantKey]:
        return self.merchants.keys_of(merchant)

    def change(
        self,
        county_id: str,
        person: Person,
        merchant_id: str,
        status: MerchantStatus,
        *,
        reason: str,
    ) -> Merchant:
        """Suspend, close or re-open a shop. Either way it can still cancel what was paid.

        Raises `MerchantNotFoundError`, `VersionConflictError`.
        """

        def write(merchant: Merchant) -> Merchant | None:
            record = self._record(
                merchant,
                person,
                _ACTIONS[status],
                reason,
                before={"status": merchant.status},
                after={"status": status},
            )
            changed = merchant.with_status(status)
            return changed if self.store.change_merchant(changed, record) else None

        return settle(lambda: self.of(county_id, merchant_id), lambda m: m.status == status, write)

    def issue_key(
        self,
        county_id: str,
        person: Person,
        merchant_id: str,
        scopes: tuple[MerchantScope, ...],
        *,
        reason: str,
        idempotency_key: str,
    ) -> tuple[str, Merchant, bool]:
        """(a key with these scopes, the shop with it, whether this very request issued it before).

        Raises `MerchantNotFoundError`, `MerchantKeyLimitError`, `MerchantKeyEndedError`,
        `IdempotencyKeyReusedError`, `VersionConflictError`.
        """
        asked = {"merchant_id": merchant_id, "scopes": list(scopes)}
        self.idempotency_keys.bind(
            county_id, "merchant key", person.subject, idempotency_key, asked
        )
        secret = self.signer.merchant_key_secret(
            county_id, merchant_id, person.subject, idempotency_key
        )
        key = new_key(
            self.merchants,
            county_id,
            lambda: self.of(county_id, merchant_id),
            lambda _: scopes,
            secret,
            live=self.is_live,
        )
        merchant = key.merchant
        if key.is_repeated:
            return key.text, merchant, True
        made = replace(key.stored, made_at=to_milliseconds(self.clock()))
        changed = merchant.with_keys(*merchant.key_hashes, made.key_hash)
        record = self._record(
            merchant,
            person,
            "merchant_key_issued",
            reason,
            before=_keys_fact(merchant),
            after=_keys_fact(changed) | {"scopes": list(scopes)},
        )
        if not self.store.change_merchant(changed, record, made):
            raise VersionConflictError
        return key.text, changed, False

    def change_key_scopes(
        self,
        county_id: str,
        person: Person,
        merchant_id: str,
        key_id: str,
        scopes: tuple[MerchantScope, ...],
        *,
        reason: str,
    ) -> Merchant:
        """The shop whose key may do this from now on; its text stays. Within a minute it holds
        everywhere.

        Raises `MerchantNotFoundError`, `MerchantKeyNotFoundError`, `MerchantKeyLimitError`,
        `VersionConflictError`.
        """

        def own(merchant: Merchant) -> MerchantKey:
            found = [key for key in self.keys(merchant) if key.key_id == key_id]
            if not found:
                raise MerchantKeyNotFoundError
            return found[0]

        def write(merchant: Merchant) -> Merchant | None:
            before = own(merchant)
            check_has_room(self.keys(merchant), scopes)
            changed = merchant.with_key_scopes(key_id, scopes)
            record = self._record(
                merchant,
                person,
                "merchant_key_changed",
                reason,
                before={"key_id": key_id, "scopes": list(before.scopes)},
                after={"key_id": key_id, "scopes": list(scopes)},
            )
            return changed if self.store.change_merchant(changed, record) else None

        return settle(
            lambda: self.of(county_id, merchant_id), lambda m: own(m).scopes == scopes, write
        )

    def revoke_key(
        self, county_id: str, person: Person, merchant_id: str, key_id: str, *, reason: str
    ) -> Merchant:
        """The shop without the key. One that it does not have, or no longer, changes nothing.

        Raises `MerchantNotFoundError`, `VersionConflictError`.
        """

        def write(merchant: Merchant) -> Merchant | None:
            left = [h for h in merchant.key_hashes if key_id_of(h) != key_id]
            changed = merchant.with_keys(*left)
            record = self._record(
                merchant,
                person,
                "merchant_key_revoked",
                reason,
                before=_keys_fact(merchant),
                after=_keys_fact(changed),
            )
            return changed if self.store.change_merchant(changed, record) else None

        return settle(
            lambda: self.of(county_id, merchant_id),
            lambda m: key_id not in map(key_id_of, m.key_hashes),
            write,
        )

    def _record(
        self,
        merchant: Merchant,
        person: Person,
        action: AuditAction,
        reason: str,
        *,
        before: Facts,
        after: Facts,
    ) -> AuditRecord:
        return AuditRecord.made(
            county_id=merchant.county_id,
            at=self.clock(),
            by=person,
            action=action,
            target_id=merchant.merchant_id,
            reason=reason,
            before=before,
            after=after,
        )


def _has_words(merchant: Merchant, words: str | None) -> bool:
    if words is None:
        return True
    return merchant.is_named(words) or read_code(words) in read_code(merchant.merchant_code)


def _keys_fact(merchant: Merchant) -> dict[str, list[str]]:
    return {"key_ids": [key_id_of(h) for h in merchant.key_hashes]}
