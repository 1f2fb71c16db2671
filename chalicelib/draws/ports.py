"""What draws need of the world."""

from datetime import datetime
from typing import Protocol

from chalicelib.draws.draws import Draw, Drawn, Frozen
from chalicelib.draws.entrants import Row, Upload, UploadKind
from chalicelib.draws.offers import Offer
from chalicelib.draws.places import Answer
from chalicelib.joining.campaigns import Campaign
from chalicelib.ledger.profile import Profile
from chalicelib.staff.person import Person


class Beacon(Protocol):
    """Public randomness, by several relays that do not depend on each other."""

    def signature(self, chain_hash: str, number: int) -> str | None:
        """Of a round, in hex; `None` if the relays say that there is no such round. Raises
        `TryAgainError` while too few of them answer, and another error when they differ."""


class Profiles(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...


class EndedWallets(Protocol):
    def all(self, county_id: str, before: datetime | None = None) -> dict[str, str]:
        """By each wallet that ended until then, the one in which its person goes on."""


class Campaigns(Protocol):
    def by_id(self, county_id: str, campaign_id: str) -> Campaign: ...


class CommentGate(Protocol):
    def open(self, draw: Draw) -> None: ...

    def taken(self, draw: Draw, *, after: int) -> tuple[Row, ...]: ...


class WriteOnceFiles(Protocol):
    def put_once(self, name: str, content: bytes, content_type: str) -> bytes: ...

    def get(self, name: str) -> bytes | None: ...


class DrawFiles(Protocol):
    """Each step in the locked bucket. To keep one gives what stands there then."""

    def keep_announced(self, draw: Draw) -> Draw: ...

    def keep_frozen(
        self, draw: Draw, frozen: Frozen, ids: tuple[str, ...]
    ) -> tuple[Frozen, tuple[str, ...]]: ...

    def keep_drawn(self, draw: Draw, drawn: Drawn) -> Drawn: ...

    def announced(self, county_id: str, draw_id: str) -> Draw | None: ...

    def frozen(self, county_id: str, draw_id: str) -> tuple[Frozen, tuple[str, ...]] | None: ...


class DrawStore(Protocol):
    def announce(self, draw: Draw, salt: bytes) -> bytes: ...

    def put_frozen(self, draw: Draw, frozen: Frozen) -> None: ...

    def put_drawn(self, draw: Draw, drawn: Drawn) -> None: ...

    def by_id(self, county_id: str, draw_id: str) -> Draw | None: ...

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Draw], str | None]: ...

    def announced_since(self, county_id: str, moment: datetime) -> list[Draw]: ...

    def salt(self, draw: Draw, now: datetime) -> bytes | None: ...

    def put_upload(self, draw: Draw, upload: Upload, by: Person, at: datetime) -> None: ...

    def uploads(self, draw: Draw, now: datetime) -> list[Upload]: ...

    def campaign_members(self, draw: Draw) -> list[str]: ...

    def row_count(self, draw: Draw, kind: UploadKind) -> int: ...

    def uploaders(self, draw: Draw) -> list[Person]: ...

    def answers(self, draw: Draw) -> dict[int, Answer]: ...

    def put_answer(
        self, draw: Draw, answer: Answer, contact: dict[str, str], *, number: int
    ) -> bool: ...

    def contacts(self, draw: Draw, now: datetime) -> dict[int, dict[str, str]]: ...

    def offers(self, draw: Draw) -> list[Offer]: ...

    def put_offer(self, draw: Draw, offer: Offer) -> Offer:
        """The one that stands there then."""
