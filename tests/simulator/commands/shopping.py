"""A shop's phones: invited, let in, and closed."""

from typing import Any

import pytest
from msgspec import Struct

from chalicelib.shops.errors import InvitationEndedError
from chalicelib.shops.invitation_service import OpenedDevice
from chalicelib.shops.people import ShopPerson
from chalicelib.shops.store import ShopStore
from chalicelib.shops.wiring import ShopsWiring
from chalicelib.staff.audit import AuditFilter
from chalicelib.staff.audit_store import AuditStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import shop
from tests.simulator.universe import Universe, process

MANAGER = Person("sub-1", "first")
SHOP = shop().merchant_id


class Counter(Struct, frozen=True):
    """What a command is given: the code of an invitation."""

    code: str = ""


def _nobody(universe: Universe) -> Counter:
    return Counter()


def _invite(universe: Universe, counter: Counter) -> Answer:
    made = (
        process()
        .wired(ShopsWiring)
        .invitations.by_county(
            COUNTY, MANAGER, SHOP, reason="새 가맹점", idempotency_key="invite-1"
        )
    )
    return Answer(made.invitation.merchant_id, made.code)


def _invited(universe: Universe) -> Counter:
    code = _invite(universe, Counter()).identity
    universe.clock.advance(10.0)
    return Counter(code)


def _open(universe: Universe, counter: Counter) -> Answer:
    return _answer(
        _opened_by(counter.code, "가게 전화", "open-1", owner_name="김청자", pin="274916")
    )


def _opened(universe: Universe) -> Counter:
    counter = _invited(universe)
    _open(universe, counter)
    universe.clock.advance(10.0)
    return counter


def _owner() -> ShopPerson:
    owner = process().wired(ShopsWiring).store.person(COUNTY, SHOP, 1, consistent=True)
    assert owner is not None
    return owner


def _invite_second(universe: Universe, counter: Counter) -> Answer:
    invitations = process().wired(ShopsWiring).invitations
    made = invitations.by_owner(_owner(), idempotency_key="invite-2")
    return Answer(made.invitation.invited_by, made.code)


def _second_invited(universe: Universe) -> Counter:
    counter = _opened(universe)
    code = _invite_second(universe, counter).identity
    universe.clock.advance(10.0)
    return Counter(code)


def _open_second(universe: Universe, counter: Counter) -> Answer:
    return _answer(_opened_by(counter.code, "주방 전화", "open-2", owner_name=None, pin=None))


def _close(universe: Universe, counter: Counter) -> Answer:
    closed = (
        process()
        .wired(ShopsWiring)
        .devices.close(COUNTY, SHOP, "d1", by=MANAGER, reason="전화 분실")
    )
    return Answer((closed.device_id, closed.is_open))


def _close_own(universe: Universe, counter: Counter) -> Answer:
    closed = process().wired(ShopsWiring).devices.close(COUNTY, SHOP, "d1")
    return Answer((closed.device_id, closed.is_open))


def _opened_by(code: str, name: str, key: str, **of: Any) -> OpenedDevice:
    opened = process().wired(ShopsWiring).invitations
    return opened.open(COUNTY, code, device_name=name, source="10.0.0.1", idempotency_key=key, **of)


def _answer(opened: OpenedDevice) -> Answer:
    return Answer(opened.device.device_id, opened.credential)


def _check(open_ones: tuple[bool, ...], people: int, *actions: str) -> Any:
    """One phone for each that came in, as many people as were named, and each of the county's acts
    recorded once. An invitation lets nobody else in."""

    def check(universe: Universe, counter: Counter) -> None:
        store = ShopStore(universe.table)
        devices = store.devices(COUNTY, SHOP)
        assert tuple(device.is_open for device in devices) == open_ones
        assert len({device.secret_hash for device in devices}) == len(devices)
        named = store.people(COUNTY, SHOP)
        assert [one.role for one in named] == ["owner"] * people
        records, _ = AuditStore(universe.table).page(
            COUNTY, AuditFilter(), limit=100, before_id=None
        )
        assert [record.action for record in reversed(records)] == list(actions)
        if counter.code and devices:
            _check_is_used(counter.code)

    return check


def _check_is_used(code: str) -> None:
    with pytest.raises(InvitationEndedError):
        _opened_by(code, "남의 전화", "other", owner_name="박도공", pin="274916")


PASSING = frozenset({"version_conflict"})
BLIND = frozenset({"sealed"})
"""Encrypted anew each time."""
INVITED = "shop_invited"
COMMANDS = (
    Command(
        "shop, invite a phone", _nobody, _invite, passing=PASSING,
        check=_check((), 0, INVITED),
    ),
    Command(
        "shop, a phone comes in", _invited, _open, passing=PASSING, blind=BLIND,
        check=_check((True,), 1, INVITED),
    ),
    Command(
        "shop, the owner invites a phone", _opened, _invite_second, passing=PASSING, blind=BLIND,
        check=_check((True,), 1, INVITED),
    ),
    Command(
        "shop, a second phone comes in", _second_invited, _open_second, other=_close_own,
        passing=PASSING, blind=BLIND,
    ),
    Command(
        "shop, the county closes a phone", _opened, _close, passing=PASSING, blind=BLIND,
        check=_check((False,), 1, INVITED, "shop_device_closed"),
    ),
    Command(
        "shop, close an own phone", _opened, _close_own, passing=PASSING, blind=BLIND,
        check=_check((False,), 1, INVITED),
    ),
)  # fmt: skip
