"""Two steps by what may be one human being."""

import pytest

from chalicelib.staff.person import Person


@pytest.mark.parametrize(
    "name", ["desk", "DESK", "ＤＥＳＫ", "desk\ufe0f", " desk\u3000", "de\u00adsk"]
)
def test_an_account_made_anew_under_a_name_that_reads_alike_is_the_same_person(name: str) -> None:
    assert Person("sub-1", "desk").may_be(Person("sub-2", name))


@pytest.mark.parametrize("name", ["desk2", "desks", "d-esk"])
def test_another_name_of_another_account_is_another_person(name: str) -> None:
    assert not Person("sub-1", "desk").may_be(Person("sub-2", name))
