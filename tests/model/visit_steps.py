"""Visits to a festival: one a person and day, out of a budget that ends."""

from contextlib import suppress
from datetime import timedelta

from chalicelib.campaigns.proposals import Draft, Offer
from chalicelib.core.values import seoul_date
from chalicelib.festivals import visit_codes
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.campaigns import Booth
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.model.feature_walk import Act, FeatureWalk
from tests.races.campaign_cases import desk
from tests.races.festival_cases import visits_of
from tests.worlds import SIGNER

BOOTHS = (Booth("walk26-a", "정문", False, "screen"), Booth("walk26-b", "후문", False, "screen"))
MILEAGE = 700
BUDGET = 4 * MILEAGE


class VisitSteps:
    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        world = walk.world
        draft = Draft(
            code="walk26", name="축제", name_en="Festival", booths=BOOTHS,
            opens_at=world.now - timedelta(days=1), closes_at=world.now + timedelta(days=9),
        )  # fmt: skip
        offer = Offer(
            signup_mileage=0, budget=BUDGET, legal_basis="조례", gives_in_elections=False,
            visit_mileage=MILEAGE,
        )  # fmt: skip
        made, _ = desk(world).propose(
            COUNTY, Person("sub-1", "first"), offer, reason="축제", idempotency_key="walk",
            draft=draft,
        )  # fmt: skip
        desk(world).approve(COUNTY, Person("sub-2", "second"), made.proposal_id, reason=None)
        campaign = CampaignStore(world.table).by_id(COUNTY, made.campaign_id, consistent=True)
        assert campaign is not None
        self.campaign = campaign
        self.phones = [f"visit{n}" for n in range(4)]
        self.wallets = {phone: [world.join(person=phone)] for phone in self.phones}
        self.had: set[tuple[str, str]] = set()
        self.phone = self.phones[0]

    def act(self) -> Act:
        self.phone = self.walk.chance.choice(self.phones)
        return self.walk.chance.choice((self._visit, self._visit, self._visit, self._come_anew))()

    def rival(self) -> Act:
        """The same person at the other booth, or another at a budget's end."""
        if self.walk.chance.random() < 0.4:
            self.phone = self.walk.chance.choice(self.phones)
        return self._visit()

    def check(self) -> None:
        left = CampaignStore(self.walk.table).left(COUNTY, self.campaign.campaign_id)
        given = [
            (phone, entry.on.isoformat())
            for phone, wallets in self.wallets.items()
            for wallet in wallets
            for entry in self.walk.entries(wallet)
            if entry.kind == "visit_grant"
        ]
        assert len(given) == len(set(given))
        assert set(given) == self.had
        assert sum(left.values()) + MILEAGE * len(given) == BUDGET

    def _visit(self) -> Act:
        phone, key, now = self.phone, f"v{self.walk.number()}", self.walk.world.now
        booth = self.walk.chance.choice(BOOTHS)
        holder = self.wallets[phone][-1]
        code = visit_codes.codes_of(SIGNER, self.campaign, booth, now)[0].text
        turn = seoul_date(now).isoformat()

        def visit() -> str:
            made = visits_of(self.walk.world).visit(holder.actor, code, idempotency_key=key)
            return made.entry.entry_id

        def noted(entry_id: str) -> bool:
            assert (phone, turn) not in self.had
            self.had.add((phone, turn))
            return True

        return Act("visit", visit, noted)

    def _come_anew(self) -> Act:
        """Leaves, and joins again by the same number: the same person, of another wallet."""
        phone = self.phone
        holder = self.wallets[phone][-1]

        def come_anew() -> str:
            if self.wallets[phone][-1] == holder:
                # Cut off right after, it is told that it has left.
                with suppress(MemberNotFoundError):
                    self.walk.world.leave(holder)
                self.wallets[phone].append(self.walk.world.join(person=phone))
            return "anew"

        return Act("come anew", come_anew)
