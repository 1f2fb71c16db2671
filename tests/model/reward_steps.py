"""Full cards, friends, log-ins, and what is taken back of friends: each once a person."""

from collections import Counter
from datetime import timedelta
from typing import Any

from msgspec import structs

from chalicelib.campaigns.proposals import Draft, Offer
from chalicelib.core.values import seoul_date
from chalicelib.festivals import visit_codes
from chalicelib.festivals.referral_service import Referrals
from chalicelib.festivals.referring import Referral
from chalicelib.festivals.return_service import Returns
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.campaigns import Booth, ReferralOffer, StampTour
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.festivals.rewarded import LOGIN, a_friend, a_person, holder_of, rewarded_log_ins
from tests.festivals.scenes import tours_of
from tests.model.feature_walk import Act, FeatureWalk, KilledError
from tests.races.campaign_cases import desk
from tests.races.festival_cases import activities_of, referrals_of
from tests.worlds import SIGNER, Holder

SIGN = Booth("walk26-c", "가우도", False, "printed")
TOUR, FRIEND, LINK = 300, 1_000, 500
"""Points for a full card, for who joins by a link, for whose link it is."""
FRIENDS_MAX = 3
BUDGET = 15_000
MANAGER = Person("sub-2", "second")


class OneSided(Referrals, frozen=True):
    """Of which the process ends before the referrer's side."""

    def _reward_referrer(self, referral: Referral) -> bool:
        raise KilledError


