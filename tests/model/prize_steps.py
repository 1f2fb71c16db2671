"""Prizes of a draw: taken, passed on to reserves, and given as vouchers by a file of two people."""

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.draws.draws import Prize
from chalicelib.draws.places import PassReason
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.model.feature_walk import Act, FeatureWalk
from tests.races.draw_cases import ANNA, a_drawn_draw, keep

BORA = Person("sub-bora", "bora")
PRIZES = (Prize("2만 원", "voucher", 1, 20_000), Prize("1만 원", "voucher", 2, 10_000))
RESERVES = 5


class PrizeSteps:
    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        self.draw = a_drawn_draw("walk", prizes=PRIZES, reserves=RESERVES)
        keep(walk.table, self.draw)
        self.prizes = walk.adapters.wired(DrawsWiring).prizes
        self.people = [walk.world.join(person=f"prize{n}") for n in range(5)]
        self.taken: dict[int, tuple[str, int]] = {}
        self.rows: dict[str, str] = {}

    def act(self) -> Act:
        return self.walk.chance.choice((self._accept, self._accept, self._pass, self._grant))()

    def rival(self) -> Act:
        return self.walk.chance.choice((self._accept, self._pass))()

    def check(self) -> None:
        """A prize has one who holds it; whoever took one has it for good, and it alone."""
        places = self.prizes.places(self.draw)
        held = [one.prize for one in places if one.prize and one.state != "passed"]
        assert sorted(prize.amount for prize in held) <= [10_000, 10_000, 20_000]
        contacts = self.prizes.store.contacts(self.draw, self.walk.world.now)
        now = {
            one.number: (contacts[one.number]["member_id"], one.prize.amount)
            for one in places
            if one.prize and one.state == "accepted"
        }
        assert self.taken.items() <= now.items()
        self.taken = now
        members = [member for member, _ in self.taken.values()]
        assert len(members) == len(set(members))

    def end(self) -> None:
        """Everybody who took a prize has it, once."""
        self._grant().do()
        for person in self.people:
            given = sum(e.voucher_amount for e in self.walk.entries(person))
            assert given == sum(won for who, won in self.taken.values() if who == person.member_id)

    def _place(self) -> int:
        return self.walk.chance.randrange(1, 3 + RESERVES + 1)

    def _accept(self) -> Act:
        number, person = self._place(), self.walk.chance.choice(self.people)

        def accept() -> str:
            self.prizes.accept(
                COUNTY, ANNA, self.draw.draw_id, number, member_id=person.member_id, contact=None,
                is_tax_settled=True,
            )  # fmt: skip
            return "taken"

        return Act("take a prize", accept, repeats=False)

    def _pass(self) -> Act:
        number = self._place()
        reason: PassReason = self.walk.chance.choice(("declined", "withdrawn", "no_answer"))

        def pass_on() -> str:
            self.prizes.pass_on(COUNTY, ANNA, self.draw.draw_id, number, reason=reason)
            return "passed"

        return Act("pass a prize on", pass_on, repeats=False)

    def _grant(self) -> Act:
        """The file as the desk has it now, through two people; no row is given anew."""
        key = f"p{self.walk.number()}"
        text = self.prizes.grants_csv(COUNTY, self.draw.draw_id)
        for line in text.splitlines()[1:]:
            row_key = line.partition(",")[0].lstrip("\ufeff")
            assert self.rows.setdefault(row_key, line) == line

        def grant() -> str:
            grants = self.walk.adapters.wired(ApprovalsWiring).bulk_grants
            made, _ = grants.propose(COUNTY, ANNA, name="경품", text=text, idempotency_key=key)
            grants.approve(COUNTY, BORA, made.grant_id, reason=None)
            self.walk.adapters.wired(ApprovalsWiring).grant_runs.run_slice(COUNTY, made.grant_id, 1)
            return made.grant_id

        return Act("give prizes", grant)
