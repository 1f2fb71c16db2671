"""Applying, deciding and cancelling, while others do the same."""

from datetime import date
from typing import Any
from zlib import crc32

from msgspec.structs import replace

from chalicelib.aws.kms import FieldCipher
from chalicelib.aws.tax_office import TaxState
from chalicelib.joining import phones
from chalicelib.joining.throttling import Throttle
from chalicelib.joining.verification_store import ThrottleStore
from chalicelib.merchants.application_service import Account, Applications, Form
from chalicelib.merchants.applications import Shop
from chalicelib.merchants.changing import Changes
from chalicelib.merchants.decision_service import Decisions
from chalicelib.merchants.paper_service import ShopPapers
from chalicelib.merchants.registration_service import Registrations
from chalicelib.merchants.registry_store import RegistryStore
from chalicelib.merchants.store import MerchantStore
from chalicelib.merchants.tax_looks import TaxLooks
from chalicelib.merchants.tax_sweep import TaxSweep
from chalicelib.staff.audit import AuditFilter
from chalicelib.staff.audit_store import AuditStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.fake_kms import FakeKms
from tests.fake_offices import FakeTaxOffice
from tests.fakes import FakeMessages
from tests.races.cases import Case, Command, Scene
from tests.worlds import SIGNER, World

ANNA, BORA = Person("sub-1", "anna"), Person("sub-2", "bora")


