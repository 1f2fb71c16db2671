"""Commands that meet at the counter and over settings: two sellers, two who decide."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zlib import crc32

from chalicelib.approvals.setting_proposal_service import SettingProposals
from chalicelib.approvals.setting_proposal_store import SettingProposalStore
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.ledger.store import WalletStore
from chalicelib.sales.counter_request_store import CounterRequestStore
from chalicelib.sales.counter_requests import CounterRequests
from chalicelib.sales.counter_store import CounterSaleStore, SaleTerms
from chalicelib.staff.person import Person
from tests.builders import COUNTY, NOON
from tests.races.cases import Case, Command, Scene, holder
from tests.races.sale_cases import APPROVER, OTHER, PROPOSER, buy, buyers, sale_state
from tests.worlds import World


def settings_desk(world: World) -> SettingProposals:
    return SettingProposals(
        store=SettingProposalStore(world.table),
        counties=CountyStore(world.table),
        idempotency_keys=world.counter.idempotency_keys,
        clock=world.clock,
    )


def proposed_settings(*values: int) -> Callable[[World, str], Scene]:
    """So many proposals of one setting for one day, which is the tag's own."""

    def prepare(world: World, tag: str) -> Scene:
        scene = holder(world, tag)
        day = NOON.date() + timedelta(days=2 + crc32(tag.encode()) % 2_900_000)
        ids = []
        for number, value in enumerate(values):
            version = SettingVersion("mileage.signup", day, value, "조례", "공고")
            proposal, _ = settings_desk(world).propose(
                COUNTY, PROPOSER, version, idempotency_key=f"{tag}-{number}"
            )
            ids.append(proposal.proposal_id)
        return Scene(scene.members, facts={"ids": ids, "day": day})

    return prepare


def approve_setting(person: Person, which: int = 0) -> Command:
    return lambda w, s: settings_desk(w).approve(COUNTY, person, s.facts["ids"][which], reason=None)


def reject_setting(person: Person) -> Command:
    return lambda w, s: settings_desk(w).reject(COUNTY, person, s.facts["ids"][0], reason="아님")


def settings_state(table: Any, scene: Scene) -> Any:
    """Each proposal's steps, and the one version that may be of the day: an applied one's."""
    store = SettingProposalStore(table)
    found = [store.by_id(COUNTY, proposal_id) for proposal_id in scene.facts["ids"]]
    versions = tuple(
        v.value
        for v in CountyStore(table).setting_versions(COUNTY, consistent=True)
        if v.effective_on == scene.facts["day"]
    )
    assert versions == tuple(p.value for p in found if p is not None and p.status == "applied")
    steps = [s for p in found if p is not None for s in p.steps]
    return tuple((s.name, s.by, s.refusal.code if s.refusal else None) for s in steps), versions


def at_the_counter(count: int) -> Callable[[World, str], Scene]:
    """`count` members, and a seller and receipts of their own, whose day has begun with 1,000."""

    def prepare(world: World, tag: str) -> Scene:
        scene = buyers(count + 1, budget=20_000)(world, tag)
        ids = {member.member_id for member in scene.members}
        made = Scene(scene.members[:-1], facts=scene.facts | {"tag": tag, "ids_of_all": ids})
        sell(1_000, "first", by=-1)(world, Scene(scene.members, facts=made.facts))
        return made

    return prepare


def seller_of(scene: Scene) -> Person:
    """Of one name in all runs, and a person of the run's own: whose day it is."""
    return Person("seller", "seller", f"seller-{scene.facts['tag']}")


def terms_of(scene: Scene, receipt: str | None) -> SaleTerms:
    number = f"{scene.facts['tag']}-{receipt}" if receipt else None
    return SaleTerms(
        seller=seller_of(scene), receipt=number, receipt_above=None, day_maximum=10_000
    )


def sell(amount: int, key: str, *, by: int = 0, receipt: str | None = None) -> Command:
    return lambda w, s: w.counter.buy(
        COUNTY,
        terms_of(s, receipt),
        member_id=s.members[by].member_id,
        round_id=s.facts["round"].round_id,
        amount=amount,
        idempotency_key=key,
    )


