"""Shops that apply, are decided, changed and cancelled."""

from datetime import date
from typing import Any

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.merchants.application_service import Account, Form
from chalicelib.merchants.applications import Shop
from chalicelib.merchants.changing import Changes
from chalicelib.merchants.errors import RegistrationCanceledError
from chalicelib.merchants.registry_store import RegistryStore
from chalicelib.merchants.shop_change_service import Wish
from chalicelib.merchants.shop_changes import Wished
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.audit import AuditFilter
from chalicelib.staff.audit_store import AuditStore
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.universe import Universe, process

MANAGER, OTHER = Person("sub-1", "first"), Person("sub-2", "second")
HELD = next(iter(builders.HOLDERS.items()))
FORM = Form(
    business_number="214-86-39239",
    owner_name="김청자",
    opened_on=date(2019, 3, 2),
    shop=Shop(name="가마터식당", trade="restaurant", address="강진군 대구면"),
    account=Account("011", "302-1234-5678-91", "김청자"),
    contact_phone="010-2222-3333",
)


class Shopkeeper(Struct, frozen=True):
    application_id: str = ""
    merchant_id: str = ""


def _apply(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    wired = process().wired(MerchantsWiring)
    application, _ = wired.applications.apply(COUNTY, FORM, source="10.0.0.1")
    return Answer(application.status, application.application_id)


def _none(universe: Universe) -> Shopkeeper:
    return Shopkeeper()


def _applied(universe: Universe) -> Shopkeeper:
    answer = _apply(universe, Shopkeeper())
    universe.clock.advance(10.0)
    return Shopkeeper(answer.identity)


def _approved(universe: Universe) -> Shopkeeper:
    shopkeeper = _applied(universe)
    merchant_id = _approve(universe, shopkeeper).identity
    universe.clock.advance(10.0)
    return Shopkeeper(shopkeeper.application_id, merchant_id)


def _approve(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    decided = (
        process()
        .wired(MerchantsWiring)
        .decisions.approve(COUNTY, MANAGER, shopkeeper.application_id, reason="적합")
    )
    return Answer(decided.status, decided.merchant_id)


def _refuse(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    decided = (
        process()
        .wired(MerchantsWiring)
        .decisions.refuse(COUNTY, MANAGER, shopkeeper.application_id, reason="군 밖")
    )
    return Answer(decided.status)


def _change(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    changes = Changes(name="가마터 한정식", account=("088", *HELD))
    merchant, _ = (
        process()
        .wired(MerchantsWiring)
        .registrations.change(COUNTY, MANAGER, shopkeeper.merchant_id, changes, reason="변경")
    )
    return Answer(merchant.name)


def _cancel(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    wired = process().wired(MerchantsWiring)
    try:
        (merchant, _), _ = wired.registrations.cancel(
            COUNTY, MANAGER, shopkeeper.merchant_id, ["misuse"], is_halved=False, reason="환전"
        )
    except RegistrationCanceledError:
        # Its first answer was lost: it is cancelled, which is what was asked for.
        return Answer("closed")
    return Answer(merchant.status)


def _changed(universe: Universe) -> Shopkeeper:
    """With another account, which the first of staff wrote."""
    shopkeeper = _approved(universe)
    _change(universe, shopkeeper)
    universe.clock.advance(10.0)
    return shopkeeper


def _verify(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    checked = process().wired(MerchantsWiring).accounts.verify(COUNTY, shopkeeper.merchant_id)
    assert checked.account_state == "verified"
    return Answer(checked.account_state)


def _release(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    registrations = process().wired(MerchantsWiring).registrations
    _, seen = registrations.of(COUNTY, shopkeeper.merchant_id)
    _, kept = registrations.release_account(
        COUNTY, OTHER, shopkeeper.merchant_id, version=seen.version, reason="통장 사본 확인"
    )
    return Answer(kept.hold)


OWNER = Person("mch/p1", "M1/p1")
WISH = Wish(wished=Wished(name="가마터 한정식"), account=("088", *HELD))


def _ask(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    changes = process().wired(MerchantsWiring).shop_changes
    change, _ = changes.ask(COUNTY, OWNER, shopkeeper.merchant_id, WISH)
    return Answer(change.status)


def _asked(universe: Universe) -> Shopkeeper:
    """With another account asked for, for which payouts wait."""
    shopkeeper = _approved(universe)
    _ask(universe, shopkeeper)
    universe.clock.advance(10.0)
    return shopkeeper


def _open_change(shopkeeper: Shopkeeper) -> str:
    registrations = process().wired(MerchantsWiring).registrations
    change_id = registrations.of(COUNTY, shopkeeper.merchant_id)[1].change_id
    assert change_id is not None
    return change_id


def _approve_change(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    decisions = process().wired(MerchantsWiring).shop_change_decisions
    change = decisions.approve(COUNTY, MANAGER, _open_change(shopkeeper), reason="통장 확인")
    _, kept = process().wired(MerchantsWiring).registrations.of(COUNTY, shopkeeper.merchant_id)
    assert (kept.bank_code, kept.account_state, kept.poster_number) == ("088", "unverified", 2)
    return Answer(change.status, kept.hold)


def _withdraw_change(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    change_id, merchant_id = _open_change(shopkeeper), shopkeeper.merchant_id
    changes = process().wired(MerchantsWiring).shop_changes
    change = changes.withdraw(COUNTY, OWNER, merchant_id, change_id)
    _, kept = process().wired(MerchantsWiring).registrations.of(COUNTY, merchant_id)
    return Answer(change.status, kept.hold)


def _renew(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    papers = process().wired(MerchantsWiring).papers
    renewed, _ = papers.renew_poster(
        COUNTY, MANAGER, shopkeeper.merchant_id, replaces=1, reason="swapped"
    )
    return Answer(str(renewed.poster_number))


def _look(universe: Universe, shopkeeper: Shopkeeper) -> Answer:
    process().wired(MerchantsWiring).tax_sweep.run(COUNTY)
    return Answer("looked")


def _check(status: str, shops: int, *actions: str) -> Any:
    """One application, as many shops as it made, each with its code and its papers, each change
    with its record, and the business in agreement with all of it."""

    def check(universe: Universe, shopkeeper: Shopkeeper) -> None:
        registry = RegistryStore(universe.table)
        [application] = registry.applications(COUNTY, limit=10, before_id=None)[0]
        assert application.status == status
        business = registry.business(COUNTY, application.business_key)
        assert (business.open_application_id is None) == (status != "received")
        papers = list(registry.registrations(COUNTY))
        assert len(papers) == (1 if status == "approved" else 0)
        assert len(business.places) == shops
        store = process().wired(MerchantsWiring).store
        for each in papers:
            merchant = store.by_id(COUNTY, each.merchant_id)
            assert merchant is not None
            assert store.by_code(COUNTY, merchant.merchant_code) == merchant
            assert (each.canceled_on is None) == (merchant.status == "active")
        if "merchant_registration_canceled" in actions:
            assert business.barred_until_on is not None
            assert business.barred_until_on > seoul_date(universe.clock())
        records, _ = AuditStore(universe.table).page(
            COUNTY, AuditFilter(), limit=100, before_id=None
        )
        assert [record.action for record in reversed(records)] == list(actions)

    return check


PASSING = frozenset({"version_conflict", "try_again"})
MADE = frozenset({"sealed", "open_fingerprint"})
"""Encrypted anew each time."""
COMMANDS = (
    Command(
        "merchant, apply", _none, _apply, passing=PASSING, blind=MADE, check=_check("received", 0),
    ),
    Command(
        "merchant, approve", _applied, _approve, passing=PASSING, blind=MADE,
        check=_check("approved", 1, "merchant_approved"),
    ),
    Command(
        "merchant, refuse", _applied, _refuse, passing=PASSING, blind=MADE,
        check=_check("refused", 0, "merchant_refused"),
    ),
    Command(
        "merchant, change", _approved, _change, other=_look, passing=PASSING, blind=MADE,
        check=_check("approved", 1, "merchant_approved", "merchant_changed"),
    ),
    Command(
        "merchant, verify the account", _changed, _verify, other=_look,
        passing=PASSING, blind=MADE | {"version"},
        check=_check("approved", 1, "merchant_approved", "merchant_changed"),
    ),
    Command(
        "merchant, release the account", _changed, _release, other=_look,
        passing=PASSING, blind=MADE,
        check=_check("approved", 1, "merchant_approved", "merchant_changed", "merchant_changed"),
    ),
    Command(
        "merchant, renew the poster", _approved, _renew, other=_look,
        passing=PASSING, blind=MADE,
        check=_check("approved", 1, "merchant_approved", "merchant_poster_renewed"),
    ),
    Command(
        "merchant, ask for a change", _approved, _ask, other=_look,
        passing=PASSING, blind=MADE | {"fingerprint", "count"},
        check=_check("approved", 1, "merchant_approved", "merchant_change_asked"),
    ),
    Command(
        "merchant, approve a change", _asked, _approve_change, other=_look,
        passing=PASSING, blind=MADE | {"told_at"},
        check=_check(
            "approved", 1, "merchant_approved", "merchant_change_asked", "merchant_changed"
        ),
    ),
    Command(
        "merchant, take a change back", _asked, _withdraw_change, other=_look,
        passing=PASSING, blind=MADE,
        check=_check(
            "approved", 1, "merchant_approved", "merchant_change_asked", "merchant_change_withdrawn"
        ),
    ),
    Command(
        "merchant, cancel", _approved, _cancel, passing=PASSING, blind=MADE,
        check=_check("approved", 0, "merchant_approved", "merchant_registration_canceled"),
    ),
)  # fmt: skip
