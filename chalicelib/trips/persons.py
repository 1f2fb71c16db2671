"""Whose a trip is: the person, by all the wallets that they have had."""

from collections.abc import Iterator

from chalicelib.ledger.profile import Profile
from chalicelib.trips.ports import Profiles, TripStore
from chalicelib.trips.trips import Trip

OWN_TRIPS_MAX = 100
"""Of one wallet that are looked at: a year's are fewer."""


def person_of(members: Profiles, trip: Trip) -> Profile | None:
    """The profile of now: of the wallet in which the member's ended, if it did."""
    known = members.profile(trip.county_id, trip.member_id, consistent=True)
    if known is not None and known.continues_in is not None:
        known = members.profile(trip.county_id, known.continues_in, consistent=True)
    return known


def wallets_of(members: Profiles, trip: Trip) -> tuple[str, ...]:
    """The member's, and those that ended in it or in which it ended: all are one person's."""
    known = person_of(members, trip)
    return known.wallets if known else (trip.member_id,)


def traveller_of(members: Profiles, trip: Trip) -> str:
    """By which the applicant's times are counted from now on: the person, where it is known who
    that is. A trip of before it was known is counted under the wallet."""
    known = person_of(members, trip)
    return (known and known.identity_key) or trip.counts_for[0]


def other_trips(store: TripStore, members: Profiles, trip: Trip) -> Iterator[Trip]:
    """Of the same person, by whichever wallet they were applied for."""
    for member_id in wallets_of(members, trip):
        found, _ = store.of_member(trip.county_id, member_id, limit=OWN_TRIPS_MAX, before_id=None)
        yield from (each for each in found if each.trip_id != trip.trip_id)
