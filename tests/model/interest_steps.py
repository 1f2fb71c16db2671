"""Interest of the treasury account: what statements say of days, confirmed or rejected by two."""

from datetime import date, timedelta

from chalicelib.core.values import seoul_date
from chalicelib.treasury.interest_service import InterestRecords
from chalicelib.treasury.wiring import TreasuryWiring
from tests.builders import COUNTY
from tests.model.feature_walk import Act, FeatureWalk
from tests.model.owed_steps import STAFF

DAYS = 3


class InterestSteps:
    """`said` are the versions of each day, in their order."""

    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        self.first = seoul_date(walk.world.now)
        walk.world.now += timedelta(days=DAYS)
        self.said: dict[date, list[int]] = {}
        self.proposals: dict[str, list[tuple[date, int]]] = {}
        self.confirmed: set[str] = set()

    @property
    def service(self) -> InterestRecords:
        return self.walk.adapters.wired(TreasuryWiring).interest

    def act(self) -> Act:
        return self.rival()

    def rival(self) -> Act:
        makers = (self._propose, self._propose, self._approve, self._approve, self._reject)
        return self.walk.chance.choice(makers)()

    def check(self) -> None:
        store = self.walk.adapters.wired(TreasuryWiring).interest_store
        found: dict[date, list[int]] = {}
        for one in store.versions(COUNTY, date.min, date.max):
            found.setdefault(one.on, []).append(one.amount)
            assert one.number == len(found[one.on])
        assert found == self.said

    def _propose(self) -> Act:
        key, person = f"i{self.walk.number()}", self.walk.chance.choice(STAFF)
        days = self.walk.chance.sample(range(DAYS), self.walk.chance.choice((1, 1, 2)))
        rows = [
            (self.first + timedelta(days=n), self.walk.chance.choice((0, 700, 900))) for n in days
        ]

        def noted(proposal_id: str) -> bool:
            self.proposals[proposal_id] = rows
            return True

        return Act(
            "propose interest",
            lambda: (
                self.service.propose(COUNTY, person, rows, reason="내역서", idempotency_key=key)[
                    0
                ].proposal_id
            ),
            noted,
        )

    def _some(self) -> str:
        return self.walk.chance.choice([*self.proposals][-4:] or ["int_0000000000000000"])

    def _approve(self) -> Act:
        person, proposal_id = self.walk.chance.choice(STAFF), self._some()

        def noted(status: str) -> bool:
            if status == "applied" and proposal_id not in self.confirmed:
                self.confirmed.add(proposal_id)
                for on, amount in self.proposals[proposal_id]:
                    assert [amount] != self.said.get(on, [])[-1:], "it corrects nothing"
                    self.said.setdefault(on, []).append(amount)
            return True

        def approve() -> str:
            key = f"{person.username} {proposal_id}"
            done, _ = self.service.approve_once(
                COUNTY, person, proposal_id, reason=None, idempotency_key=key
            )
            self.walk.met[f"interest {done.status}"] += 1
            return done.status

        return Act("confirm interest", approve, noted)

    def _reject(self) -> Act:
        person, proposal_id = self.walk.chance.choice(STAFF), self._some()
        return Act(
            "reject interest",
            lambda: self.service.reject(COUNTY, person, proposal_id, reason="아님").status,
            repeats=False,
        )
