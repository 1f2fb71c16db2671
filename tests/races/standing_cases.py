"""Suspending, closing and ending keys, while others pay, re-open and rotate."""

from typing import Any

from chalicelib.core.errors import DomainError, VersionConflictError
from chalicelib.members.store import MemberStore
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.merchants import KEYS_MAX, SCOPES, Merchant, MerchantKey
from chalicelib.merchants.store import MerchantStore
from chalicelib.staff.audit import AuditFilter
from chalicelib.staff.audit_store import AuditStore
from chalicelib.staff.person import Person
from chalicelib.standing.merchant_service import StandingOfMerchants
from chalicelib.standing.service import StandingOfMembers
from chalicelib.standing.store import StandingStore
from tests import builders
from tests.builders import COUNTY
from tests.races.cases import Case, Command, Scene, convert, holder, pay
from tests.races.outcomes import wallet_state
from tests.worlds import SIGNER, World

ANNA, BORA = Person("sub-1", "anna"), Person("sub-2", "bora")
TRIES_MAX = 5


def set_member(status: Any, by: Person = ANNA) -> Command:
    def run(world: World, scene: Scene) -> Any:
        members = StandingOfMembers(
            StandingStore(world.table), MemberStore(world.table), world.clock
        )
        return members.change(COUNTY, by, scene.member.member_id, status, reason="분실").status

    return run


def with_a_shop(world: World, tag: str) -> Scene:
    """A shop of its own, with one key."""
    scene = holder(world, tag)
    shop = builders.a_merchant(
        merchant_id=f"mch_{tag}", merchant_code=f"R{tag}", key_hashes=(f"{tag}-own",)
    )
    store = MerchantStore(world.table)
    store.put_key(
        MerchantKey(
            county_id=COUNTY,
            key_hash=f"{tag}-own",
            merchant_id=shop.merchant_id,
            scopes=SCOPES,
            hint="aaaa",
        )
    )
    store.create(shop)
    return Scene(scene.members, facts={"shop": shop})


def _shops(world: World) -> StandingOfMerchants:
    store = StandingStore(world.table)
    keys = world.counter.idempotency_keys
    return StandingOfMerchants(store, MerchantStore(world.table), SIGNER, False, keys, world.clock)


def set_shop(status: Any) -> Command:
    return lambda w, s: (
        _shops(w).change(COUNTY, ANNA, s.facts["shop"].merchant_id, status, reason="폐업").status
    )


def pay_at_the_shop(amount: int, key: str) -> Command:
    return lambda w, s: w.redemptions.pay(
        s.member.actor,
        merchant_code=s.facts["shop"].merchant_code,
        amount=amount,
        order_id=None,
        idempotency_key=key,
    )[0]


def revoke(world: World, scene: Scene) -> Any:
    shop: Merchant = scene.facts["shop"]
    key_id = shop.key_hashes[0][:12]
    left = _shops(world).revoke_key(COUNTY, ANNA, shop.merchant_id, key_id, reason="유출")
    return shop.key_hashes[0] in left.key_hashes


def narrow(world: World, scene: Scene) -> Any:
    """The shop's key may only read from now on, unless it was ended."""
    shop: Merchant = scene.facts["shop"]
    key_id = shop.key_hashes[0][:12]
    try:
        changed = _shops(world).change_key_scopes(
            COUNTY, BORA, shop.merchant_id, key_id, ("read",), reason="단말기 교체"
        )
    except DomainError as refused:
        return refused.code
    return " ".join(changed.key_scopes[key_id])


def rotate(key: str) -> Command:
    """A till asks again when somebody else was changing the shop."""

    def run(world: World, scene: Scene) -> Any:
        actor = MerchantActor(scene.facts["shop"], SCOPES, scene.facts["shop"].key_hashes[0])
        for _ in range(TRIES_MAX):
            try:
                return len(world.merchants.create_key(actor, idempotency_key=key)[0])
            except VersionConflictError:
                continue
            except DomainError as refused:
                return refused.code
        raise AssertionError("a rotation that never ends")

    return run


def member_state(table: Any, scene: Scene) -> Any:
    profile = MemberStore(table).profile(COUNTY, scene.member.member_id)
    assert profile is not None
    recorded = _recorded(table, scene.member.member_id)
    return profile.status, wallet_state(table, scene.member.member_id), recorded


def shop_state(table: Any, scene: Scene) -> Any:
    merchants = MerchantStore(table)
    shop = merchants.by_id(COUNTY, scene.facts["shop"].merchant_id, consistent=True)
    assert shop is not None
    keys = merchants.keys_of(shop)
    assert len(keys) == len(shop.key_hashes) <= KEYS_MAX
    recorded = _recorded(table, shop.merchant_id)
    # Each run has a shop of its own.
    wallet = tuple(
        tuple("the shop" if part == shop.merchant_id else part for part in entry)
        for entry in wallet_state(table, scene.member.member_id)
    )
    return shop.status, tuple(key.scopes for key in keys), wallet, recorded


def _recorded(table: Any, target_id: str) -> Any:
    wanted = AuditFilter(target_id=target_id)
    records, _ = AuditStore(table).page(COUNTY, wanted, limit=100, before_id=None)
    return tuple(sorted(record.action for record in records))


STANDING_CASES: dict[str, Case] = {
    "suspension against payment": Case(holder, (set_member("suspended"), pay(700)), member_state),
    "suspension against payment and conversion": Case(
        holder, (set_member("suspended"), pay(700), convert(1000, "one")), member_state
    ),
    "suspension by two": Case(
        holder, (set_member("suspended"), set_member("suspended", BORA)), member_state
    ),
    "suspension against re-opening": Case(
        holder, (set_member("suspended"), set_member("active", BORA)), member_state
    ),
    "closing a shop against payment there": Case(
        with_a_shop, (set_shop("closed"), pay_at_the_shop(700, "own")), shop_state
    ),
    "closing against suspending a shop": Case(
        with_a_shop, (set_shop("closed"), set_shop("suspended")), shop_state
    ),
    "ending a key against a rotation with it": Case(
        with_a_shop, (revoke, rotate("one")), shop_state
    ),
    "narrowing a key against a rotation with it": Case(
        with_a_shop, (narrow, rotate("one")), shop_state
    ),
    "narrowing a key against ending it": Case(with_a_shop, (narrow, revoke), shop_state),
    "ending a key, twice": Case(with_a_shop, (revoke, revoke), shop_state),
    "two rotations with one key": Case(with_a_shop, (rotate("one"), rotate("two")), shop_state),
    "one rotation, twice": Case(with_a_shop, (rotate("one"), rotate("one")), shop_state),
    "closing a shop while its key rotates": Case(
        with_a_shop, (set_shop("closed"), rotate("one")), shop_state
    ),
}
