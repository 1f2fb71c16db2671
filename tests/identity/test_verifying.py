"""What the agency says is asked by the server, and proves one person for one purpose."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.aws.identity_provider import IdentityOutcome
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.identity.errors import IdentityNotVerifiedError
from chalicelib.identity.wiring import IdentityWiring
from chalicelib.joining import phones
from tests.builders import COUNTY
from tests.conftest import Answer, Stack

VERIFIED = {
    "name": "홍길동",
    "birth_on": date(1980, 5, 5),
    "ci": "C" * 88,
    "di": "D" * 64,
    "phone": "01031415926",
}


def start(stack: Stack, purpose: str = "member") -> str:
    answer = stack.call("POST", "/v1/identity-verifications", {"purpose": purpose})
    assert answer.status == 201, answer.raw
    return str(answer.json["identity_verification_id"])


def say(stack: Stack, verification_id: str, ending: Any = "verified", **facts: Any) -> None:
    stack.agency.outcomes[verification_id] = IdentityOutcome(ending=ending, **facts)


def confirm(stack: Stack, verification_id: str, **more: Any) -> Answer:
    return stack.call("POST", f"/v1/identity-verifications/{verification_id}/confirm", {}, **more)


def refused(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def test_the_page_is_told_how_to_begin(stack: Stack) -> None:
    answer = stack.call("POST", "/v1/identity-verifications", {"purpose": "signup"})

    assert answer.json["expires_at"] == "2026-11-22T03:30:00.000Z"
    assert answer.json["provider"]["store_id"] == "store-1"
    assert not [k for k in stack.table.items if "THROTTLE" not in k[0] and "idv_" in k[0]]


@pytest.mark.parametrize("purpose", ["", "pay", None])
def test_a_verification_is_for_something(stack: Stack, purpose: Any) -> None:
    answer = stack.call("POST", "/v1/identity-verifications", {"purpose": purpose})
    assert refused(answer) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("pending", "identity_not_verified"),
        ("failed", "identity_not_verified"),
        ("canceled", "identity_canceled"),
    ],
)
def test_what_was_not_verified_proves_nothing(stack: Stack, ending: str, code: str) -> None:
    verification_id = start(stack)
    say(stack, verification_id, ending)

    assert refused(confirm(stack, verification_id)) == (422, code)


@pytest.mark.parametrize("missing", [{"name": ""}, {"birth_on": None}])
def test_an_agency_that_does_not_say_who_it_was_verified_nobody(
    stack: Stack, missing: dict[str, Any]
) -> None:
    verification_id = start(stack)
    say(stack, verification_id, **(VERIFIED | missing))

    assert refused(confirm(stack, verification_id)) == (422, "identity_not_verified")


@pytest.mark.parametrize("phone", ["", "02-750-1234", "not a number"])
def test_who_has_no_mobile_number_is_verified_all_the_same(stack: Stack, phone: str) -> None:
    verification_id = start(stack)
    say(stack, verification_id, **(VERIFIED | {"phone": phone}))
    stack.later(minutes=17)

    answer = confirm(stack, verification_id)

    assert (answer.status, answer.json["expires_at"]) == (200, "2026-11-22T03:47:00.000Z")


def test_a_verification_that_was_never_begun_at_the_agency(stack: Stack) -> None:
    assert refused(confirm(stack, start(stack))) == (422, "identity_not_verified")


def test_the_agency_does_not_answer_and_then_it_does(stack: Stack) -> None:
    verification_id = start(stack)
    say(stack, verification_id, **VERIFIED)
    stack.agency.is_down = True
    assert refused(confirm(stack, verification_id)) == (503, "try_again")

    stack.agency.is_down = False
    assert confirm(stack, verification_id).status == 200
    assert confirm(stack, verification_id).status == 200


def test_nothing_of_the_person_is_stored_or_logged(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    member = stack.member()
    verification_id = start(stack)
    say(stack, verification_id, **VERIFIED)
    token = confirm(stack, verification_id).json["verification_token"]
    body = {"verification_token": token}
    assert stack.call("PUT", "/v1/me/identity", body, token=member.token).status == 200

    everything = f"{list(stack.table.items.values())} {capsys.readouterr().out} {token}"
    for secret in ("C" * 10, "D" * 10, "홍길동", "1980-05-05", "31415926"):
        assert secret not in everything


@pytest.mark.parametrize("is_ci", [False, True])
def test_the_county_says_which_key_a_person_is_known_by(stack: Stack, is_ci: bool) -> None:
    if is_ci:
        version = SettingVersion("identity.person_key", date(2026, 11, 1), 1, "시험")
        stack.wired(CountyWiring).store.put_setting(COUNTY, version)
    first, second = stack.member("010-3141-5926"), stack.member("010-2718-2818")

    def verify(member: Any, ci: str, di: str) -> int:
        verification_id = start(stack)
        say(stack, verification_id, **(VERIFIED | {"ci": ci, "di": di}))
        body = {"verification_token": confirm(stack, verification_id).json["verification_token"]}
        return stack.call("PUT", "/v1/me/identity", body, token=member.token).status

    assert verify(first, "C1", "D1") == 200
    assert verify(second, "C1" if is_ci else "C2", "D2" if is_ci else "D1") == 409
    kind, value = ("ci", "C1") if is_ci else ("di", "D1")
    key = stack.adapters.signer.identity_key(COUNTY, kind, value)
    assert stack.wired(IdentityWiring).store.holder(COUNTY, key) is not None


def test_a_method_without_the_key_cannot_be_used(stack: Stack) -> None:
    verification_id = start(stack)
    say(stack, verification_id, **(VERIFIED | {"di": ""}))

    assert refused(confirm(stack, verification_id)) == (422, "identity_method_unfit")


def test_ids_are_ours_of_this_county_and_of_this_half_hour(stack: Stack) -> None:
    verification_id = start(stack)
    say(stack, verification_id, **VERIFIED)
    altered = verification_id.replace(
        verification_id[20], "L" if verification_id[20] != "L" else "S"
    )
    for wrong in (verification_id[:-1], altered, "idv_0000000000000000", "x"):
        assert refused(confirm(stack, wrong)) == (404, "identity_verification_not_found")
    elsewhere = confirm(stack, verification_id, headers={"Host": "jinju.example"})
    assert refused(elsewhere) == (404, "identity_verification_not_found")

    stack.later(minutes=30)
    assert refused(confirm(stack, verification_id)) == (404, "identity_verification_not_found")


def test_a_token_is_for_its_purpose_and_ends(stack: Stack) -> None:
    member = stack.member()
    tokens = {p: stack.prove_identity("hong", p) for p in ("signup", "login", "member")}

    def put(token: str) -> tuple[int, str]:
        body = {"verification_token": token}
        answer = stack.call("PUT", "/v1/me/identity", body, token=member.token)
        assert answer.json["param"] == "verification_token"
        return refused(answer)

    for purpose in ("signup", "login"):
        assert put(tokens[purpose]) == (401, "verification_token_invalid")
    assert put(stack.prove_phone("010-8765-4321")) == (401, "verification_token_invalid")
    assert refused(stack.log_in(tokens["member"])) == (401, "verification_token_invalid")
    assert refused(stack.apply_with(tokens["login"])) == (401, "verification_token_invalid")
    stack.later(minutes=30)
    assert put(tokens["member"]) == (401, "verification_token_invalid")


def test_a_county_without_an_agency_says_so(stack: Stack) -> None:
    begun = start(stack)
    stack.agency.counties = set()

    answers = [
        stack.call("POST", "/v1/identity-verifications", {"purpose": "member"}),
        confirm(stack, begun),
    ]

    assert [refused(a) for a in answers] == [(503, "identity_unavailable")] * 2
    assert [a.headers["Retry-After"] for a in answers] == ["3600"] * 2


def test_asking_is_bounded(stack: Stack) -> None:
    verification_id = start(stack)
    answers = [confirm(stack, verification_id).status for _ in range(61)]

    assert answers[-1] == 429
    assert set(answers[:-1]) == {422}
    assert stack.agency.asked == 60


class Counted:
    """Notes what is counted, and refuses nothing."""

    def __init__(self) -> None:
        self.checks: list[tuple[str, str, int, timedelta]] = []

    def check(self, county_id: str, subject: str, *, maximum: int, window: timedelta) -> None:
        self.checks.append((county_id, subject, maximum, window))


def test_addresses_and_verifications_are_counted_apart(stack: Stack) -> None:
    tries, hour = Counted(), timedelta(hours=1)
    service = stack.wired(IdentityWiring).verifications(tries, phones.normalize)

    begun = service.start(COUNTY, purpose="login", source="198.51.100.7")
    with pytest.raises(IdentityNotVerifiedError):
        service.confirm(COUNTY, begun.verification_id, source="203.0.113.9")

    assert tries.checks == [
        (COUNTY, "identity/start/198.51.100.7", 600, hour),
        (COUNTY, f"identity/id/{begun.verification_id}", 60, hour),
        (COUNTY, "identity/confirm/203.0.113.9", 1_200, hour),
    ]
