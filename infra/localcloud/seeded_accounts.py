"""The seeded accounts of staff: their authenticator apps, and logging in as the staff page does."""

import json
import time
from pathlib import Path

from infra.deploy import seed
from infra.localcloud.deployment import Deployment
from infra.localcloud.staff_login import StaffLogin, totp


def enrol(
    deployment: Deployment, login: StaffLogin, username: str, stack_secrets: seed.Secrets
) -> None:
    """Give a seeded account an authenticator app. Its secret is kept before Cognito asks for
    codes of it, so that the next start goes on whatever was cut off."""
    user = {"UserPoolId": login.pool_id, "Username": username}
    account = deployment.client("cognito-idp").admin_get_user(**user)
    if account.get("UserMFASettingList"):
        return
    password = seed.staff_password(stack_secrets, username)
    access_token = login.tokens(username, password, None)["AccessToken"]
    secret = login.new_totp_secret(access_token)
    stack_secrets.put(_totp_name(username), secret)
    login.enrol(access_token, secret)


def token_of(login: StaffLogin, username: str, stack_secrets: seed.Secrets) -> str:
    """A fresh ID token of a seeded account that has its authenticator app."""
    password = seed.staff_password(stack_secrets, username)
    return login.tokens(username, password, stack_secrets.find(_totp_name(username)))["IdToken"]


def id_token(home: Path, account: str = "staff") -> str:
    """A fresh ID token of a seeded staff account, from Cognito as the staff page gets it."""
    stack = json.loads((home / "stack.json").read_text())
    environment = json.loads((home / "environment.json").read_text())
    login = StaffLogin(
        stack["aws_endpoint_url"], environment["STAFF_POOL_ID"], environment["STAFF_CLIENT_ID"]
    )
    username, password = stack[account]["username"], stack[account]["password"]
    secret = seed.Secrets(home / "secrets.json").find(_totp_name(username))
    return login.tokens(username, password, secret)["IdToken"]


def app_code(home: Path, account: str = "staff") -> str:
    """What the authenticator app of a seeded staff account would show now."""
    stack = json.loads((home / "stack.json").read_text())
    secret = seed.Secrets(home / "secrets.json").find(_totp_name(stack[account]["username"]))
    assert secret is not None, "the account has an authenticator app of somebody else's"
    return totp(secret, time.time())


def _totp_name(username: str) -> str:
    return f"staff_totp/{username}"