def business_number(tag: str) -> str:
    """Of each run its own."""
    nine = f"{crc32(tag.encode()) % 10**9:09d}"
    total = sum(int(d) * w for d, w in zip(nine, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
    return nine + str(-(total + int(nine[8]) * 5 // 10) % 10)


class Office:
    """The county's desk for merchants over one world."""

    def __init__(self, world: World, tax_office: FakeTaxOffice | None = None) -> None:
        self.registry, self.shops = RegistryStore(world.table), MerchantStore(world.table)
        cipher = FieldCipher(FakeKms(), "data")
        asked = tax_office or FakeTaxOffice()
        looks = TaxLooks(asked, world.clock)
        self.applications = Applications(
            store=self.registry,
            merchants=self.shops,
            looks=looks,
            counties=world.counties,
            throttle=Throttle(ThrottleStore(world.table), world.clock),
            cipher=cipher,
            signer=SIGNER,
            normalize_phone=phones.normalize,
            clock=world.clock,
        )
        self.decisions = Decisions(
            store=self.registry,
            merchants=self.shops,
            looks=looks,
            counties=world.counties,
            messages=FakeMessages(),
            cipher=cipher,
            clock=world.clock,
        )
        self.registrations = Registrations(
            self.registry, self.shops, cipher, SIGNER.identity_key, world.clock
        )
        self.sweep = TaxSweep(self.registry, self.shops, asked, cipher, world.clock)


def form(tag: str, **changes: Any) -> Form:
    shop = Shop(name=f"가게 {tag}", trade="restaurant", address="강진군 대구면")
    return Form(
        business_number=business_number(tag),
        owner_name="김청자",
        opened_on=date(2019, 3, 2),
        shop=replace(shop, **changes),
        account=Account("011", "3021234567891", "김청자"),
        contact_phone=f"010{2_000_0000 + crc32(tag.encode()) % 7_000_0000:08d}",
    )


def nobody(world: World, tag: str) -> Scene:
    return Scene((), facts={"tag": tag})


def applied(world: World, tag: str) -> Scene:
    application, _ = Office(world).applications.apply(COUNTY, form(tag), source=tag)
    return Scene((), facts={"tag": tag, "application_id": application.application_id})


def approved(world: World, tag: str) -> Scene:
    scene = applied(world, tag)
    decided = Office(world).decisions.approve(
        COUNTY, ANNA, scene.facts["application_id"], reason="적합"
    )
    return Scene((), facts=scene.facts | {"merchant_id": decided.merchant_id})


def apply(**changes: Any) -> Command:
    def run(world: World, scene: Scene) -> Any:
        tag = scene.facts["tag"]
        sent = form(tag, **changes)
        return Office(world).applications.apply(COUNTY, sent, source=f"{tag}2")[0].status

    return run


def approve(by: Person = ANNA) -> Command:
    return lambda w, s: (
        Office(w).decisions.approve(COUNTY, by, s.facts["application_id"], reason="적합").status
    )


def refuse(world: World, scene: Scene) -> Any:
    office = Office(world)
    return office.decisions.refuse(COUNTY, BORA, scene.facts["application_id"], reason="x").status


def cancel(world: World, scene: Scene) -> Any:
    (shop, _), _ = Office(world).registrations.cancel(
        COUNTY, ANNA, scene.facts["merchant_id"], ["misuse"], is_halved=False, reason="환전"
    )
    return shop.status


def rename(world: World, scene: Scene) -> Any:
    changes = Changes(name="다른 이름", account=("088", "110222333444", "김청자"))
    shop, _ = Office(world).registrations.change(
        COUNTY, BORA, scene.facts["merchant_id"], changes, reason="변경"
    )
    return shop.name


def renew_poster(world: World, scene: Scene) -> Any:
    """Two who press at once make one new poster."""
    office = Office(world)
    papers = ShopPapers(office.registrations, office.registry, world.clock)
    renewed, _ = papers.renew_poster(
        COUNTY, ANNA, scene.facts["merchant_id"], replaces=1, reason="swapped"
    )
    return renewed.poster_number


def find_closed(world: World, scene: Scene) -> Any:
    """Of other runs' shops it finds nothing new: each has its own number."""
    office = FakeTaxOffice()
    office.states_by_number[business_number(scene.facts["tag"])] = TaxState(status="closed")
    Office(world, office).sweep.run(COUNTY)
    return "looked"


def state(table: Any, scene: Scene) -> Any:
    """Application, shop, papers, business and records, in words without ids."""
    registry = RegistryStore(table)
    tag = scene.facts["tag"]
    key = SIGNER.identity_key(COUNTY, "business", business_number(tag))
    business = registry.business(COUNTY, key)
    found = [a for a in _all(registry) if a.business_key == key]
    papers = [r for r in registry.registrations(COUNTY) if r.business_key == key]
    shops = [MerchantStore(table).by_id(COUNTY, r.merchant_id, consistent=True) for r in papers]
    assert len({shop.merchant_code for shop in shops if shop}) == len(papers)
    open_ones = [a.application_id for a in found if a.status == "received"]
    assert [business.open_application_id] == (open_ones or [None])
    targets = {a.application_id for a in found} | {r.merchant_id for r in papers}
    records, _ = AuditStore(table).page(COUNTY, AuditFilter(), limit=10_000, before_id=None)
    return (
        tuple(sorted((a.status, a.shop.outlet) for a in found)),
        tuple(sorted((s.status, s.name.replace(tag, "")) for s in shops if s)),
        tuple(sorted((r.held_for or "", r.account_state, r.bank_code) for r in papers)),
        (len(business.places), business.barred_until_on),
        tuple(sorted(record.action for record in records if record.target_id in targets)),
    )


def _all(registry: RegistryStore) -> Any:
    before_id: str | None = None
    while True:
        page, before_id = registry.applications(COUNTY, limit=500, before_id=before_id)
        yield from page
        if before_id is None:
            return


MERCHANT_CASES: dict[str, Case] = {
    "one form, twice at once": Case(nobody, (apply(), apply()), state),
    "two forms of one business": Case(nobody, (apply(), apply(outlet="마량점")), state),
    "approval by two": Case(applied, (approve(), approve(BORA)), state),
    "approval against refusal": Case(applied, (approve(), refuse), state),
    "approval while another form comes": Case(applied, (approve(), apply(outlet="마량점")), state),
    "cancellation, twice": Case(approved, (cancel, cancel), state),
    "cancellation against a change": Case(approved, (cancel, rename), state),
    "cancellation while the business applies": Case(
        approved, (cancel, apply(outlet="마량점")), state
    ),
    "a new poster, twice": Case(approved, (renew_poster, renew_poster), state),
    "a new poster against a change": Case(approved, (renew_poster, rename), state),
    "a change while the tax office finds it closed": Case(
        approved, (rename, find_closed), state, is_alone=True
    ),
}
