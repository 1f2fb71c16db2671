"""Photos at once: two devices of one member, two people of staff."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

from msgspec.structs import replace

from chalicelib.core.values import new_id
from chalicelib.county.facility_store import FacilityStore
from chalicelib.county.service import Counties
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.festivals.store import StampStore
from chalicelib.festivals.touring import Stamp
from chalicelib.ledger.chain import Outcome
from chalicelib.photos.desk import PhotoDesk
from chalicelib.photos.ports import Posts
from chalicelib.photos.service import Photos
from chalicelib.photos.store import PhotoStore
from chalicelib.staff.person import Person
from chalicelib.uploads.service import Uploads
from chalicelib.uploads.store import UploadStore
from chalicelib.uploads.uploads import Upload
from chalicelib.visits.admission_store import AdmissionStore
from tests.builders import COUNTY, NOON
from tests.fake_images import FakeImages
from tests.festivals.rewarded import a_campaign
from tests.races.cases import Case, Command, Scene, wallets_state
from tests.races.festival_cases import activities_of, visits_of
from tests.uploads import pictures
from tests.worlds import Holder, World

STAFF = (Person("sub-1", "first"), Person("sub-2", "second"))
PICTURES = FakeImages()
"""No case has another's: their names are ids."""


def an_upload(table: Any, files: Any, holder: Holder, now: datetime, name: str = "") -> str:
    """A picture that has come, which nobody else's name has: its id."""
    scan = b"\xff\xd3\x11"
    content = pictures.jpeg(1).replace(scan, scan + name.encode())
    upload = Upload(
        county_id=COUNTY, upload_id=new_id("upl", now), member_id=holder.member_id,
        content_type="image/jpeg", size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), at=now,
    )  # fmt: skip
    UploadStore(table).create(upload)
    files.put(upload.file, content, upload.content_type)
    return upload.upload_id


def photos_of(world: World) -> Photos:
    visits = visits_of(world)
    return Photos(
        store=PhotoStore(world.table),
        campaigns=visits.campaigns,
        visits=visits.store,
        stamps=StampStore(world.table),
        sights=FacilityStore(world.table),
        admissions=AdmissionStore(world.table),
        members=world.members,
        counties=Counties(CountyStore(world.table)),
        images=Uploads(UploadStore(world.table), PICTURES, world.members, Unlimited(), world.clock),
        clock=world.clock,
    )


class Unlimited:
    def check(self, county_id: str, subject: str, *, maximum: int, window: timedelta) -> None:
        """No upload is begun here."""


def desk_of(world: World) -> PhotoDesk:
    photos = photos_of(world)
    return PhotoDesk(
        photos.store,
        photos.images,
        activities_of(world),
        world.own_wallets,
        photos.members,
        world.clock,
    )


def visited(world: World, tag: str) -> Scene:
    """Who was there, and two pictures; one may be entered."""
    world.now = NOON
    for key, value in (("photo.entries", 1), ("activity.post", 30)):
        CountyStore(world.table).put_setting(
            COUNTY, SettingVersion(key, date(2026, 1, 1), value, "조례")
        )
    campaign = a_campaign(world.table, NOON, crc32(tag.encode()), budget=1_000)
    holder = world.join(person=tag)
    sign = campaign.booths[0].code
    StampStore(world.table).put(campaign, holder.member_id, Stamp(sign, NOON))
    uploads = [an_upload(world.table, PICTURES, holder, NOON, f"{tag}-{n}") for n in range(2)]
    facts = {"campaign_id": campaign.campaign_id, "place": sign, "uploads": uploads}
    return Scene((holder,), NOON + timedelta(seconds=1), facts=facts)


def entered(world: World, tag: str) -> Scene:
    scene = visited(world, tag)
    enter(0)(world, scene)
    return scene


def enter(number: int) -> Command:
    def run(world: World, scene: Scene) -> Any:
        photo, _ = photos_of(world).send(
            scene.member.actor, campaign_id=scene.facts["campaign_id"],
            place=scene.facts["place"], upload_id=scene.facts["uploads"][number],
        )  # fmt: skip
        return photo.status

    return run


@dataclass
class Told:
    """What rewards posts, and what it gave to who asked through this."""

    posts: Posts
    given: list[Outcome] = field(default_factory=list)

    def post(self, county_id: str, member_id: str, post_id: str) -> Outcome:
        outcome = self.posts.post(county_id, member_id, post_id)
        self.given += [] if outcome.replayed else [outcome]
        return outcome


def decide(staff: int, decision: Any) -> Command:
    def run(world: World, scene: Scene) -> Any:
        told = Told(activities_of(world))
        desk = replace(desk_of(world), posts=told)
        photo = desk.decide(COUNTY, STAFF[staff], photo_id(scene), decision, reason="사진 확인")
        if photo.decision != "accepted":
            return photo.decision
        # To who was not the first, what the first one was told.
        return (
            told.given[0]
            if told.given
            else told.posts.post(COUNTY, photo.member_id, photo.photo_id)
        )

    return run


def accepted(world: World, tag: str) -> Scene:
    scene = entered(world, tag)
    decide(0, "accepted")(world, scene)
    return scene


def take_down(world: World, scene: Scene) -> Any:
    photo = desk_of(world).take_down(COUNTY, STAFF[1], photo_id(scene), reason="찍힌 분의 요청")
    return photo.status


def withdraw(world: World, scene: Scene) -> Any:
    return photos_of(world).withdraw(scene.member.actor, photo_id(scene)).status


def photo_id(scene: Scene) -> str:
    return "pho_" + str(scene.facts["uploads"][0]).rpartition("_")[2]


def state(table: Any, scene: Scene) -> Any:
    photos = PhotoStore(table).of_people(COUNTY, [scene.member.member_id])
    stand = tuple((p.status, p.decision, p.is_erased) for p in photos)
    return wallets_state(table, scene), stand


PHOTO_CASES: dict[str, Case] = {
    "one picture from two devices": Case(visited, (enter(0), enter(0)), state),
    "two pictures from two devices, room for one": Case(visited, (enter(0), enter(1)), state),
    "a photo accepted by two": Case(entered, (decide(0, "accepted"), decide(1, "accepted")), state),
    "a photo accepted against refused": Case(
        entered, (decide(0, "accepted"), decide(1, "refused")), state
    ),
    "a photo taken down against withdrawn": Case(accepted, (take_down, withdraw), state),
    "a photo accepted against withdrawn": Case(entered, (decide(0, "accepted"), withdraw), state),
}
