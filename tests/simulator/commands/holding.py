"""What a member and a merchant do with what is theirs."""

from typing import Any

from msgspec.structs import replace

from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.members.store import MemberStore
from chalicelib.members.wiring import MembersWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.paying.wiring import PayingWiring
from tests import builders
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import Scene, convert, join, of_entry, pay_code, redeem, shop
from tests.simulator.universe import Universe, new_process, process


def _member(universe: Universe) -> Scene:
    holder = join(universe, vouchers=3000)
    return Scene(holder, pay_code(universe, holder))


def _convert(universe: Universe, scene: Scene) -> Answer:
    return of_entry(convert(scene.holder, 2000, "key-1").entry)


def _redeem(universe: Universe, scene: Scene) -> Answer:
    return of_entry(redeem(scene.code, 700, "order-1", "later").redemption.entry)


def _show_digits(universe: Universe, scene: Scene) -> Answer:
    shown = process().wired(PayingWiring).pay_codes.show(scene.actor, is_typed=True)
    read = process().wired(PayingWiring).pay_codes.read(shop(), shown.pay_code)
    return Answer((len(shown.pay_code), read.member_id))


def _check_digits(universe: Universe, scene: Scene) -> None:
    """Digits that a lost answer left behind open no other wallet."""
    for row in universe.db.store.table.all():
        if row.item.get("type") == {"S": "typed_pay_code"}:
            digits = row.item["pk"]["S"].rpartition("#")[2]
            read = process().wired(PayingWiring).pay_codes.read(shop(), digits)
            assert read.member_id == scene.holder.member_id


def sealed_member(universe: Universe) -> Scene:
    """A member whose personal data can be opened."""
    scene = _member(universe)
    store = MemberStore(universe.table)
    profile = store.profile(COUNTY, scene.holder.member_id)
    assert profile is not None
    fields = {"phone": "+821012345678", "name": "홍길동", "birth_on": "1980-05-05"}
    data_key, sealed = process().cipher.seal(f"{COUNTY}/{profile.signup_id}", fields)
    person = type(profile.person)(data_key=data_key, **sealed)
    changed: dict[str, Any] = {"person": person, "version": profile.version + 1}
    store.replace_profile(replace(profile, **changed))
    universe.clock.advance(10.0)
    return scene


def _change(universe: Universe, scene: Scene) -> Answer:
    changed = (
        process()
        .wired(MembersWiring)
        .members.change(scene.actor, name=None, region_code="46810", relation="tourist")
    )
    return Answer((changed.name, changed.profile.region_code, changed.profile.relation))


def _consent(universe: Universe, scene: Scene) -> Answer:
    consents = (
        process().wired(MembersWiring).members.set_consent(scene.actor, "marketing", is_given=True)
    )
    return Answer(sorted((c.kind, c.version) for c in consents))


def _leave(universe: Universe, scene: Scene) -> Answer:
    farewell = process().wired(MembersWiring).members.leave(scene.actor)
    return Answer((farewell.mileage, farewell.vouchers))


def _check_consent(universe: Universe, scene: Scene) -> None:
    consents = process().wired(MembersWiring).members.consents(scene.actor)
    assert ("marketing", "2026-01") in {(c.kind, c.version) for c in consents}


def _leave_or_left(universe: Universe, scene: Scene) -> Answer:
    """Who has left is nobody any more: asked again, the answer is that there is no such member."""
    try:
        return _leave(universe, scene)
    except MemberNotFoundError:
        return Answer((2000, 3000))


def _check_left(universe: Universe, scene: Scene) -> None:
    """Gone, and with the balance in the ledger; counted once."""
    profile = MemberStore(universe.table).profile(COUNTY, scene.holder.member_id)
    assert profile is not None
    assert profile.status == "left"
    assert profile.version == 3


def _rotating(universe: Universe) -> Any:
    return process().wired(MerchantsWiring).merchants.authenticate(COUNTY, builders.MART_KEY)


def _rotate(universe: Universe, actor: Any) -> Answer:
    key, _ = (
        process().wired(MerchantsWiring).merchants.create_key(actor, idempotency_key="rotate-1")
    )
    return Answer(key[:8], key)


def _check_rotated(universe: Universe, actor: Any) -> None:
    """The old key and one new one open the shop, and nothing else does."""
    new_process()
    merchants = process().wired(MerchantsWiring).merchants
    assert merchants.authenticate(COUNTY, builders.MART_KEY)
    stored = merchants.store.by_id(COUNTY, actor.merchant.merchant_id)
    assert stored is not None
    assert len(stored.key_hashes) == 2
    assert all(merchants.store.key(COUNTY, h) for h in stored.key_hashes)


COMMANDS = (
    Command("conversion", _member, _convert, other=_redeem),
    Command(
        "pay code to type", _member, _show_digits, spare=("PAYCODE",), check=_check_digits
    ),
    Command(
        "member changes", sealed_member, _change, other=_convert,
        passing=frozenset({"version_conflict"}), spare=('"profile"',),
    ),
    Command(
        "consent", sealed_member, _consent, other=_convert,
        passing=frozenset({"version_conflict"}), spare=('"profile"',), check=_check_consent,
    ),
    Command(
        "member leaves", sealed_member, _leave_or_left,
        passing=frozenset({"version_conflict"}), check=_check_left,
    ),
    Command(
        "key rotation", _rotating, _rotate,
        passing=frozenset({"version_conflict"}), check=_check_rotated,
    ),
)  # fmt: skip
