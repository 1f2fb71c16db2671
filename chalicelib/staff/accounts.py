"""Whether the account that a token was given to still stands, and what it may do now."""

from msgspec import Struct, field

from chalicelib.core.actors import StaffAccount, StaffActor
from chalicelib.core.cache import TtlCache
from chalicelib.core.errors import (
    AccountEndedError,
    DomainError,
    MfaRequiredError,
    NotAllowedError,
)
from chalicelib.staff.ports import StaffAccounts


class StandingAccounts(Struct, frozen=True):
    """Remembered for a minute: so long someone who was disabled or removed may still act, in a
    process that asked just before. A refusal is never of what is remembered: who has set up an app
    or was let in again does not wait."""

    accounts: StaffAccounts
    known: TtlCache[StaffAccount | None] = field(default_factory=TtlCache)

    def check(self, actor: StaffActor, roles: tuple[str, ...], *, needs_mfa: bool) -> None:
        """Raises `AccountEndedError`, `NotAllowedError`, `MfaRequiredError`, and `TryAgainError` if
        nobody can say."""
        # By its name and its lasting id: an account made anew is asked about anew.
        key = (actor.county_id, actor.username, actor.subject)
        asked: list[StaffAccount | None] = []

        def ask() -> StaffAccount | None:
            asked.append(self.accounts.find(actor.username))
            return asked[-1]

        refusal = _refusal(self.known.get(key, ask), actor, roles, needs_mfa=needs_mfa)
        if refusal and not asked:
            self.known.forget(key)
            refusal = _refusal(self.known.get(key, ask), actor, roles, needs_mfa=needs_mfa)
        if refusal:
            raise refusal


def _refusal(
    account: StaffAccount | None, actor: StaffActor, roles: tuple[str, ...], *, needs_mfa: bool
) -> DomainError | None:
    if account is None or not account.is_enabled or account.subject != actor.subject:
        return AccountEndedError()
    if account.county_id != actor.county_id:
        return NotAllowedError()
    # What the token says and what holds now: a right that was given since needs a new log-in.
    if not account.roles.intersection(actor.roles, roles):
        return NotAllowedError()
    return MfaRequiredError() if needs_mfa and not account.has_mfa else None
