"""A shop asks for a change, takes it back, and staff decide, while others do the same."""

from typing import Any

from chalicelib.aws.kms import FieldCipher
from chalicelib.joining import phones
from chalicelib.joining.throttling import Throttle
from chalicelib.joining.verification_store import ThrottleStore
from chalicelib.merchants.shop_change_decisions import ShopChangeDecisions
from chalicelib.merchants.shop_change_service import Contacts, ShopChanges, Wish
from chalicelib.merchants.shop_change_store import ShopChangeStore
from chalicelib.merchants.shop_changes import Wished
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.fake_kms import FakeKms
from tests.fakes import FakeMessages
from tests.races.cases import Case, Command, Scene
from tests.races.merchant_cases import ANNA, BORA, Office, approved, cancel, rename, state
from tests.worlds import SIGNER, World

OWNER = Person("mch/p1", "M1/p1")
ACCOUNT = Wish(wished=Wished(name="새 이름"), account=("011", "3029999999999", "김청자"))


class ChangeDesk:
    def __init__(self, world: World) -> None:
        registrations, store = Office(world).registrations, ShopChangeStore(world.table)
        cipher = FieldCipher(FakeKms(), "data")
        contacts = Contacts(FakeMessages(), cipher)
        self.changes = ShopChanges(
            registrations=registrations,
            store=store,
            counties=world.counties,
            throttle=Throttle(ThrottleStore(world.table), world.clock),
            contacts=contacts,
            cipher=cipher,
            normalize_phone=phones.normalize,
            person_key=SIGNER.person_key,
            clock=world.clock,
        )
        self.decisions = ShopChangeDecisions(
            changes=self.changes,
            registrations=registrations,
            store=store,
            counties=world.counties,
            contacts=contacts,
            cipher=cipher,
            person_key=SIGNER.person_key,
            clock=world.clock,
        )


def asked(world: World, tag: str) -> Scene:
    scene = approved(world, tag)
    shop = scene.facts["merchant_id"]
    change, _ = ChangeDesk(world).changes.ask(COUNTY, OWNER, shop, ACCOUNT)
    return Scene((), facts=scene.facts | {"change_id": change.change_id})


def ask(world: World, scene: Scene) -> Any:
    shop = scene.facts["merchant_id"]
    return ChangeDesk(world).changes.ask(COUNTY, OWNER, shop, ACCOUNT)[0].status


def approve(by: Person = ANNA) -> Command:
    return lambda world, scene: (
        ChangeDesk(world)
        .decisions.approve(COUNTY, by, scene.facts["change_id"], reason="확인")
        .status
    )


def refuse(world: World, scene: Scene) -> Any:
    desk = ChangeDesk(world)
    return desk.decisions.refuse(COUNTY, BORA, scene.facts["change_id"], reason="x").status


def withdraw(world: World, scene: Scene) -> Any:
    facts = scene.facts
    changes = ChangeDesk(world).changes
    return changes.withdraw(COUNTY, OWNER, facts["merchant_id"], facts["change_id"]).status


SHOP_CHANGE_CASES: dict[str, Case] = {
    "one change, asked for twice at once": Case(approved, (ask, ask), state),
    "a change approved by two": Case(asked, (approve(), approve(BORA)), state),
    "a change approved against a refusal": Case(asked, (approve(), refuse), state),
    "a change approved while the shop takes it back": Case(asked, (approve(), withdraw), state),
    "a change approved while staff write another": Case(asked, (approve(), rename), state),
    "a change approved while the registration is cancelled": Case(
        asked, (approve(), cancel), state
    ),
}
