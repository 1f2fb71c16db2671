"""Business numbers, trades, terms, bars: the rules by themselves."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.core.values import add_months
from chalicelib.merchants import business_numbers, trades
from chalicelib.merchants.applications import Look, decide_by
from chalicelib.merchants.banks import read_account_number
from chalicelib.merchants.businesses import Business, ban_ends_on
from chalicelib.merchants.errors import ApplicationNotPossibleError
from chalicelib.merchants.registration import Registration, term_on
from chalicelib.merchants.sealing import Sealed, tail_of
from tests import builders


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("214-86-39239", "2148639239"),
        ("124 81 00998", "1248100998"),
        ("１２０－８１－４７５２１", "1208147521"),
        (" 2208162517 ", "2208162517"),
        ("2208162518", None),
        ("220816251", None),
        ("22081625170", None),
        ("22081A2517", None),
        ("", None),
    ],
)
def test_a_business_number_is_read_however_it_is_typed(typed: str, read: str | None) -> None:
    assert business_numbers.read(typed) == read


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_noticed(nine: str, place: int, digit: int) -> None:
    whole = next(f"{nine}{d}" for d in range(10) if business_numbers.read(f"{nine}{d}"))
    wrong = whole[:place] + str(digit) + whole[place + 1 :]
    # The ninth digit counts twice, which can cancel out: the office's own rule has that hole.
    if place != 8:
        assert (business_numbers.read(wrong) == wrong) == (wrong == whole)


def test_a_business_number_is_shown_whole_and_an_account_by_its_tail() -> None:
    assert business_numbers.shown("2148639239") == "214-86-39239"
    assert tail_of("30212345678") == "*******5678"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("302-1234-5678-91", "3021234567891"), ("0012 3456 78", "0012345678"), ("12-34", None),
        ("３０２－１２３４－５６７８", "30212345678"), ("12345678–91", "1234567891"),
        ("1234567８90", "1234567890"), ("1234567890.0", None), ("12345678²", None),
        ("١٢٣٤٥٦٧٨ 12345678", None), ("=12345678", None), ("12345678+1", None),
        ("12345678/91", None), ("1234567890,12345678", None), ("1234567890 (김청자)", None),
    ],
)  # fmt: skip
def test_an_account_keeps_all_its_digits(typed: str, read: str | None) -> None:
    assert read_account_number(typed) == read


def test_trades_are_barred_by_settings_and_found_by_their_names() -> None:
    assert trades.is_barred("nightlife", builders.SETTINGS)
    assert not trades.is_barred("restaurant", builders.SETTINGS)
    assert trades.trade_of(" 음식점 ") == "restaurant"
    assert trades.trade_of("식품 편의점") == "grocery"
    assert trades.trade_of("우주항공") is None


def test_seven_days_are_counted_from_the_day_after_receipt_in_seoul() -> None:
    late = datetime(2026, 11, 22, 14, 59, tzinfo=UTC)
    assert decide_by(late) == date(2026, 11, 29)
    assert decide_by(late.replace(hour=15, minute=0)) == date(2026, 11, 30)


def test_a_term_of_two_years_renews_by_itself() -> None:
    begun = date(2024, 2, 29)
    assert term_on(begun, date(2024, 3, 1)) == (begun, date(2026, 2, 28))
    assert term_on(begun, date(2026, 3, 1)) == (date(2026, 3, 1), date(2028, 2, 28))
    assert term_on(begun, date(2028, 2, 29)) == (date(2028, 2, 29), date(2030, 2, 28))
    assert term_on(begun, begun, ends_on=date(2024, 5, 1)) == (begun, date(2024, 5, 1))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 4000))
def test_every_day_is_in_just_one_term(begun: date, later: int) -> None:
    day = date.fromordinal(begun.toordinal() + later)
    first, last = term_on(begun, day)
    assert first <= day <= last
    assert term_on(begun, first) == (first, last) == term_on(begun, last)


@pytest.mark.parametrize(
    ("breaches", "halved", "months"),
    [
        (["false_registration"], False, 12),
        (["restricted_trade"], False, 6),
        (["misuse"], False, 6),
        (["misuse", "restricted_trade"], False, 12),
        (["misuse", "misuse"], False, 6),
        (["false_registration"], True, 6),
        (["misuse"], True, 3),
    ],
)
def test_a_bar_is_as_long_as_the_decree_has_it(breaches: list, halved: bool, months: int) -> None:
    on = date(2026, 8, 31)
    assert ban_ends_on(breaches, on, is_halved=halved) == add_months(on, months)


def test_a_longer_bar_is_not_shortened_by_a_later_one() -> None:
    on = date(2026, 1, 1)
    business = Business(county_id="gangjin", business_key="k")
    barred = business.barred(["false_registration"], on, is_halved=False)
    again = barred.barred(["misuse"], on, is_halved=True)
    assert again.barred_until_on == date(2027, 1, 1)
    with pytest.raises(ApplicationNotPossibleError):
        again.check_may_apply("regular", "", date(2027, 1, 1))
    again.check_may_apply("regular", "", date(2027, 1, 2))


def a_registration() -> Registration:
    return Registration(
        county_id="gangjin",
        merchant_id="mch_0000000000000001",
        business_key="k",
        kind="regular",
        outlet="",
        sales_class="up_to_300m",
        registered_on=date(2026, 1, 1),
        opened_on=None,
        bank_code="011",
        sealed=Sealed("x", b"", {}),
    )


def test_silence_of_the_tax_office_is_no_closing() -> None:
    shop = a_registration()
    closed = shop.looked_at(Look(status="closed"))
    assert closed.held_for == "tax_closed"
    assert closed.looked_at(Look(status="unknown")) == closed
    assert shop.looked_at(Look()) == shop
    assert closed.looked_at(Look(status="active")).held_for is None
    assert shop.looked_at(Look(status="resting")).held_for == "tax_resting"
    assert shop.looked_at(Look(status="unregistered")).held_for == "tax_closed"


def test_a_hold_ends_with_its_own_reason_alone() -> None:
    now = builders.NOON
    other_name = a_registration().account_checked("mismatch", now)
    assert other_name.held_for == "account_mismatch"
    both = other_name.looked_at(Look(status="closed"))
    assert both.looked_at(Look(status="active")).held_for == "account_mismatch"
    assert other_name.account_checked("unknown", now).account_state == "mismatch"
    verified = other_name.account_checked("verified", now)
    assert (verified.held_for, verified.account_verified_at) == (None, now)
    canceled = replace(both, held_for="registration_canceled")
    assert canceled.looked_at(Look(status="active")).held_for == "registration_canceled"
    assert canceled.account_checked("verified", now).held_for == "registration_canceled"
