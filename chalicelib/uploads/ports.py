"""What uploads need of the world."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from chalicelib.ledger.profile import Profile
from chalicelib.uploads.uploads import Upload


class Profiles(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...


class UploadStore(Protocol):
    def create(self, upload: Upload) -> None: ...

    def by_id(self, county_id: str, upload_id: str) -> Upload | None: ...


class ImageFiles(Protocol):
    """The bucket of images."""

    def form(
        self, name: str, *, content_type: str, size: int, sha256: bytes, seconds: int
    ) -> tuple[str, Mapping[str, str]]: ...

    def address(self, name: str, *, content_type: str, seconds: int) -> str: ...

    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, content: bytes, content_type: str) -> None: ...

    def erase(self, name: str) -> None: ...


class Tries(Protocol):
    def check(self, county_id: str, subject: str, *, maximum: int, window: timedelta) -> None: ...
