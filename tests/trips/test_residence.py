"""The image of where an applicant lives: kept until it is decided, and of nothing else."""

from datetime import date, timedelta

import pytest
from msgspec.structs import force_setattr

from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.trips.wiring import TripsWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.trips.journeys import apply, decide, held
from tests.trips.test_applying import check_refused
from tests.uploads.pictures import jpeg, send


@pytest.fixture
def member(stack: Stack) -> Member:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack.member()


def kept(stack: Stack) -> list[str]:
    return [name for name in stack.adapters.upload_files.files if name.startswith("kept/")]


@pytest.mark.parametrize("what", ["approve", "reject"])
def test_it_is_erased_with_the_decision(member: Member, what: str) -> None:
    stack = member.stack
    trip = apply(member, 1, residence_upload_id=send(member, jpeg(1))).json
    assert kept(stack) == [f"kept/{trip['trip_id']}/residence"]
    path = f"/v1/staff/trips/{trip['trip_id']}/images/residence"
    assert stack.call("GET", path, token="anna").status == 200
    assert decide(stack, trip["trip_id"], what, reason="확인").status == 200
    assert kept(stack) == []
    check_refused(stack.call("GET", path, token="anna"), 404, "trip_image_not_found")


@pytest.mark.parametrize("key", [None, "k"])
def test_of_an_application_that_is_refused_nothing_is_kept(member: Member, key: str | None) -> None:
    refused = apply(member, 0, residence_upload_id=send(member, jpeg(1)), key=key)
    check_refused(refused, 422, "trip_too_late")
    assert kept(member.stack) == []


def test_somebody_elses_image_proves_nothing(member: Member) -> None:
    theirs = send(member.stack.member("010-9876-5432"), jpeg(1))
    refused = apply(member, 1, residence_upload_id=theirs)
    check_refused(refused, 400, "invalid_request")
    assert (held(member.stack), kept(member.stack)) == (0, [])


def test_the_next_night_erases_what_one_was_cut_off_before(member: Member) -> None:
    stack = member.stack
    trip_id = apply(member, 1, residence_upload_id=send(member, jpeg(1))).json["trip_id"]
    decisions = stack.wired(TripsWiring).decisions
    images = decisions.images

    class CutOff:
        def erase(self, name: str) -> None:
            raise TryAgainError(retry_after_seconds=1)

    late = seoul_date(stack.now) + timedelta(days=20)
    force_setattr(decisions, "images", CutOff())
    with pytest.raises(TryAgainError):
        decisions.expire(builders.COUNTY, trip_id, late)
    force_setattr(decisions, "images", images)
    assert held(stack) == 0
    assert not decisions.expire(builders.COUNTY, trip_id, late)
    assert kept(stack) == []


@pytest.mark.parametrize(("limit", "status"), [(150_000, 422), (200_000, 201)])
def test_next_years_trips_are_held_against_next_years_budget(
    member: Member, limit: int, status: int
) -> None:
    stack = member.stack
    new_year = date(2027, 1, 1)
    version = SettingVersion("trip.budget", new_year, limit, "시험")
    stack.wired(CountyWiring).store.put_setting(builders.COUNTY, version)
    away = (new_year - seoul_date(stack.now)).days
    other = stack.member("010-9876-5432")
    assert apply(member, away).status == 201
    assert apply(other, away).status == status
    assert apply(other, 1).status == 201, "this year's budget is another"
    assert held(stack, 2027) == (100_000 if status == 422 else 200_000)