class RewardSteps:
    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        world = walk.world
        draft = Draft(
            code="walk26", name="축제", name_en="Festival", booths=(SIGN,),
            opens_at=world.now - timedelta(days=1), closes_at=world.now + timedelta(days=30),
        )  # fmt: skip
        offer = Offer(
            signup_mileage=0, budget=BUDGET, legal_basis="조례", gives_in_elections=False,
            tour=StampTour(places=(SIGN.code,), needed=1, mileage=TOUR),
            referral=ReferralOffer(
                referrer_mileage=LINK, newcomer_mileage=FRIEND, spending=0, friends_max=FRIENDS_MAX
            ),
        )  # fmt: skip
        made, _ = desk(world).propose(
            COUNTY, Person("sub-1", "first"), offer, reason="축제", idempotency_key="walk",
            draft=draft,
        )  # fmt: skip
        desk(world).approve(COUNTY, MANAGER, made.proposal_id, reason=None)
        campaign = CampaignStore(world.table).by_id(COUNTY, made.campaign_id, consistent=True)
        assert campaign is not None
        self.campaign = campaign
        rewarded_log_ins(world.table)
        signups = [a_person(f"link {n}", world.now) for n in range(2)]
        for each in signups:
            world.consumer.complete(each)
        self.referrers = [holder_of(each) for each in signups]
        self.cards: set[str] = set()
        self.days: set[tuple[str, str]] = set()
        self.friends: dict[str, str] = {}
        """By who joined: whose link it was."""
        self.returned: set[str] = set()

    def act(self) -> Act:
        return self.walk.chance.choice(
            (self._log_in, self._claim_card, self._befriend, self._befriend, self._take_back,
             self._convert)
        )()  # fmt: skip

    def rival(self) -> Act:
        return self.walk.chance.choice((self._log_in, self._claim_card, self._befriend))()

    def check(self) -> None:
        given: Counter[str] = Counter()
        cards, days, links = [], [], []
        for member in self._everybody():
            for entry in self.walk.entries(member):
                given[entry.kind] += entry.mileage_amount
                if entry.kind == "tour_grant":
                    cards.append(member.member_id)
                elif entry.kind == "activity_grant":
                    days.append((member.member_id, entry.on.isoformat()))
                elif entry.kind == "referral_grant":
                    turn = entry.reference.split("/")[2]
                    friend = member.member_id if turn == "joined" else turn
                    links.append((friend, member.member_id))
        assert (sorted(cards), sorted(days)) == (sorted(self.cards), sorted(self.days))
        assert given["activity_grant"] == LOGIN * len(self.days)
        assert sorted(link for link in links if link[0] == link[1]) == sorted(
            (friend, friend) for friend in self.friends
        )
        left = sum(CampaignStore(self.walk.table).left(COUNTY, self.campaign.campaign_id).values())
        assert left + given["tour_grant"] + given["referral_grant"] == BUDGET
        self._check_referrers(Counter(links), spent=left < LINK)

    def _check_referrers(self, links: Counter[tuple[str, str]], *, spent: bool) -> None:
        """Each for their own friends, each friend once, as many as the terms say."""
        assert set(links.values()) <= {1}
        for referrer in self.referrers:
            own = [friend for friend, by in self.friends.items() if by == referrer.member_id]
            had = [friend for friend, by in links if by == referrer.member_id]
            assert set(had) <= set(own)
            assert len(had) <= FRIENDS_MAX
            assert spent or len(had) == min(FRIENDS_MAX, len(own))

    def _everybody(self) -> list[Holder]:
        return [*self.walk.members, *self.referrers, *map(Holder, self.friends)]

    def _log_in(self) -> Act:
        member, key = self.walk.member(), f"l{self.walk.number()}"

        def log_in() -> Any:
            entry = activities_of(self.walk.world).log_in(member.actor, idempotency_key=key).entry
            return entry.entry_id, entry.on.isoformat()

        def noted(told: Any) -> bool:
            assert (member.member_id, told[1]) not in self.days
            self.days.add((member.member_id, told[1]))
            return True

        return Act("log in", log_in, noted)

    def _claim_card(self) -> Act:
        member, key, now = self.walk.member(), f"t{self.walk.number()}", self.walk.world.now
        code = visit_codes.codes_of(SIGNER, self.campaign, SIGN, now)[0].text

        def claim() -> str:
            tours = tours_of(self.walk.world)
            tours.stamp(member.actor, code)
            made = tours.claim(member.actor, self.campaign.campaign_id, idempotency_key=key)
            return made.entry.entry_id

        def noted(entry_id: str) -> bool:
            assert member.member_id not in self.cards
            self.cards.add(member.member_id)
            return True

        return Act("full card", claim, noted)

    def _befriend(self) -> Act:
        """Some are cut off between the two, and do not ask again: the night sees to it."""
        world, name = self.walk.world, f"f{self.walk.number()}"
        referrer = self.walk.chance.choice(self.referrers)
        signup = a_friend(self.campaign, referrer, name, world.now)
        world.consumer.complete(signup)
        newcomer = holder_of(signup)
        leaves_it = self.walk.chance.random() < 0.3

        def befriend() -> str:
            referrals = referrals_of(world)
            if leaves_it and newcomer.member_id in referrals.due(COUNTY, seoul_date(world.now)):
                if referrals.finish(COUNTY, newcomer.member_id):
                    self.walk.met["finished by night"] += 1
                entries = self.walk.entries(newcomer)
                return next(e.entry_id for e in entries if e.kind == "referral_grant")
            if leaves_it:
                referrals = OneSided(**structs.asdict(referrals))
            return referrals.claim(newcomer.actor, idempotency_key=name).entry.entry_id

        def noted(entry_id: str) -> bool:
            assert newcomer.member_id not in self.friends
            self.friends[newcomer.member_id] = referrer.member_id
            return True

        return Act("befriend", befriend, noted)

    def _take_back(self) -> Act:
        kept = sorted(self.friends.keys() - self.returned)
        if not kept:
            return self._befriend()
        friend = self.walk.chance.choice(kept)

        def take_back() -> list[str]:
            world = self.walk.world
            entries = Returns(referrals_of(world), world.clock).take_back(
                COUNTY, MANAGER, friend, reason="대신 가입"
            )
            return [entry.entry_id for entry in entries]

        def noted(told: list[str]) -> bool:
            self.returned.add(friend)
            by = self.friends[friend]
            taken = [
                entry
                for holder in (friend, by)
                for entry in self.walk.entries(Holder(holder))
                if entry.entry_id in told
            ]
            assert {entry.kind for entry in taken} <= {"referral_return"}
            return len(taken) == len(told) == len(set(told))

        return Act("take back", take_back, noted)

    def _convert(self) -> Act:
        """Of what a friend was given, so that taking it back leaves a debt."""
        friend = self.walk.chance.choice([*self.friends] or [self.referrers[0].member_id])
        key = f"c{self.walk.number()}"

        def convert() -> str:
            made = self.walk.world.wallets.convert(
                Holder(friend).actor, mileage=FRIEND, idempotency_key=key
            )
            return made.entry.entry_id

        return Act("convert", convert)
