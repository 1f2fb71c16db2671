"""A member who paid a fee at a gate, and was given half of it back, without HTTP."""

from tests.races.cases import Scene
from tests.races.visit_cases import give_back, report
from tests.visits.shared_fees import share_fees
from tests.worlds import World


def pay_a_fee(world: World) -> None:
    share_fees(world.table)
    visitor = Scene((world.join(person="fee"),), world.now)
    report("b", 2)(world, visitor)
    give_back(world, visitor)
