"""Pages have words for every value that the code can give them, and no others."""

import json
import re
from collections.abc import Mapping
from typing import Any, get_args, get_type_hints

import pytest
from msgspec.structs import fields

from chalicelib.approvals.approvals import StepName
from chalicelib.approvals.bulk_grants import GrantStatus
from chalicelib.core.periods import PeriodKind
from chalicelib.county import settings
from chalicelib.county.declarations import setting_key
from chalicelib.county.settings import SETTING_WORDS, CountySettings
from chalicelib.http.openapi import document
from chalicelib.ledger.kinds import KIND_WORDS, EntryKind
from chalicelib.ledger.profile import Profile, Relation
from chalicelib.members.ticket import RejectionReason
from chalicelib.merchants.merchants import MerchantStatus
from chalicelib.merchants.registration import HoldReason
from chalicelib.merchants.reports import ReportKind
from chalicelib.paying.records import RedemptionStatus
from chalicelib.reconciling.reconciliation import CHECKS, DifferenceKind
from chalicelib.routes import OPERATIONS
from chalicelib.sales.rounds import RoundState
from chalicelib.settlement.invoices import InvoiceStatus, PaymentWay
from chalicelib.settlement.outcomes import PayoutResult, SettlementStatus
from chalicelib.settlement.shop_days import SaleKind
from chalicelib.staff.audit import AuditAction
from chalicelib.web import settlement_words, words
from chalicelib.web.rendering import TEMPLATES
from chalicelib.web.setting_words import TOPICS, topic_of

SETTINGS = {setting_key(field.name) for field in fields(CountySettings)}


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (KIND_WORDS, get_args(EntryKind)),
        (words.REPORTS, get_args(PeriodKind)),
        (words.STEPS, get_args(StepName)),
        (words.APPROVAL_STATES, {*get_args(StepName), *get_args(GrantStatus)}),
        (words.ROUND_STATES, get_args(RoundState)),
        (words.REDEMPTION_STATES, get_args(RedemptionStatus)),
        (words.RELATIONS, get_args(Relation)),
        (words.REJECTIONS, get_args(RejectionReason)),
        (words.CHECKS, CHECKS),
        (words.DIFFERENCES, get_args(DifferenceKind)),
        (SETTING_WORDS, SETTINGS),
        (
            words.STANDINGS,
            {*get_args(MerchantStatus), *get_args(get_type_hints(Profile)["status"])},
        ),
        (words.SHOP_CHANGES, get_args(MerchantStatus)),
        (words.SHOP_REPORTS, get_args(ReportKind)),
        (words.AUDIT_ACTIONS, get_args(AuditAction)),
        (settlement_words.SETTLEMENT_STATES, get_args(SettlementStatus)),
        (settlement_words.SALE_KINDS, get_args(SaleKind)),
        (settlement_words.PAYOUT_RESULTS, get_args(PayoutResult)),
        (settlement_words.INVOICE_STATES, get_args(InvoiceStatus)),
        (settlement_words.PAYMENT_WAYS, get_args(PaymentWay)),
        (
            settlement_words.PAYOUT_HOLDS,
            {
                *get_args(HoldReason),
                "not_registered",
                "account_unverified",
                *(f"merchant_{each}" for each in get_args(MerchantStatus) if each != "active"),
            },
        ),
    ],
)
def test_every_value_has_words_in_both_languages(
    table: Mapping[str, tuple[str, ...]], values: Any
) -> None:
    assert table.keys() == set(values)
    for korean, english, *_ in table.values():
        assert re.search("[가-힣]", korean)
        assert english.isascii()


def test_a_page_is_served_what_it_names_in_its_language() -> None:
    served = json.loads(words.served("en", "settings", "steps"))
    of_settings = {"settings", "units", "topic_of", "two_people"}
    assert served.keys() == of_settings | {"steps", "forms", "digits"}
    assert served["steps"]["approved"] == "Approved"
    assert served["settings"]["voucher.holding_cap"] == "Most vouchers one can hold"
    assert served["units"].keys() == served["settings"].keys()
    assert served["units"]["mileage.valid_months"] == {
        "texts": ["{} months"],
        "none": "No expiry",
    }
    assert served["units"]["sale.barred_over_cap"]["texts"] == ["0: taken", "1: not taken"]


@pytest.mark.parametrize(
    ("page", "folder"),
    [("staff/staff.html", "staff"), ("shop/till.html", "shop"), ("wallet/wallet.html", "wallet")],
)
def test_a_page_is_served_every_table_that_its_scripts_read(page: str, folder: str) -> None:
    """One that is missing stops the script where it first needs it, and the list stays empty."""
    template = (TEMPLATES / page).read_text(encoding="utf-8")
    (block,) = re.findall(r"block words %}{{ served\((.*?)\)", template)
    served = {*re.findall(r'"([a-z_]+)"', block), "forms", "digits"}
    scripts = (TEMPLATES.parent / "static" / folder).glob("*.js")
    texts = "".join(script.read_text(encoding="utf-8") for script in scripts)
    asked = set(re.findall(r'(?:wordsFor|table|tag)\(\s*"([a-z_]+)"', texts))
    assert asked & set(words.TABLES) <= served


def test_every_setting_stands_under_a_heading_and_no_heading_is_empty() -> None:
    assert {topic_of(key) for key in settings.SETTINGS} == TOPICS.keys()
    assert topic_of("trip.budget") == "trip"
    assert topic_of("unheard_of.thing") in TOPICS


@pytest.mark.parametrize("key", settings.SETTINGS)
def test_a_setting_is_written_with_its_number_or_as_a_choice(key: str) -> None:
    setting = settings.SETTINGS[key]
    low, high = setting.bounds
    texts = setting.unit.texts
    if len(texts) == 1:
        assert all(words.count("{}") == 1 for words in texts[0])
    else:
        assert (low, high) == (0, len(texts) - 1)


def test_what_a_page_lets_through_is_what_the_api_takes() -> None:
    schemas = document(OPERATIONS)["components"]["schemas"]
    member = schemas["AdjustmentBody"]["properties"]["member_id"]["pattern"]
    assert member == f"^mem_{words.FORMS['member_number']}$"
    assert schemas["ConfirmBody"]["properties"]["code"]["pattern"] == f"^{words.FORMS['code']}$"
    budget = schemas["RoundBody"]["properties"]["budget_amount"]["maximum"]
    assert len(str(budget)) == words.DIGITS["budget"]
    assert words.DIGITS["setting"] == len(str(1_000_000_000_000))
    discount = schemas["RoundBody"]["properties"]["discount_percent"]["maximum"]
    assert re.fullmatch(words.FORMS["discount"], str(discount))
    assert not re.fullmatch(words.FORMS["discount"], str(discount + 1))