def counter_state(table: Any, scene: Scene) -> Any:
    """Of the seller: the records are the sales, and the day holds what they left of it."""
    store = CounterSaleStore(table, WalletStore(table))
    records, _ = store.page(COUNTY, NOON.date(), limit=10_000, after=None)
    own = [r for r in records if r.member_id in scene.facts["ids_of_all"]]
    alone = sum(r.face_amount for r in own if r.request_id is None)
    assert store.sold_on(COUNTY, NOON.date(), terms_of(scene, None)) == alone <= 10_000
    receipts = sorted(r.receipt or "" for r in own)
    assert len([r for r in receipts if r]) == len({r for r in receipts if r})
    amounts = tuple(sorted(r.face_amount for r in own))
    return sale_state(table, scene), amounts, tuple(bool(r) for r in receipts)


def requests_desk(world: World) -> CounterRequests:
    return CounterRequests(
        store=CounterRequestStore(world.table),
        sales=world.counter,
        counties=world.counties,
        own_wallets=world.own_wallets,
        idempotency_keys=world.counter.idempotency_keys,
        clock=world.clock,
    )


def requested(world: World, tag: str) -> Scene:
    scene = at_the_counter(1)(world, tag)
    request, _ = requests_desk(world).propose(
        COUNTY,
        seller_of(scene),
        member_id=scene.member.member_id,
        round_id=scene.facts["round"].round_id,
        amount=12_000,
        receipt=f"{tag}-asked",
        idempotency_key=tag,
    )
    # What two who decide are told is a state, and no amount: the wallet is looked at as it ends.
    return Scene((), facts=scene.facts | {"id": request.request_id, "buyer": scene.member})


def approve_sale(person: Person) -> Command:
    def run(world: World, scene: Scene) -> Any:
        request, _ = requests_desk(world).approve_once(
            COUNTY,
            person,
            scene.facts["id"],
            reason=None,
            idempotency_key=f"{scene.facts['tag']}-{person.subject}",
        )
        return request.status

    return run


def reject_sale(person: Person) -> Command:
    return lambda w, s: requests_desk(w).reject(COUNTY, person, s.facts["id"], reason="아님").status


def requests_state(table: Any, scene: Scene) -> Any:
    request = CounterRequestStore(table).by_id(COUNTY, scene.facts["id"])
    assert request is not None
    steps = tuple((s.name, s.by, bool(s.entry_id), bool(s.refusal)) for s in request.steps)
    return steps, counter_state(table, Scene((scene.facts["buyer"],), facts=scene.facts))


DESK_CASES: dict[str, Case] = {
    "two approvals of one setting": Case(
        proposed_settings(6_000),
        (approve_setting(APPROVER), approve_setting(OTHER)),
        settings_state,
        is_alone=True,
    ),
    "approval against rejection of a setting": Case(
        proposed_settings(6_000),
        (approve_setting(APPROVER), reject_setting(OTHER)),
        settings_state,
        is_alone=True,
    ),
    "two settings for one day": Case(
        proposed_settings(6_000, 7_000),
        (approve_setting(APPROVER), approve_setting(OTHER, 1)),
        settings_state,
        is_alone=True,
    ),
    "two sales at the end of a seller's day": Case(
        at_the_counter(2), (sell(6_000, "a"), sell(6_000, "b", by=1)), counter_state
    ),
    "one receipt for two sales": Case(
        at_the_counter(2),
        (sell(3_000, "a", receipt="1"), sell(4_000, "b", by=1, receipt="1")),
        counter_state,
    ),
    "one sale, twice, with its receipt": Case(
        at_the_counter(1), (sell(3_000, "a", receipt="1"),) * 2, counter_state
    ),
    "a sale against a purchase of the last budget": Case(
        at_the_counter(2), (sell(9_000, "a"), buy(15_000, "b", by=1)), counter_state
    ),
    "two approvals of one sale": Case(
        requested, (approve_sale(APPROVER), approve_sale(OTHER)), requests_state
    ),
    "approval against rejection of a sale": Case(
        requested, (approve_sale(APPROVER), reject_sale(OTHER)), requests_state
    ),
}
