"""A reward: mileage that a person gets once, for a visit, a full stamp card, a referral, an
activity; out of a campaign's budget where it is a campaign's."""

from datetime import datetime
from typing import Literal, NamedTuple

from msgspec import Struct

from chalicelib.county.settings import CountySettings
from chalicelib.festivals import keys
from chalicelib.joining.campaigns import Campaign
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.lots import mileage_lot

RewardKind = Literal["visit_grant", "tour_grant", "referral_grant", "activity_grant"]


class Names(NamedTuple):
    """What its member reads of it."""

    ko: str
    en: str


class Reward(Struct, frozen=True, kw_only=True):
    """`mileage` in points. `scope`: the campaign's id, or the activity; `turn`: which of it, of
    which a person has one. `others`: more that it uses up, under who has it. `place`: where it was
    had, `places`: of a stamp card. `is_followed`: that somebody else is rewarded for it next, and
    that the night sees to it if it is cut off before."""

    kind: RewardKind
    scope: str
    turn: str
    mileage: int
    names: Names
    campaign: Campaign | None = None
    others: tuple[str, ...] = ()
    place: str = ""
    places: tuple[str, ...] = ()
    is_followed: bool = False

    @property
    def reference(self) -> str:
        """Names the event for ever; the verifier reads it."""
        return f"{self.kind}/{self.scope}/{self.turn}"

    @property
    def mark(self) -> str:
        return keys.mark(self.scope, self.turn)

    @property
    def marks(self) -> tuple[str, ...]:
        return (self.mark, *self.others)

    @property
    def source(self) -> str:
        """Of its lot."""
        return self.kind.removesuffix("_grant")


def names_of(campaign: Campaign) -> Names:
    return Names(campaign.name, campaign.name_en)


def decide(
    reward: Reward, budget: BudgetChange | None, settings: CountySettings, now: datetime
) -> Draft:
    """Points in a lot of their own."""
    entry_id = new_entry_id(now)
    lots = mileage_lot(entry_id, reward.mileage, source=reward.source, settings=settings, now=now)
    return Draft(
        kind=reward.kind,
        allocations=tuple(lot_rules.put_in(lot) for lot in lots),
        reason=f"{reward.names.ko}\n{reward.names.en}",
        budget=budget,
        entry_id=entry_id,
    )
