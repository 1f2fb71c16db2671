"""What a report says of who used what: of all members, and of who took part in a campaign."""

from msgspec import Struct


class UseFigures(Struct, frozen=True):
    """Different members who did so in the period; the share is of `base`."""

    base: int
    converted: int
    paid: int
    active: int
    active_share_bps: int


class ChannelUse(Struct, frozen=True):
    """Of who joined the campaign by one channel: how many, how many of them converted, paid and
    came again in its days, what they spent, and what the campaign gave them."""

    channel: str | None
    name: str
    joined: int
    converted: int
    paid: int
    came_again: int
    spent_amount: int
    given_mileage: int
    taken_back_mileage: int
    spent_per_given_bps: int


class Given(Struct, frozen=True):
    """Points by what they were given for."""

    joining: int
    visits: int
    tours: int
    referrals: int


class CampaignUse(Struct, frozen=True):
    """`use`, `spent_amount`: what those who joined through the campaign did in its days after
    joining. `took_part`: who joined by it or was given something by it; from then on in its days
    they spent `spent_of_all_amount`, and `came_again` were seen, by a payment or a rewarded visit,
    on a later day. `visitors_again`: who was rewarded for more than one visit. `given_mileage`:
    as its budget has it; `spent_per_given_bps`: won spent by who took part for each point given
    and not taken back."""

    campaign_id: str
    name: str
    use: UseFigures
    spent_amount: int
    visits: int
    visitors: int
    visitors_again: int
    took_part: int
    came_again: int
    spent_of_all_amount: int
    given_mileage: int
    given: Given
    taken_back_mileage: int
    spent_per_given_bps: int
    by_channel: tuple[ChannelUse, ...]
