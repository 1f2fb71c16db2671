"""Whether the account that a token was given to still stands, and what it may do now."""

from dataclasses import dataclass, field

from chalicelib.core.actors import StaffAccount, StaffActor
from chalicelib.core.cache import TtlCache
from chalicelib.core.errors import AccountEndedError, MfaRequiredError, NotAllowedError
from chalicelib.staff.ports import StaffAccounts


@dataclass(frozen=True)
class StandingAccounts:
    """Remembered for a minute: so long someone who was disabled or removed may still act, in a
    process that asked just before."""

    accounts: StaffAccounts
    known: TtlCache[StaffAccount | None] = field(default_factory=TtlCache)

    def check(self, actor: StaffActor, roles: tuple[str, ...], *, needs_mfa: bool) -> None:
        """Raises `AccountEndedError`, `NotAllowedError`, `MfaRequiredError`, and `TryAgainError` if
        nobody can say."""
        # By its name and its lasting id: an account made anew is asked about anew.
        key = (actor.county_id, actor.username, actor.subject)
        account = self.known.get(key, lambda: self.accounts.find(actor.username))
        if account is None or not account.is_enabled or account.subject != actor.subject:
            raise AccountEndedError
        if account.county_id != actor.county_id:
            raise NotAllowedError
        # What the token says and what holds now: a right that was given since needs a new log-in.
        if not account.roles.intersection(actor.roles, roles):
            raise NotAllowedError
        if needs_mfa and not account.has_mfa:
            raise MfaRequiredError
