"""House rules about where staff log in, and about what the API may ask there."""

from chalicelib.aws.functions import FUNCTIONS
from infra.deploy.template import hand_written

RESOURCES = hand_written()["Resources"]
CLIENT = RESOURCES["StaffClient"]["Properties"]


def test_no_flow_of_the_pages_takes_a_password_itself() -> None:
    assert set(CLIENT["ExplicitAuthFlows"]) == {"ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}


def test_a_session_can_be_ended_and_its_token_is_short() -> None:
    assert CLIENT["EnableTokenRevocation"] is True
    _, _, deployed = CLIENT["IdTokenValidity"]["Fn::If"]
    assert (deployed, CLIENT["TokenValidityUnits"]["IdToken"]) == (15, "minutes")


def test_the_pool_knows_authenticator_apps() -> None:
    pool = RESOURCES["StaffPool"]["Properties"]
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])


def test_accounts_are_asked_for_by_the_api_and_the_morning_mail_and_changed_by_none() -> None:
    asked = {
        name: action
        for name, function in FUNCTIONS.items()
        for right in function.may
        for action in right.actions
        if action.startswith("cognito-idp:")
    }
    assert asked == {
        "api_handler": "cognito-idp:AdminListGroupsForUser",
        "mail_inboxes": "cognito-idp:ListUsersInGroup",
    }
    rights = [right for right in FUNCTIONS["api_handler"].may if "StaffPool" in right.resources]
    assert [right.actions for right in rights] == [
        ("cognito-idp:AdminGetUser", "cognito-idp:AdminListGroupsForUser")
    ]


def test_no_function_deletes_items() -> None:
    actions = {a for f in FUNCTIONS.values() for right in f.may for a in right.actions}
    assert "dynamodb:DeleteItem" not in actions
