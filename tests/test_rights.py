"""Each function has the rights that it uses, and no others.

That what is used is granted, every request and message in memory is held to (`tests/granted.py`).
"""

from typing import Any

import pytest

from chalicelib.aws.functions import FUNCTIONS
from chalicelib.aws.keys import Key
from chalicelib.aws.rights import TABLE
from chalicelib.aws.table import Count
from tests import granted
from tests.conftest import Stack
from tests.granted import PUT, QUERY, UPDATE, GrantedTable, NotGrantedError, acting

WORKERS = sorted(FUNCTIONS.keys() - {"api_handler"})


@pytest.mark.parametrize("function", WORKERS)
def test_a_worker_writes_no_kind_that_is_not_its_own(function: str) -> None:
    own = {
        "analyse_members": set(),
        "begin_analysis": set(),
        "begin_marketing": {"MESSAGES"},
        "run_marketing": {"MESSAGES", "MESSAGE", "CONTACTS", "TRIALS"},
        "close_days": {"SETTLEMENTDAYS"},
        "settle_shops": {"SETTLEMENT", "SETTLEMENTSLICES", "INVOICEDUE"},
        "complete_signup": {
            "WALLET",
            "PERSON",
            "IDENTITY",
            "ENDEDWALLETS",
            "SIGNUP",
            "THROTTLE",
            "BUDGET",
        },
        "draw_due_lots": {"DRAWS"},
        "expire_lots": {"WALLET", "JOBS"},
        "give_fee_shares": {"WALLET", "ADMISSIONS"},
        "finish_referrals": {"WALLET", "VISITED", "BUDGET"},
        "tend_photos": {"COMMENTLIKE", "COMMENTS", "PHOTOS", "VISITED", "WALLET"},
        "tend_trips": {
            "WALLET",
            "TRIPS",
            "TRIPBUDGET",
            "TRIPDAYS",
            "TRIPEFFECT",
            "TRIPWATCH",
            "TRAVELLER",
        },
        "import_register": {
            "IMPORT",
            "MERCHANTS",
            "MERCHANTCODE",
            "REGISTRATIONS",
            "BUSINESS",
        },
        "look_after_merchants": {
            "APPLICATIONS",
            "REGISTRATIONS",
            "BUSINESS",
            "MERCHANTS",
            "AUDIT",
            "LASTPAID",
            "JOBS",
        },
        "mail_inboxes": {"FEEDUES"},
        "make_reports": {"TOTALS"},
        "publish_roots": {"ROOTS"},
        "note_entries": set(),
        "remind_of_expiry": set(),
        "send_notices": {"PUSH"},
        "reconcile_ledger": {"RECONCILIATIONS", "TOTALS"},
        "run_grants": {"WALLET", "GRANTS", "GRANT", "ROWKEY"},
        "serve_tickets": {"WALLET", "PURCHASE", "SERVED", "BUDGET", "PAYMENT", "PAYMENTDUE"},
        "step_lotteries": {"DRAWS", "DRAW", "LOTTERYTOLD"},
        "end_reservations": {"WALLET", "PURCHASE", "BUDGET", "PAYMENT", "PAYMENTDUE"},
        "work_payments": {
            "WALLET",
            "PURCHASE",
            "BUDGET",
            "PAYMENT",
            "PAYMENTDUE",
            "PAYMENTBOOK",
        },
        "sweep_payments": {"PAYMENTSWEEP"},
        "match_payments": {"PAYMENTMATCH"},
        "run_report": {"RECONCILIATIONS", "TOTALS"},
    }
    written = {kind for _, action, kind in granted.granted(function) if action != QUERY}
    assert written == own[function]


def test_the_api_writes_nothing_of_what_is_seeded_and_of_the_nightly_jobs() -> None:
    """Of the county it writes the pictures that staff set."""
    written = {kind for _, action, kind in granted.granted("api_handler") if action == PUT}
    others = {"SUBSCRIBERS", "SIGNUP"}
    jobs = {"JOBS", "ROWKEY", "ROOTS", "RECONCILIATIONS", "TOTALS"}
    assert written & (others | jobs) == set()
    changed = {kind for _, action, kind in granted.granted("api_handler") if action == UPDATE}
    assert changed == {
        "VERIFICATION",
        "THROTTLE",
        "BUDGET",
        "CASHBACKBUDGET",
        "SELLERDAY",
        "PAPERSUM",
        "LINE",
    }


def test_every_write_names_its_kinds() -> None:
    """Without one, `Right` would mean all of them."""
    for name, function in FUNCTIONS.items():
        for right in function.may:
            if {PUT, UPDATE} & set(right.actions):
                assert right.kinds, name
                assert right.resources == (TABLE.name,)
                bounded = bool(right.attributes or right.beside)
                assert (UPDATE in right.actions) == bounded, name


def test_a_right_to_write_cannot_be_made_without_what_it_is_for() -> None:
    """`TABLE.put()` would be every item, wallets among them."""
    verbs: Any = TABLE
    for empty in (
        lambda: verbs.put(),
        lambda: verbs.query(),
        lambda: verbs.count(attributes=("tries",)),
        lambda: verbs.sum_up(beside=("WALLET",)),
    ):
        with pytest.raises(TypeError):
            empty()
    for unbounded in (
        lambda: TABLE.count("VERIFICATION", attributes=()),
        lambda: TABLE.sum_up("BUDGET", beside=()),
    ):
        with pytest.raises(ValueError, match="would mean all"):
            unbounded()


def test_what_is_not_granted_is_refused_in_memory_as_by_aws(stack: Stack) -> None:
    table, wallet = GrantedTable(), {"pk": "gangjin#WALLET#mem_1", "sk": "ENTRY#1"}
    with acting("publish_roots"), pytest.raises(NotGrantedError):
        table.put_new(wallet)
    with acting("make_reports"), pytest.raises(NotGrantedError):
        table.query("gangjin#MERCHANT#mch_1", index="by_merchant")
    with acting("expire_lots"):
        table.put_new(wallet)
    assert list(table.items) == [tuple(wallet.values())]


def test_sums_are_changed_in_a_transaction_and_counters_by_their_attributes_alone() -> None:
    table = GrantedTable()
    budget, code = Key("gangjin#BUDGET#CARRYOVER", "BUDGET"), Key("gangjin#VERIFICATION#v", "V")
    entry = {"pk": "gangjin#WALLET#mem_1", "sk": "ENTRY#1"}
    with acting("api_handler"):
        assert table.put_new_with_counts(entry, [Count(budget, "left", 5)]) == "written"
        table.count_up(code, "tries")
        with pytest.raises(NotGrantedError):
            table.count_up(budget, "left")
        with pytest.raises(NotGrantedError):
            table.count_up(code, "code_hash")
        # Beside a sum a wallet may be put, not changed.
        with pytest.raises(NotGrantedError):
            table.put_new_with_counts(entry, [Count(Key(*entry.values()), "left", 1)])


def test_what_a_request_used_is_noted(stack: Stack) -> None:
    stack.prove_phone("010-2468-1357")
    used = {(PUT, "VERIFICATION"), (UPDATE, "VERIFICATION"), (UPDATE, "THROTTLE")}
    assert {("api_handler", *each) for each in used} <= granted.USED
