"""Merchants: their keys, their own record, and the public directory."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from chalicelib.aws.signer import Signer
from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.codes import read_code
from chalicelib.core.errors import (
    NotAllowedError,
    NotAuthenticatedError,
    VersionConflictError,
)
from chalicelib.core.text import cleaned
from chalicelib.core.values import seoul_date
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.errors import (
    LIVE_KEY_IN_TEST,
    TEST_KEY_IN_LIVE,
    MerchantKeyEndedError,
    MerchantNotFoundError,
)
from chalicelib.merchants.merchant_keys import merchant_key_hash, merchant_key_of, new_merchant_key
from chalicelib.merchants.merchants import Merchant, MerchantKey, MerchantScope, check_has_room
from chalicelib.merchants.ports import MerchantStore

DIRECTORY_PAGES_MAX = 2
DIRECTORY_PAGE_ROWS = 100


class Merchants(Struct, frozen=True):
    store: MerchantStore
    is_live: bool
    signer: Signer
    clock: Clock
    known: TtlCache[MerchantActor | None] = field(default_factory=TtlCache)
    known_by_code: TtlCache[Merchant | None] = field(default_factory=TtlCache)

    def authenticate(self, county_id: str, key: str) -> MerchantActor:
        """Whose key this is. Remembered for a minute, so a warm till costs no read."""
        own, other = ("mk_live_", "mk_test_") if self.is_live else ("mk_test_", "mk_live_")
        if key.startswith(other):
            raise NotAuthenticatedError(TEST_KEY_IN_LIVE if self.is_live else LIVE_KEY_IN_TEST)
        if not key.startswith(own):
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

    def create_key(self, actor: MerchantActor, *, idempotency_key: str) -> tuple[str, bool]:
        """(a new key with the scopes that the one in use has now, whether this very request made
        it before). No other ends by it: what a stolen key can do must not shut its owner out.

        Raises `NotAllowedError` for a key that may not pay any more, `MerchantKeyLimitError` if
        there are two already, `MerchantKeyEndedError`, and `VersionConflictError`.
        """
        secret = (
            self.signer.merchant_key_secret(actor.key_hash, idempotency_key)
            if idempotency_key
            else None
        )
        key = new_key(
            self.store,
            actor.merchant.county_id,
            lambda: self._own(actor),
            lambda merchant: _scopes_now(merchant, actor),
            secret,
            live=self.is_live,
        )
        if key.is_repeated:
            return key.text, True
        made = replace(key.stored, made_at=self.clock(), made_by=actor.key_hash)
        changed = key.merchant.with_keys(*key.merchant.key_hashes, made.key_hash)
        if not self.store.add_key(changed, made):
            raise VersionConflictError
        return key.text, False

    def keys(self, actor: MerchantActor) -> list[MerchantKey]:
        """The shop's valid keys."""
        return self.store.keys_of(self._own(actor))

    def _own(self, actor: MerchantActor) -> Merchant:
        """As it is now. Raises `NotAllowedError` for a phone, which makes and sees no keys."""
        if actor.device_id:
            raise NotAllowedError
        merchant = self.store.by_id(
            actor.merchant.county_id, actor.merchant.merchant_id, consistent=True
        )
        if merchant is None:
            raise MerchantNotFoundError
        if actor.key_hash not in merchant.key_hashes:
            # Revoked within the last minute, and remembered here: it must not make a successor.
            raise NotAuthenticatedError
        return merchant

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
        wanted = _filter(category, words, seoul_date(self.clock()))
        return page_of_wanted(self.store, county_id, wanted, limit=limit, position=position)

    def _load(self, county_id: str, key_hash: str) -> MerchantActor | None:
        key = self.store.key(county_id, key_hash)
        merchant = self.store.by_id(county_id, key.merchant_id) if key else None
        # The merchant's own list of keys is the authority: a key whose revocation stopped half-way
        # is out already.
        if key is None or merchant is None or key_hash not in merchant.key_hashes:
            return None
        return MerchantActor(merchant, merchant.scopes_of(key_hash, key.scopes), key_hash)


def _scopes_now(merchant: Merchant, actor: MerchantActor) -> tuple[MerchantScope, ...]:
    """Of the key that asks, which may be remembered here with what it could do a minute ago."""
    scopes = merchant.scopes_of(actor.key_hash, actor.scopes)
    if "use" not in scopes:
        raise NotAllowedError
    return scopes


class NewKey(Struct, frozen=True):
    """A key as it is shown, once, and as it is stored, and its merchant as it was before;
    `is_repeated`: it is valid already."""

    text: str
    stored: MerchantKey
    merchant: Merchant
    is_repeated: bool


def new_key(
    store: MerchantStore,
    county_id: str,
    read_merchant: Callable[[], Merchant],
    scopes_for: Callable[[Merchant], tuple[MerchantScope, ...]],
    secret: str | None,
    *,
    live: bool,
) -> NewKey:
    """One that may be added to the merchant's. `secret`: that of the request; else a random one.

    Raises `MerchantKeyLimitError`, `MerchantKeyEndedError`.
    """
    text = merchant_key_of(secret, live=live) if secret else new_merchant_key(live=live)
    key_hash = merchant_key_hash(text)
    # The merchant is read after the key: what was made before and is in no list now has ended.
    was_made = secret is not None and store.key(county_id, key_hash, consistent=True) is not None
    merchant = read_merchant()
    scopes = scopes_for(merchant)
    stored = MerchantKey(
        county_id=county_id,
        key_hash=key_hash,
        merchant_id=merchant.merchant_id,
        scopes=scopes,
        hint=text[-4:],
    )
    is_repeated = key_hash in merchant.key_hashes
    if not is_repeated:
        if was_made:
            raise MerchantKeyEndedError
        check_has_room(store.keys_of(merchant), scopes)
    return NewKey(text, stored, merchant, is_repeated)


def _filter(category: str | None, words: str | None, today: date) -> Callable[[Merchant], bool]:
    def is_wanted(merchant: Merchant) -> bool:
        return (
            merchant.status_on(today) == "active"
            and (category is None or cleaned(merchant.category) == category)
            and merchant.is_named(words or "")
        )

    return is_wanted


def page_of_wanted(
    store: MerchantStore,
    county_id: str,
    is_wanted: Callable[[Merchant], bool],
    *,
    limit: int,
    position: str | None,
) -> tuple[list[Merchant], str | None]:
    """The merchants that are wanted, by id, and where the next page begins. It reads a bounded part
    of the register, so it may be shorter than `limit` and there still be more."""
    after_id = position
    found: list[Merchant] = []
    for number in range(DIRECTORY_PAGES_MAX):
        # Whatever is not wanted on the first page, the next ones look through more at a time.
        rows = max(limit, DIRECTORY_PAGE_ROWS) if number else limit
        page, after_id = store.page(county_id, limit=rows, after_id=after_id)
        for merchant in page:
            if is_wanted(merchant):
                found.append(merchant)
            if len(found) == limit:
                is_last = after_id is None and merchant is page[-1]
                return found, None if is_last else merchant.merchant_id
        if after_id is None:
            return found, None
    return found, after_id
