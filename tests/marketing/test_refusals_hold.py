"""A refusal of advertising messages holds, however it was given and whatever comes after."""

from msgspec.structs import replace

from chalicelib.ledger.profile import CONSENT_CHANGES_MAX, Consent
from chalicelib.marketing.refusal_codes import refusal_code
from chalicelib.marketing.wiring import MarketingWiring
from tests import builders
from tests.conftest import Stack
from tests.identity.test_one_person import FIRST, SECOND, rejoin


def test_what_is_allowed_at_night_is_withdrawn_alone(stack: Stack) -> None:
    member = stack.member()
    for kind, is_given in (
        ("marketing", True),
        ("marketing_night", True),
        ("marketing_night", False),
    ):
        answer = stack.call(
            "PUT", f"/v1/me/consents/{kind}", {"given": is_given}, token=member.token
        )
        assert answer.status == 200, answer.raw
    given = {one["kind"] for one in answer.json["data"] if one["given"]}
    assert given == {"terms", "privacy", "marketing"}


def test_a_refusal_outlasts_any_number_of_other_changes(stack: Stack) -> None:
    profiles = stack.wired(MarketingWiring).sending.profiles
    profile = profiles.profile(builders.COUNTY, stack.member().member_id)
    assert profile is not None
    given = replace(profile, consents=replace(profile.consents, marketing="1"))
    refused = given.without_marketing(stack.now)
    for _ in range(CONSENT_CHANGES_MAX + 1):
        refused = refused.with_consent(Consent("terms", "2", stack.now))
    assert refused.marketing is None
    assert len(refused.consent_changes) == CONSENT_CHANGES_MAX + 1


def test_a_link_refuses_for_who_went_on_in_another_wallet(stack: Stack) -> None:
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    second = rejoin(stack, SECOND)
    path = "/v1/me/consents/marketing"
    assert stack.call("PUT", path, {"given": True}, token=second.token).status == 200
    code = refusal_code(stack.adapters.signer, builders.COUNTY, second.member_id)
    assert second.identify("hong").json["member_id"] == first.member_id
    profiles = stack.wired(MarketingWiring).sending.profiles
    before = profiles.profile(builders.COUNTY, first.member_id, consistent=True)
    assert before is not None
    assert before.marketing is not None

    assert stack.call("POST", "/v1/marketing-refusals", {"code": code}).status == 200

    after = profiles.profile(builders.COUNTY, first.member_id, consistent=True)
    assert after is not None
    assert after.marketing is None
