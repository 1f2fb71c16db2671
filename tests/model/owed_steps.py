"""What members owe: noted, paid, waived by two people, and what it stops."""

from collections import Counter
from itertools import pairwise

from chalicelib.payments.waiver_service import Waivers
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.model.feature_walk import Act, FeatureWalk
from tests.worlds import Holder

STAFF = tuple(Person(f"sub-{name}", name) for name in ("anna", "bora", "cho"))


class OwedSteps:
    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        self.owed: Counter[str] = Counter()
        self.waivers: dict[str, tuple[Holder, int]] = {}
        self.let_go: set[str] = set()
        self.member = walk.member()

    @property
    def service(self) -> Waivers:
        return self.walk.adapters.wired(PaymentsWiring).waivers

    def act(self) -> Act:
        self.member = self.walk.member()
        return self.rival()

    def rival(self) -> Act:
        makers = (
            self._owe, self._settle, self._settle, self._ask, self._ask, self._approve,
            self._approve, self._reject, self._buy, self._spend,
        )  # fmt: skip
        return self.walk.chance.choice(makers)()

    def check(self) -> None:
        for member in self.walk.members:
            chain = self.walk.entries(member)
            assert chain[-1].owed_amount == self.owed[member.member_id] >= 0
            for before, entry in pairwise(chain):
                assert entry.kind != "purchase" or before.owed_amount == 0

    def _amount(self) -> int:
        return self.walk.chance.choice((300, 500, 500, 800))

    def _asked_amount(self) -> int:
        """Mostly all of it: then it is too much once some of it is paid."""
        owed = self.owed[self.member.member_id]
        return owed if owed and self.walk.chance.random() < 0.7 else self._amount()

    def _changes(self, member: Holder, amount: int) -> bool:
        self.owed[member.member_id] += amount
        return self.owed[member.member_id] >= 0

    def _owe(self) -> Act:
        member, amount, number = self.member, self._amount(), self.walk.number()
        return Act(
            "owe",
            lambda: (
                self.walk.world.receivables.owe(
                    COUNTY, member.member_id, cause=f"pur_{number:016d}", amount=amount, number=1
                ).entry.entry_id
            ),
            lambda told: self._changes(member, amount),
        )

    def _settle(self) -> Act:
        member, amount, number = self.member, self._amount(), self.walk.number()
        return Act(
            "settle",
            lambda: (
                self.walk.world.receivables.settle(
                    COUNTY, member.member_id, amount=amount, reason="창구", request_id=f"r{number}"
                ).entry.entry_id
            ),
            lambda told: self._pays(member, amount),
        )

    def _pays(self, member: Holder, amount: int) -> bool:
        if self.owed[member.member_id] < amount:
            return False
        return self._changes(member, -amount)

    def _ask(self) -> Act:
        member, amount, key = self.member, self._asked_amount(), f"w{self.walk.number()}"
        person = self.walk.chance.choice(STAFF)

        def noted(waiver_id: str) -> bool:
            self.waivers[waiver_id] = (member, amount)
            return True

        return Act(
            "ask for a waiver",
            lambda: self.service.propose(
                COUNTY, person, member_id=member.member_id, amount=amount, reason="방침",
                idempotency_key=key,
            )[0].waiver_id,
            noted,
        )  # fmt: skip

    def _some_waiver(self) -> str:
        return self.walk.chance.choice([*self.waivers][-6:] or ["wvr_0000000000000000"])

    def _approve(self) -> Act:
        person, waiver_id = self.walk.chance.choice(STAFF), self._some_waiver()

        def noted(status: str) -> bool:
            if status != "applied" or waiver_id in self.let_go:
                return True
            if not self._pays(*self.waivers[waiver_id]):
                return False
            self.let_go.add(waiver_id)
            return True

        def approve() -> str:
            key = f"{person.username} {waiver_id}"
            done, _ = self.service.approve_once(
                COUNTY, person, waiver_id, reason=None, idempotency_key=key
            )
            self.walk.met[f"waiver {done.status}"] += 1
            return done.status

        return Act("approve a waiver", approve, noted)

    def _reject(self) -> Act:
        person, waiver_id = self.walk.chance.choice(STAFF), self._some_waiver()
        # Said once: who rejects again is told that it is decided.
        return Act(
            "reject a waiver",
            lambda: self.service.reject(COUNTY, person, waiver_id, reason="아님").status,
            repeats=False,
        )

    def _buy(self) -> Act:
        member, key = self.member, f"b{self.walk.number()}"
        return Act("buy", lambda: self.walk.world.buy(member, 1_000, key=key).entry_id)

    def _spend(self) -> Act:
        member, order = self.member, f"o{self.walk.number()}"
        code = member.pay_code(self.walk.world.now)
        return Act(
            "spend",
            lambda: (
                self.walk.world.redeem(
                    code, 300, order_id=order, key=order
                ).redemption.entry.entry_id
            ),
        )
