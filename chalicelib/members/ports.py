"""What the members need of the world."""

from collections.abc import Mapping
from typing import Protocol

from chalicelib.ledger.profile import Profile
from chalicelib.members.phone_holder import PhoneHolder
from chalicelib.members.ticket import Ticket


class MemberStore(Protocol):
    def claim_phone(self, holder: PhoneHolder) -> PhoneHolder: ...

    def replace_holder(self, holder: PhoneHolder) -> None: ...

    def holder_of(self, county_id: str, phone_key: str) -> PhoneHolder | None: ...

    def create_profile(self, profile: Profile) -> None: ...

    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...

    def replace_profile(self, profile: Profile) -> None: ...

    def put_ticket(self, ticket: Ticket) -> None: ...

    def ticket(self, county_id: str, signup_id: str) -> Ticket | None: ...


class FieldCipher(Protocol):
    def seal(self, context: str, fields: Mapping[str, str]) -> tuple[bytes, dict[str, bytes]]: ...

    def open(self, context: str, data_key: bytes, name: str, sealed: bytes) -> str: ...
