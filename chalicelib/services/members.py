"""A member's own record."""

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.errors import MemberNotFoundError
from chalicelib.domain.members import Profile
from chalicelib.security import MemberActor
from chalicelib.services.ports import FieldCipher, MemberStore


@dataclass(frozen=True, slots=True)
class OpenProfile:
    """A profile with its personal data, for the person alone."""

    profile: Profile
    name: str
    phone: str
    birth_on: date


@dataclass(frozen=True)
class Members:
    store: MemberStore
    cipher: FieldCipher

    def own(self, actor: MemberActor) -> OpenProfile:
        profile = self.store.profile(actor.county_id, actor.member_id)
        if profile is None:
            raise MemberNotFoundError
        profile.check_is_active()
        return OpenProfile(
            profile,
            name=self._open(profile, "name", profile.person.name),
            phone=self._open(profile, "phone", profile.person.phone),
            birth_on=date.fromisoformat(self._open(profile, "birth_on", profile.person.birth_on)),
        )

    def _open(self, profile: Profile, name: str, sealed: bytes) -> str:
        context = f"{profile.county_id}/{profile.signup_id}"
        return self.cipher.open(context, profile.person.data_key, name, sealed)
