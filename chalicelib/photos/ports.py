"""What photo entries need of the world."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from chalicelib.aws.table import Item
from chalicelib.joining.campaigns import Campaign
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.profile import Profile
from chalicelib.photos.photos import Photo, PhotoStatus
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person
from chalicelib.uploads.uploads import Kept


class PhotoStore(Protocol):
    def create(self, photo: Photo, people: Sequence[str], number: int) -> bool: ...

    def by_id(self, county_id: str, photo_id: str) -> Photo | None: ...

    def by_picture(self, county_id: str, sha256: str) -> Photo | None: ...

    def last_turn(self, county_id: str, people: Sequence[str], campaign_id: str) -> int: ...

    def of_people(self, county_id: str, people: Sequence[str]) -> list[Photo]: ...

    def page(
        self, county_id: str, *, status: PhotoStatus | None, limit: int, before_id: str | None
    ) -> tuple[list[Photo], str | None]: ...

    def every(self, county_id: str) -> Iterator[Photo]: ...

    def change(self, photo: Photo, *new: Item) -> bool: ...

    def decide(self, photo: Photo, record: AuditRecord) -> bool: ...

    def take_down(self, photo: Photo, record: AuditRecord) -> bool: ...


class ShownPhotos(Protocol):
    """What a gallery reads."""

    def by_id(self, county_id: str, photo_id: str) -> Photo | None: ...

    def accepted_ids(
        self, county_id: str, campaign_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[str], str | None]: ...


class CodedCampaigns(Protocol):
    def by_code(self, county_id: str, code: str) -> Campaign: ...


class Campaigns(Protocol):
    def by_id(self, county_id: str, campaign_id: str) -> Campaign: ...

    def all(self, county_id: str) -> list[Campaign]: ...


class Images(Protocol):
    def use(
        self, county_id: str, member_id: str, upload_id: str, *, name: str, param: str
    ) -> Kept: ...

    def address(self, name: str, kept: Kept, *, seconds: int = 60) -> str: ...

    def erase(self, name: str) -> None: ...


class Posts(Protocol):
    """What rewards activity."""

    def post(self, county_id: str, member_id: str, post_id: str) -> Outcome: ...


class OwnWallets(Protocol):
    def check(self, county_id: str, person: Person, member_ids: Collection[str]) -> None: ...


class Profiles(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...
