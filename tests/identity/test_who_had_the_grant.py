"""Whether a person has had the sign-up mileage is remembered with the person, as it truly was."""

from chalicelib.identity.wiring import IdentityWiring
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.identity.test_one_person import FIRST, SECOND, mileage, rejoin


def has_grant(stack: Stack, person: str) -> bool:
    """Found by the hash that is stored."""
    key = stack.adapters.signer.identity_key(COUNTY, "di", f"di-{person}")
    holder = stack.wired(IdentityWiring).store.holder(COUNTY, key)
    assert holder is not None
    return holder.has_grant


def test_who_got_it_by_signing_up_has_had_it_however_often_identified(stack: Stack) -> None:
    member = stack.member(FIRST)
    for _ in range(3):
        assert member.identify("hong").status == 200
        assert has_grant(stack, "hong") is True


def test_who_gets_it_late_has_had_it(stack: Stack) -> None:
    """The one had it who is known as somebody else, or left without spending of it."""
    known, unknown = stack.member(FIRST), stack.member(SECOND)
    known.identify("hong")
    known.leave()
    unknown.leave()
    for phone, person in ((FIRST, "kim"), (SECOND, "lee")):
        late = rejoin(stack, phone)
        late.identify(person)
        assert (mileage(late), has_grant(stack, person)) == (5000, True)


def test_who_got_none_has_not_had_it(stack: Stack) -> None:
    """It was spent by whoever had the number, or that member is there yet by another number."""
    spent, went_on = stack.member(FIRST, vouchers=2000), stack.member(SECOND)
    spent.leave()
    stack.later(minutes=1)
    body = {"verification_token": stack.prove_phone("010-1414-2135", "login")}
    assert stack.call("PATCH", "/v1/me", body, token=went_on.token).status == 200
    for phone, person in ((FIRST, "kim"), (SECOND, "lee")):
        late = rejoin(stack, phone)
        late.identify(person)
        assert (mileage(late), has_grant(stack, person)) == (0, False)
    assert mileage(went_on) == 5000
