"""Two people decide on a cashback campaign: its budget is laid out once, or not given at all."""

from datetime import timedelta
from typing import Any

from chalicelib.cashbacks.service import CashbackDesk
from chalicelib.cashbacks.store import CashbackStore
from chalicelib.merchants.store import MerchantStore
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.idempotency_store import IdempotencyStore
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY, NOON
from tests.races.cases import Command, Scene
from tests.worlds import World

BUDGET = 5_000


def desk(world: World) -> CashbackDesk:
    store = IdempotencyStore(world.table)
    return CashbackDesk(
        store=CashbackStore(world.table),
        cashbacks=world.cashbacks,
        merchants=MerchantStore(world.table),
        idempotency_store=store,
        idempotency_keys=IdempotencyKeys(store, world.clock),
        clock=world.clock,
    )


def cashback_asked_for(world: World, tag: str) -> Scene:
    wanted = builders.a_cashback(
        campaign_id="", budget_amount=BUDGET, shard_count=2, steps=(),
        opens_at=NOON + timedelta(hours=1),
        closes_at=NOON + timedelta(days=20),
    )  # fmt: skip
    made, _ = desk(world).propose(
        wanted, Person("sub-anna", "anna"), reason="방침", idempotency_key=tag
    )
    return Scene((), facts={"campaign_id": made.campaign_id})


def decide(by: str, decision: Any) -> Command:
    def run(world: World, scene: Scene) -> Any:
        campaign_id = scene.facts["campaign_id"]
        done, _ = desk(world).decide(
            COUNTY, Person(f"sub-{by}", by), campaign_id, "steps", decision, reason="방침",
            idempotency_key=f"{by} {campaign_id}",
        )  # fmt: skip
        return " ".join(step.name for step in done.steps)

    return run


def decided_state(table: Any, scene: Scene) -> Any:
    store = CashbackStore(table)
    campaign = store.by_id(COUNTY, scene.facts["campaign_id"])
    assert campaign is not None
    if campaign.is_approved:
        assert sum(store.left(campaign).values()) == BUDGET
    return tuple((step.name, step.by) for step in campaign.steps)
