"""Members and shops that may no longer act, or may again, and the keys of tills."""

from typing import Any

from chalicelib.members.store import MemberStore
from chalicelib.merchants.store import MerchantStore
from chalicelib.staff.audit import AuditFilter
from chalicelib.staff.audit_store import AuditStore
from chalicelib.staff.person import Person
from chalicelib.standing.wiring import StandingWiring
from tests import builders
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import Scene, convert, join, of_entry
from tests.simulator.universe import Universe, process

MANAGER = Person("sub-1", "first")
MART = builders.a_mart()


def _member(universe: Universe) -> Scene:
    return Scene(join(universe, vouchers=3000))


def _suspended(universe: Universe) -> Scene:
    scene = _member(universe)
    _suspend(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _set_member(status: Any) -> Any:
    def run(universe: Universe, scene: Scene) -> Answer:
        changed = (
            process()
            .wired(StandingWiring)
            .members.change(COUNTY, MANAGER, scene.holder.member_id, status, reason="분실 신고")
        )
        return Answer(changed.status)

    return run


_suspend, _reopen = _set_member("suspended"), _set_member("active")


def _convert(universe: Universe, scene: Scene) -> Answer:
    return of_entry(convert(scene.holder, 1000, "later").entry)


def _close(universe: Universe, scene: Scene) -> Answer:
    changed = (
        process()
        .wired(StandingWiring)
        .merchants.change(COUNTY, MANAGER, MART.merchant_id, "closed", reason="폐업 신고")
    )
    return Answer(changed.status)


def _issue(universe: Universe, scene: Scene) -> Answer:
    key, shop, _ = (
        process()
        .wired(StandingWiring)
        .merchants.issue_key(
            COUNTY,
            MANAGER,
            MART.merchant_id,
            ("read", "use"),
            reason="재발급",
            idempotency_key="issue-1",
        )
    )
    return Answer(len(shop.key_hashes), key)


def _narrow(universe: Universe, scene: Scene) -> Answer:
    shops = process().wired(StandingWiring).merchants
    key_id = MART.key_hashes[0][:12]
    shop = shops.change_key_scopes(
        COUNTY, MANAGER, MART.merchant_id, key_id, ("read",), reason="단말기 교체"
    )
    return Answer([list(key.scopes) for key in shops.keys(shop)])


def _revoke(universe: Universe, scene: Scene) -> Answer:
    shop = (
        process()
        .wired(StandingWiring)
        .merchants.revoke_key(
            COUNTY, MANAGER, MART.merchant_id, MART.key_hashes[0][:12], reason="유출"
        )
    )
    return Answer(len(shop.key_hashes))


def _check_recorded(*actions: str) -> Any:
    """The change and its record: each once, or neither."""

    def check(universe: Universe, scene: Scene) -> None:
        records, _ = AuditStore(universe.table).page(
            COUNTY, AuditFilter(), limit=100, before_id=None
        )
        assert [record.action for record in reversed(records)] == list(actions)

    return check


def _check_member(status: str, *actions: str) -> Any:
    def check(universe: Universe, scene: Scene) -> None:
        profile = MemberStore(universe.table).profile(COUNTY, scene.holder.member_id)
        assert profile is not None
        assert profile.status == status
        # The gates hear of each change once, and of the last one last.
        told = MemberStore(universe.table).pass_revocations(COUNTY)
        assert [event.is_revoked for event in told] == [True, False][: len(actions)]
        _check_recorded(*actions)(universe, scene)

    return check


def _check_mart(key_count: int, *actions: str) -> Any:
    def check(universe: Universe, scene: Scene) -> None:
        mart = MerchantStore(universe.table).by_id(COUNTY, MART.merchant_id, consistent=True)
        assert mart is not None
        assert len(mart.key_hashes) == key_count
        _check_recorded(*actions)(universe, scene)

    return check


PASSING = frozenset({"version_conflict"})
COMMANDS = (
    Command(
        "member, suspend", _member, _suspend, passing=PASSING,
        check=_check_member("suspended", "member_suspended"),
    ),
    Command(
        "member, re-open", _suspended, _reopen, passing=PASSING,
        check=_check_member("active", "member_suspended", "member_reopened"),
    ),
    Command(
        "shop, close", _member, _close, other=_convert, passing=PASSING,
        check=_check_recorded("merchant_closed"),
    ),
    Command(
        "shop, issue a key", _member, _issue, other=_convert, passing=PASSING,
        check=_check_mart(2, "merchant_key_issued"),
    ),
    Command(
        "shop, change a key's scopes", _member, _narrow, other=_convert, passing=PASSING,
        check=_check_mart(1, "merchant_key_changed"),
    ),
    Command(
        "shop, revoke a key", _member, _revoke, other=_convert, passing=PASSING,
        check=_check_mart(0, "merchant_key_revoked"),
    ),
)  # fmt: skip
