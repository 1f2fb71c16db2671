"""The copy of everything that is held about a member, as the member takes it."""

from chalicelib.copies.answers import ExportAnswer, export_answer
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.ledger.answers import EntryAnswer, entry_answer
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.members.answers import me_answer
from chalicelib.members.wiring import MembersWiring
from chalicelib.photos.answers import photo_answer
from chalicelib.photos.wiring import PhotosWiring
from chalicelib.trips.answers import trip_answer
from chalicelib.trips.wiring import TripsWiring

routes = Operations(tag="members")

TRIPS_MAX = 100
"""As many as a member sees of a year's, many times over."""


@routes.operation(
    "GET",
    "/v1/me/export",
    summary="Everything held about me",
    audience="member",
    answer=ExportAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError),
)
def export_me(call: Call[None]) -> ExportAnswer:
    wired, festivals = call.wired(MembersWiring), call.wired(FestivalsWiring)
    members, own = wired.members, wired.members.own(call.member)
    county_id, wallets = call.member.county_id, own.profile.wallets
    trips, _ = call.wired(TripsWiring).trips.own(call.member, limit=TRIPS_MAX, position=None)

    def entries_of(member_id: str) -> list[EntryAnswer]:
        found = members.entries(county_id, member_id)
        return [entry_answer(entry, call.language) for entry in found]

    return export_answer(
        me_answer(call, own),
        own,
        guardian=members.guardian(own.profile),
        entries=entries_of(own.profile.member_id),
        earlier_entries=[one for each in own.profile.came_from for one in entries_of(each)],
        browsers=wired.browsers.held(own.profile),
        rewards=[had for each in wallets for had in festivals.visit_store.all_of(county_id, each)],
        stamps=[one for each in wallets for one in festivals.stamps.all_of(county_id, each)],
        photos=[
            photo_answer(each, call.language)
            for each in call.wired(PhotosWiring).photos.own(call.member)
        ],
        trips=[trip_answer(trip) for trip in trips],
    )
