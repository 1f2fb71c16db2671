"""Accounts of staff from a register: made once, and completed if a run before was cut off."""

from collections.abc import Mapping
from typing import Any

_NOT_BEGUN = "FORCE_CHANGE_PASSWORD"
"""Cognito's word for an account with which nobody has logged in yet."""


class StaffPool:
    """Cognito's user pool as an administrator has it."""

    def __init__(self, cognito: Any, pool_id: str) -> None:
        self._cognito = cognito
        self._pool_id = pool_id

    def seed(self, county_id: str, row: Mapping[str, Any], password: str | None) -> list[str]:
        """Without a password Cognito mails one of its own, which ends with the first log-in. What
        it leaves to people, a sentence each: an account in use gets no rights by a file."""
        user = {"UserPoolId": self._pool_id, "Username": row["username"]}
        try:
            self._create(user, county_id, row, password)
        except self._cognito.exceptions.UsernameExistsException:
            # One that people have changed stays: by it the own wallet is known.
            if _number(row) and not self._has_number(user):
                self._cognito.admin_update_user_attributes(**user, UserAttributes=_number(row))
        missing = sorted({*row["roles"]} - self._roles(user))
        if self._cognito.admin_get_user(**user)["UserStatus"] != _NOT_BEGUN:
            return [
                f"{row['username']} has not the role {role}, which the register names: it was taken"
                f" away, or never given. To give it: aws cognito-idp admin-add-user-to-group"
                f" --user-pool-id {self._pool_id} --username {row['username']} --group-name {role}"
                for role in missing
            ]
        for role in missing:
            self._cognito.admin_add_user_to_group(**user, GroupName=role)
        if password is not None:
            # Last: it ends the state by which a run that was cut off is known.
            self._cognito.admin_set_user_password(**user, Password=password, Permanent=True)
        return []

    def _has_number(self, user: Mapping[str, str]) -> bool:
        known = self._cognito.admin_get_user(**user)["UserAttributes"]
        return any(each["Name"] == "phone_number" and each["Value"] for each in known)

    def _create(
        self,
        user: Mapping[str, str],
        county_id: str,
        row: Mapping[str, Any],
        password: str | None,
    ) -> None:
        invited = {"DesiredDeliveryMediums": ["EMAIL"]}
        self._cognito.admin_create_user(
            **user,
            **(invited if password is None else {"MessageAction": "SUPPRESS"}),
            UserAttributes=[
                {"Name": "email", "Value": row["email"]},
                {"Name": "email_verified", "Value": "true"},
                {"Name": "name", "Value": row["name"]},
                {"Name": "custom:county", "Value": county_id},
                *_number(row),
            ],
        )

    def _roles(self, user: Mapping[str, str]) -> set[str]:
        pages = self._cognito.get_paginator("admin_list_groups_for_user").paginate(**user)
        return {group["GroupName"] for page in pages for group in page["Groups"]}


def _number(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """The account's own number, by which it is kept from its own wallet."""
    return [{"Name": "phone_number", "Value": row["phone"]}] if "phone" in row else []
