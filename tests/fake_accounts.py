"""The staff's accounts, as the pool would tell of them."""

from collections.abc import Callable
from typing import Any

from chalicelib.core.actors import StaffAccount, StaffActor, StaffContact
from chalicelib.core.errors import TryAgainError
from chalicelib.http.operations import ANY_ROLE
from tests import builders


class FakeStaffAccounts:
    """Whoever has a token has an account in every group, with a second factor, but for those of
    `accounts`; `None` there was removed. `read` tells who a user name is."""

    def __init__(self, read: Callable[[str], StaffActor]) -> None:
        self._read = read
        self.accounts: dict[str, StaffAccount | None] = {}
        self.asked: list[str] = []
        self.is_down = False
        self.groups: dict[str, list[StaffContact]] = {}

    def find(self, username: str) -> StaffAccount | None:
        self.asked.append(username)
        if self.is_down:
            raise TryAgainError(retry_after_seconds=2)
        if username in self.accounts:
            return self.accounts[username]
        actor = self._read(username)
        return StaffAccount(
            actor.county_id, username, actor.subject, frozenset(ANY_ROLE), True, True
        )

    def in_group(self, group: str) -> list[StaffContact]:
        return self.groups.get(group, [])


class FakeStaffTokens:
    """Lets any token in as a member of staff with the roles the test set; each token is an
    account of its own."""

    def __init__(self, stack: Any) -> None:
        self._stack = stack

    def read(self, token: str) -> StaffActor:
        phone = self._stack.staff_phones.get(token, "")
        return StaffActor(builders.COUNTY, token, self._stack.staff_roles, f"sub-{token}", phone)
