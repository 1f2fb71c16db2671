"""Staff log in with a proof of the password and a code of their app, and without either not at all.

Over a user pool of the local cloud, with the client's settings of the template.
"""

import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from chalicelib.aws.staff_accounts import CognitoAccounts
from chalicelib.core.actors import StaffAccount
from infra.deploy.template import hand_written
from infra.localcloud import ministack
from infra.localcloud.deployment import REGION
from infra.localcloud.ministack import MiniStack
from infra.localcloud.staff_login import StaffLogin, srp_key, srp_time, totp

PASSWORD = "On1-한글-비밀번호"


@dataclass(frozen=True)
class Pool:
    cognito: Any
    login: StaffLogin

    def account(self, username: str) -> dict[str, str]:
        return {"UserPoolId": self.login.pool_id, "Username": username}


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    cloud = MiniStack(tmp_path_factory.mktemp("cloud"), ministack.free_port())
    cloud.start()
    cognito = boto3.client(
        "cognito-idp",
        endpoint_url=cloud.endpoint_url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    resources = hand_written()["Resources"]
    pool_id = cognito.create_user_pool(
        PoolName="staff",
        MfaConfiguration=resources["StaffPool"]["Properties"]["MfaConfiguration"],
        Schema=[{"Name": "county", "AttributeDataType": "String"}],
    )["UserPool"]["Id"]
    client_id = cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="pages",
        ExplicitAuthFlows=resources["StaffClient"]["Properties"]["ExplicitAuthFlows"],
    )["UserPoolClient"]["ClientId"]
    cognito.create_group(UserPoolId=pool_id, GroupName="manager")
    yield Pool(cognito, StaffLogin(cloud.endpoint_url, pool_id, client_id))
    cloud.stop()


@pytest.fixture
def kim(pool: Pool) -> Iterator[str]:
    user = pool.account("kim")
    county = [{"Name": "custom:county", "Value": "gangjin"}]
    pool.cognito.admin_create_user(**user, MessageAction="SUPPRESS", UserAttributes=county)
    pool.cognito.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
    yield "kim"
    pool.cognito.admin_delete_user(**user)


def enrolled(pool: Pool, username: str) -> str:
    access_token = pool.login.tokens(username, PASSWORD, None)["AccessToken"]
    secret = pool.login.new_totp_secret(access_token)
    pool.login.enrol(access_token, secret)
    return secret


def test_the_right_password_logs_in_and_another_does_not(pool: Pool, kim: str) -> None:
    assert set(pool.login.tokens(kim, PASSWORD, None)) >= {"IdToken", "AccessToken", "RefreshToken"}

    for wrong in (PASSWORD + "x", "", PASSWORD.upper()):
        with pytest.raises(urllib.error.HTTPError):
            pool.login.tokens(kim, wrong, None)


def test_the_password_itself_is_taken_by_no_flow(pool: Pool, kim: str) -> None:
    with pytest.raises(pool.cognito.exceptions.InvalidParameterException):
        pool.cognito.initiate_auth(
            ClientId=pool.login.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": kim, "PASSWORD": PASSWORD},
        )


def test_an_app_is_asked_for_its_code_from_then_on(pool: Pool, kim: str) -> None:
    secret = enrolled(pool, kim)

    assert pool.login.tokens(kim, PASSWORD, secret)["IdToken"]
    with pytest.raises(urllib.error.HTTPError):
        pool.login.tokens(kim, PASSWORD, "A" * 32)
    with pytest.raises(AssertionError):
        pool.login.tokens(kim, PASSWORD, None)


def test_what_the_application_asks_about_an_account_follows_it(pool: Pool, kim: str) -> None:
    accounts, user = CognitoAccounts(pool.cognito, pool.login.pool_id), pool.account(kim)
    first = accounts.find(kim)
    assert first is not None
    assert first == StaffAccount("gangjin", kim, first.subject, frozenset(), True, False)

    pool.cognito.admin_add_user_to_group(**user, GroupName="manager")
    enrolled(pool, kim)
    second = accounts.find(kim)
    assert second == StaffAccount("gangjin", kim, first.subject, frozenset({"manager"}), True, True)

    pool.cognito.admin_disable_user(**user)
    disabled = accounts.find(kim)
    assert disabled is not None
    assert not disabled.is_enabled

    pool.cognito.admin_delete_user(**user)
    assert accounts.find(kim) is None
    pool.cognito.admin_create_user(**user, MessageAction="SUPPRESS")
    anew = accounts.find(kim)
    assert anew is not None
    assert anew.subject not in ("", first.subject)


def test_the_codes_are_those_of_rfc_6238() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # 12345678901234567890

    found = {seconds: totp(secret, seconds) for seconds in (59, 1111111109, 2000000000)}

    assert found == {59: "287082", 1111111109: "081804", 2000000000: "279037"}
    assert totp(secret, time.time()).isdecimal()


def test_the_key_of_a_proof_is_that_of_the_pages() -> None:
    """The same numbers as in tests/web/srp.test.js; the local cloud, above, agrees with them."""
    key = srp_key(
        0x1234567890ABCDEF, 0xFEDCBA0987654321, 0xABCDEF0123456789, 0x80FF, "pool:김:비밀"
    )

    assert key.hex() == "257f5d059e5742e47e7282b2b195af3f"


def test_a_proof_bears_its_time_in_english() -> None:
    assert srp_time(datetime(2026, 3, 1, 4, 5, 6, tzinfo=UTC)) == "Sun Mar 1 04:05:06 UTC 2026"
