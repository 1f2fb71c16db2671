"""The accounts of staff as they are now, asked of Cognito."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.actors import StaffAccount, StaffContact
from chalicelib.core.errors import TryAgainError

_TOTP = "SOFTWARE_TOKEN_MFA"
GROUP_PAGES_MAX = 20
"""Of sixty each: no county's staff are more."""


class CognitoAccounts:
    def __init__(self, client: Any, pool_id: str) -> None:
        self._client = client
        self._pool_id = pool_id

    def find(self, username: str) -> StaffAccount | None:
        """`None` if there is no such account. Raises `TryAgainError` for every other answer: who
        cannot be asked about is not let in."""
        user = {"UserPoolId": self._pool_id, "Username": username}
        try:
            account = self._client.admin_get_user(**user)
            groups = self._client.admin_list_groups_for_user(**user, Limit=60)
        except ClientError as exc:
            if exc.response["Error"]["Code"] == "UserNotFoundException":
                return None
            raise TryAgainError(retry_after_seconds=2) from exc
        except BotoCoreError as exc:
            raise TryAgainError(retry_after_seconds=2) from exc
        attributes = {each["Name"]: each["Value"] for each in account["UserAttributes"]}
        return StaffAccount(
            county_id=attributes.get("custom:county", ""),
            username=account["Username"],
            subject=attributes.get("sub", ""),
            roles=frozenset(group["GroupName"] for group in groups["Groups"]),
            is_enabled=account["Enabled"],
            has_mfa=_TOTP in account.get("UserMFASettingList", ()),
        )

    def in_group(self, group: str) -> list[StaffContact]:
        """Who may log in, is in the group and has a mail address. Raises `TryAgainError`."""
        found: list[StaffContact] = []
        more: dict[str, str] = {}
        for _ in range(GROUP_PAGES_MAX):
            try:
                page = self._client.list_users_in_group(
                    UserPoolId=self._pool_id, GroupName=group, Limit=60, **more
                )
            except (BotoCoreError, ClientError) as exc:
                raise TryAgainError(retry_after_seconds=30) from exc
            for user in page["Users"]:
                attributes = {each["Name"]: each["Value"] for each in user["Attributes"]}
                if user["Enabled"] and attributes.get("email"):
                    found.append(
                        StaffContact(
                            county_id=attributes.get("custom:county", ""),
                            username=user["Username"],
                            subject=attributes.get("sub", ""),
                            email=attributes["email"],
                        )
                    )
            if "NextToken" not in page:
                break
            more = {"NextToken": page["NextToken"]}
        return found
