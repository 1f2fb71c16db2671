"""What a message or a benefit to a segment did: who got it beside who was held out by lot.

Who is held out follows from a keyed hash of what is tried and the member: drawn beforehand, the
same however often it is drawn, and nobody can choose. The two groups are compared as they were
drawn, whoever of the first could not be reached: whoever can be reached comes more often anyway.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from math import sqrt
from typing import Literal

from msgspec import Struct, field

from chalicelib.analysis.member_facts import MemberFacts
from chalicelib.analysis.small_counts import People, shown

EFFECT_DAYS = 14
AWAY_DAYS = 90
"""Who was neither seen nor paid for so long before is one who may come back."""
SURE = 1.96
"""Standard errors beyond which a difference is said to be one: of twenty that are none, one is."""

TrialKind = Literal["message", "grant"]
Finding = Literal["nobody_held_out", "too_small", "no_difference", "more", "fewer"]
"""Of those who came. `too_small`: a count of either group is hidden."""


class Reached(Struct, frozen=True, array_like=True):
    """One of a segment who takes marketing."""

    member_id: str
    last_seen_on: date | None


class Participant(Struct, frozen=True, array_like=True):
    """`was_away`: when it was proposed."""

    member_id: str
    is_treated: bool
    was_away: bool


class Arm(Struct):
    """One of the two groups: those still members, and of them who paid, who came (paid or was
    confirmed as a visitor), who had been away, and who of these came."""

    people: People = field(default_factory=People)
    paid: People = field(default_factory=People)
    seen: People = field(default_factory=People)
    away: People = field(default_factory=People)
    returned: People = field(default_factory=People)


class Effect(Struct):
    """`from_on` to `through_on`: the days counted, fourteen unless a night was missed."""

    from_on: date
    through_on: date
    treated: Arm = field(default_factory=Arm)
    held_out: Arm = field(default_factory=Arm)


class Trial(Struct, frozen=True, kw_only=True):
    """`trial_id` is that of the message or of the bulk grant. `count`: of all its participants."""

    county_id: str
    trial_id: str
    kind: TrialKind
    segment_id: str
    name: str
    count: int
    has_held_out: bool
    effect: Effect | None = None
    version: int = 1


def draw(
    rows: Iterable[Reached | MemberFacts],
    on: date,
    lot_of: Callable[[str], int],
    *,
    percent: int,
    minimum: int,
) -> list[Participant]:
    """Each with the group it is in, by member. Nobody is held out where one of the groups would
    be too small to be shown: it would be for nothing. `lot_of`: a number that is as good as
    random."""
    drawn = [
        Participant(
            row.member_id,
            lot_of(row.member_id) % 100 >= percent,
            row.last_seen_on is None or (on - row.last_seen_on).days >= AWAY_DAYS,
        )
        for row in sorted(rows, key=lambda row: row.member_id)
    ]
    treated = sum(one.is_treated for one in drawn)
    if min(treated, len(drawn) - treated) >= minimum:
        return drawn
    return [Participant(one.member_id, True, one.was_away) for one in drawn]


def is_due(begun_on: date, through: date) -> bool:
    return through >= begun_on + timedelta(days=EFFECT_DAYS)


def measure(
    participants: Iterable[Participant],
    rows: Mapping[str, MemberFacts],
    *,
    begun_on: date,
    through: date,
    key_of: Callable[[str], int],
) -> Effect:
    """What each group did on the days after `begun_on`. Who has left is in neither."""
    effect = Effect(begun_on + timedelta(days=1), through)
    for one in participants:
        row = rows.get(one.member_id)
        if row is None:
            continue
        key, arm = key_of(one.member_id), effect.treated if one.is_treated else effect.held_out
        is_seen = row.last_seen_on is not None and row.last_seen_on > begun_on
        arm.people.add(key)
        if row.last_spent_on is not None and row.last_spent_on > begun_on:
            arm.paid.add(key)
        if is_seen:
            arm.seen.add(key)
        if one.was_away:
            arm.away.add(key)
            if is_seen:
                arm.returned.add(key)
    return effect


def finding(effect: Effect, minimum: int) -> Finding:
    """Whether more came of those who got it, by the counts that are shown and no others: what is
    said of them tells no more than they do. Two shares, compared by their standard error (the
    z-test of two proportions)."""
    if not effect.held_out.people.count:
        return "nobody_held_out"
    one, other = (shown(arm.people, minimum) for arm in (effect.treated, effect.held_out))
    came, others = (shown(arm.seen, minimum) for arm in (effect.treated, effect.held_out))
    if not one or not other or came is None or others is None:
        return "too_small"
    # Rounding may make more of them than of the group.
    came, others = min(came, one), min(others, other)
    share = (came + others) / (one + other)
    error = sqrt(share * (1 - share) * (1 / one + 1 / other))
    difference = came / one - others / other
    if error == 0 or abs(difference) < SURE * error:
        return "no_difference"
    return "more" if difference > 0 else "fewer"
