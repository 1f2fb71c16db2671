"""Photos of a campaign: entered once, accepted once by whoever is first, refused and withdrawn."""

from datetime import date
from typing import Any

from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.festivals import visit_codes
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.photos.photos import Photo
from chalicelib.photos.wiring import PhotosWiring
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.festivals.rewarded import a_campaign
from tests.ledger_checks import check_chain
from tests.races.photo_cases import an_upload
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import Scene, convert, join
from tests.simulator.universe import Universe, process
from tests.worlds import SIGNER

MILEAGE = 30
STAFF, OTHER_STAFF = Person("sub-1", "first"), Person("sub-2", "second")


def _visitor(universe: Universe) -> Scene:
    """Who has a stamp of the campaign's sign, and sends a picture."""
    for key, value in (("photo.entries", 1), ("activity.post", MILEAGE)):
        version = SettingVersion(key, date(2026, 1, 1), value, "조례")
        CountyStore(universe.table).put_setting(COUNTY, version)
    campaign = a_campaign(universe.table, universe.clock(), 0x06A02C55, budget=1_000)
    holder = join(universe)
    (code,) = visit_codes.codes_of(SIGNER, campaign, campaign.booths[0], universe.clock())
    process().wired(FestivalsWiring).tours.stamp(holder.actor, code.text)
    upload = an_upload(universe.table, process().upload_files, holder, universe.clock())
    return Scene(holder, code=campaign.campaign_id, thing=(campaign.booths[0].code, upload))


def _entered(universe: Universe) -> Scene:
    scene = _visitor(universe)
    _enter(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _enter(universe: Universe, scene: Scene) -> Answer:
    place, upload_id = scene.thing
    photo, _ = (
        process()
        .wired(PhotosWiring)
        .photos.send(scene.actor, campaign_id=scene.code, place=place, upload_id=upload_id)
    )
    return _of(photo)


def _decide(universe: Universe, scene: Scene, decision: Any, person: Person = STAFF) -> Answer:
    photo = (
        process()
        .wired(PhotosWiring)
        .desk.decide(COUNTY, person, _id(scene), decision, reason="사진 확인")
    )
    return Answer(photo.decision)


def _accept(universe: Universe, scene: Scene) -> Answer:
    return _decide(universe, scene, "accepted")


def _accept_too(universe: Universe, scene: Scene) -> Answer:
    return _decide(universe, scene, "accepted", OTHER_STAFF)


def _refuse(universe: Universe, scene: Scene) -> Answer:
    return _decide(universe, scene, "refused")


def _withdraw(universe: Universe, scene: Scene) -> Answer:
    photo = process().wired(PhotosWiring).photos.withdraw(scene.actor, _id(scene))
    return Answer(photo.status)


def _accepted(universe: Universe) -> Scene:
    scene = _entered(universe)
    _accept(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _take_down(universe: Universe, scene: Scene) -> Answer:
    desk = process().wired(PhotosWiring).desk
    photo = desk.take_down(COUNTY, STAFF, _id(scene), reason="찍힌 분의 요청")
    return Answer(photo.status)


def _convert(universe: Universe, scene: Scene) -> Answer:
    convert(scene.holder, 1_000, "meanwhile")
    return Answer("converted")


def _night(universe: Universe, scene: Scene) -> None:
    desk = process().wired(PhotosWiring).desk
    today = date(2026, 11, 23)
    for photo in desk.due(COUNTY, today):
        desk.tend(COUNTY, photo.photo_id, today)


def _id(scene: Scene) -> str:
    return "pho_" + str(scene.thing[1]).rpartition("_")[2]


def _of(photo: Photo) -> Answer:
    return Answer((photo.status, photo.visited.place), photo.photo_id)


def _check_accepted(universe: Universe, scene: Any) -> None:
    """Rewarded once, one entry in the campaign's draws, one record."""
    given = [e for e in check_chain(universe.table, scene.holder.member_id)
             if e.kind == "activity_grant"]  # fmt: skip
    assert [e.mileage_amount for e in given] == [MILEAGE]
    kinds = [row.item["type"]["S"] for row in universe.db.store.table.all()]
    assert kinds.count("campaign_entry") == 1
    photo = process().wired(PhotosWiring).store.by_id(COUNTY, _id(scene))
    assert photo is not None
    assert (photo.entry_id, photo.is_settled) == (given[0].entry_id, True)


def _check_gone(universe: Universe, scene: Any) -> None:
    photo = process().wired(PhotosWiring).store.by_id(COUNTY, _id(scene))
    assert photo is not None
    assert photo.is_erased
    assert process().upload_files.get(f"kept/{photo.file}") is None


COMMANDS = (
    Command("photo, enter", _visitor, _enter, other=_convert),
    Command(
        "photo, accept", _entered, _accept, other=_accept_too, settle=_night, check=_check_accepted,
        blind=frozenset({"version"}),
    ),
    Command("photo, refuse", _entered, _refuse, settle=_night, check=_check_gone),
    Command("photo, take down", _accepted, _take_down, settle=_night, check=_check_gone),
    Command("photo, withdraw", _entered, _withdraw, settle=_night, check=_check_gone),
)  # fmt: skip
