"""Merchants: their keys, their own record, and the public directory."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from chalicelib.core.cache import TtlCache
from chalicelib.core.codes import read_code
from chalicelib.core.errors import NotAuthenticatedError
from chalicelib.core.text import cleaned
from chalicelib.paying.actors import MerchantActor
from chalicelib.paying.errors import MerchantNotFoundError
from chalicelib.paying.merchant_keys import merchant_key_hash, new_merchant_key
from chalicelib.paying.merchants import Merchant, MerchantKey, MerchantScope
from chalicelib.paying.ports import MerchantStore

DIRECTORY_PAGES_MAX = 20


@dataclass(frozen=True)
class Merchants:
    store: MerchantStore
    is_live: bool
    known: TtlCache[MerchantActor | None] = field(default_factory=TtlCache)
    known_by_code: TtlCache[Merchant | None] = field(default_factory=TtlCache)

    def authenticate(self, county_id: str, key: str) -> MerchantActor:
        """Whose key this is. Remembered for a minute, so a warm till costs no read."""
        prefix = "mk_live_" if self.is_live else "mk_test_"
        if not key.startswith(prefix):
            raise NotAuthenticatedError
        key_hash = merchant_key_hash(key)
        actor = self.known.get((county_id, key_hash), lambda: self._load(county_id, key_hash))
        if actor is None:
            raise NotAuthenticatedError
        return actor

    def by_code(self, county_id: str, merchant_code: str) -> Merchant:
        """The shop of a standing QR, remembered for a minute."""
        code = read_code(merchant_code)
        merchant = self.known_by_code.get(
            (county_id, code), lambda: self.store.by_code(county_id, code)
        )
        if merchant is None:
            raise MerchantNotFoundError
        return merchant

    def create_key(self, actor: MerchantActor) -> str:
        """A new key with the scopes of the one in use, which stays valid beside it. Any third of
        the same scopes ends, so a second rotation, with the new key, ends the first."""
        merchant = self.store.by_id(actor.merchant.county_id, actor.merchant.merchant_id)
        if merchant is None:
            raise MerchantNotFoundError
        if actor.key_hash not in merchant.key_hashes:
            # Revoked within the last minute, and remembered here: it must not make a successor.
            raise NotAuthenticatedError
        key = new_merchant_key(live=self.is_live)
        key_hash = merchant_key_hash(key)
        revoked = [h for h in merchant.key_hashes if self._is_replaced(h, actor)]
        kept = tuple(h for h in merchant.key_hashes if h not in revoked)
        self.store.put_key(_key(merchant, key_hash, actor.scopes, hint=key[-4:]))
        self.store.replace(
            replace(merchant, key_hashes=(*kept, key_hash), version=merchant.version + 1)
        )
        for old_hash in revoked:
            self.store.delete_key(merchant.county_id, old_hash)
            self.known.forget((merchant.county_id, old_hash))
        return key

    def _is_replaced(self, key_hash: str, actor: MerchantActor) -> bool:
        if key_hash == actor.key_hash:
            return False
        key = self.store.key(actor.merchant.county_id, key_hash)
        return key is None or key.scopes == actor.scopes

    def directory(
        self,
        county_id: str,
        *,
        limit: int,
        position: str | None,
        category: str | None,
        words: str | None,
    ) -> tuple[list[Merchant], str | None]:
        """Active merchants by id, those of a category or whose name has `words`; and where the
        next page begins."""
        after_id = position
        wanted = _filter(category, words)
        found: list[Merchant] = []
        for _ in range(DIRECTORY_PAGES_MAX):
            page, after_id = self.store.page(county_id, limit=limit, after_id=after_id)
            for merchant in page:
                if wanted(merchant):
                    found.append(merchant)
                if len(found) == limit:
                    is_last = after_id is None and merchant is page[-1]
                    return found, None if is_last else merchant.merchant_id
            if after_id is None:
                return found, None
        return found, after_id

    def _load(self, county_id: str, key_hash: str) -> MerchantActor | None:
        key = self.store.key(county_id, key_hash)
        merchant = self.store.by_id(county_id, key.merchant_id) if key else None
        # The merchant's own list of keys is the authority: a key whose revocation stopped half-way
        # is out already.
        if key is None or merchant is None or key_hash not in merchant.key_hashes:
            return None
        return MerchantActor(merchant, key.scopes, key_hash)


def _key(
    merchant: Merchant, key_hash: str, scopes: tuple[MerchantScope, ...], *, hint: str
) -> MerchantKey:
    return MerchantKey(
        county_id=merchant.county_id,
        key_hash=key_hash,
        merchant_id=merchant.merchant_id,
        scopes=scopes,
        hint=hint,
    )


def _filter(category: str | None, words: str | None) -> Callable[[Merchant], bool]:
    searched = cleaned(words or "").casefold()

    def is_wanted(merchant: Merchant) -> bool:
        return (
            merchant.status == "active"
            and (category is None or merchant.category == category)
            and searched in cleaned(merchant.name).casefold()
        )

    return is_wanted
