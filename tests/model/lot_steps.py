"""A round whose buyers are drawn: applying, offers, buying by a place, reserves that follow."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from chalicelib.buying.applications import Applied
from chalicelib.buying.wiring import BuyingWiring
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.sales.lotteries import Lottery
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY
from tests.buying.shopfront import Shopfront
from tests.model.feature_walk import Act, FeatureWalk
from tests.worlds import Holder

FACE = 10_000
PLACES = 2
APPLICANTS = 5


class LotSteps:
    """More apply than may win; as many reserves as winners."""

    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        self.people = [walk.world.join(person=f"lot{n}") for n in range(APPLICANTS)]
        now = walk.world.now
        wanted = builders.a_round(
            round_id="", budget_amount=PLACES * FACE, shard_count=3, channels=("online",),
            denominations=(FACE,), opens_at=now, closes_at=now + timedelta(days=12),
            lottery=Lottery(now + timedelta(hours=3), now + timedelta(hours=4), 1),
        )  # fmt: skip
        rounds = walk.adapters.wired(SalesWiring).rounds
        self.round = rounds.create(wanted, Person("s", "anna"), idempotency_key="lot")[0].round
        self.lots = walk.adapters.wired(DrawsWiring).round_lots
        self.front = Shopfront(walk.world, lots=self.lots)  # type: ignore[arg-type]
        self.tickets: dict[str, Holder] = {}
        self.reversed_at: dict[str, datetime] = {}
        self.person = self.people[0]

    def act(self) -> Act:
        self.person = self.walk.chance.choice(self.people)
        return self.rival()

    def rival(self) -> Act:
        makers = (
            self._ask, self._ask, self._ask, self._turn, self._turn, self._pay, self._pay,
            self._let_go, self._give_up, self._give_up, self._give_up, self._serve, self._serve,
            self._reverse,
        )  # fmt: skip
        return self.walk.chance.choice(makers)()

    def check(self) -> None:
        """Never more than the budget sold and held; never more than one place a person."""
        left = self.walk.world.rounds.left(self.round)
        taken = 0
        for person in self.people:
            bought, open_ = 0, Counter[str]()
            for entry in self.walk.entries(person):
                fact = entry.purchase
                if fact is None or fact.round_id != self.round.round_id:
                    continue
                taken += entry.budget_amount if fact.budget else 0
                bought += entry.kind == "online_purchase"
                open_[fact.purchase_id] += {"reservation": 1, "reservation_end": -1}.get(
                    entry.kind, 0
                )
            assert bought <= 1
            assert sum(open_.values()) <= 1
        assert sum(left.values()) + taken == self.round.budget_amount
        assert all(value >= 0 for value in left.values())

    def _ask(self) -> Act:
        """By another key each time, as from two devices."""
        person, key = self.person, f"a{self.walk.number()}"

        def ask() -> Any:
            shown, _ = self.front.buying.ask(
                person.actor, round_id=self.round.round_id, amount=FACE, idempotency_key=key
            )
            if isinstance(shown, Applied):
                self.walk.met[f"lot {shown.chance.status}"] += 1
                return "applied"
            self.tickets[shown.ticket.purchase_id] = person
            return shown.ticket.purchase_id

        return Act("ask", ask, repeats=False)

    def _turn(self) -> Act:
        """The schedules: the list is frozen, lots are drawn, the next places are offered."""
        self.walk.world.now += timedelta(hours=self.walk.chance.choice((0, 1, 2, 8)))

        def turn() -> str:
            steps = self.walk.adapters.wired(BuyingWiring).lottery_steps
            for round_ in steps.due(COUNTY):
                self.walk.met[f"lot step {steps.step(round_)}"] += 1
            drawing = self.walk.adapters.wired(DrawsWiring).drawing
            for draw in drawing.due(COUNTY):
                drawing.run(draw)
            return "turned"

        return Act("turn", turn)

    def _ticket(self) -> str:
        mine = [one for one, person in self.tickets.items() if person == self.person]
        return self.walk.chance.choice(mine[-2:] or [*self.tickets] or ["pur_0000000000000000"])

    def _serve(self) -> Act:
        """A message of the line, which may come again whenever it likes."""
        purchase_id = self._ticket()

        def serve() -> str:
            self.front.serve(purchase_id)
            return purchase_id

        return Act("serve", serve)

    def _pay(self) -> Act:
        purchase_id = self._ticket()

        def pay() -> str:
            if self.front.tickets.by_id(COUNTY, purchase_id) is None:
                return "none"
            self.front.serve(purchase_id)
            said = self.front.pay(purchase_id)
            self.walk.met[f"lot paid {said}"] += 1
            return "paid"

        return Act("pay", pay)

    def _let_go(self) -> Act:
        """Its time to pay is over."""
        purchase_id = self._ticket()
        self.walk.world.now += timedelta(minutes=12)

        def let_go() -> str:
            self.front.following.look(COUNTY, purchase_id)
            return "looked"

        return Act("let go", let_go)

    def _give_up(self) -> Act:
        """What is being paid, or what was bought: its place is not used again."""
        purchase_id = self._ticket()
        person, key = self.tickets.get(purchase_id, self.person), f"g{self.walk.number()}"

        def give_up() -> str:
            self.front.cancel(person, purchase_id, key=key)
            return "given up"

        return Act("give up", give_up)

    def _reverse(self) -> Act:
        """The buyer's bank takes all of it back, once, however often it is told."""
        purchase_id = self._ticket()

        def reverse() -> str:
            ticket = self.front.tickets.by_id(COUNTY, purchase_id)
            if ticket is not None and self._is_bought(purchase_id):
                at = self.reversed_at.setdefault(purchase_id, self.walk.world.now)
                self.front.orders.reversed(COUNTY, purchase_id, ticket.price, at)
                self.walk.met["lot reversed"] += 1
            return "reversed"

        return Act("reverse", reverse)

    def _is_bought(self, purchase_id: str) -> bool:
        return any(
            entry.kind == "online_purchase" and entry.purchase.purchase_id == purchase_id
            for entry in self.walk.entries(self.tickets[purchase_id])
            if entry.purchase
        )
