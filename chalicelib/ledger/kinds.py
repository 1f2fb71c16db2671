"""The kinds of entries: each is declared here once, and what is said of kinds elsewhere follows.

Import fails if the words of `EntryKind` and the table differ, or if a setting is read by a kind
that is not there. The independent auditor keeps a table of its own (infra/verifier), on purpose.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

from chalicelib.county.declarations import FEATURES, Setting, Words
from chalicelib.county.settings import SETTINGS

EntryKind = Literal[
    "signup",
    "conversion",
    "redemption",
    "cancellation",
    "net_cancel",
    "adjustment",
    "expiration",
    "purchase",
    "purchase_cancel",
    "change_refund",
    "grant_return",
    "identity_grant",
    "carry_over",
    "leaving_refund",
    "reservation",
    "reservation_end",
    "online_purchase",
    "online_purchase_cancel",
    "purchase_reversal",
    "receivable",
    "receivable_settled",
    "trip_grant",
    "trip_clawback",
    "cashback",
    "cashback_return",
    "visit_grant",
    "paper_sale",
    "paper_return",
    "tour_grant",
    "referral_grant",
    "activity_grant",
    "referral_return",
    "fee_share",
]
ContraAccount = Literal[
    "program_expense",
    "conversion_clearing",
    "merchants_payable",
    "expired",
    "sale_discount",
    "paper_circulation",
]
Role = Literal[
    "issue",
    "sale",
    "conversion",
    "payment",
    "payment_canceled",
    "sale_canceled",
    "change_refunded",
    "adjustment",
    "expiration",
    "grant_returned",
    "carried",
    "reserved",
    "owed",
    "paper",
]
"""What entries of a kind are in the sums of a county: the equations and reports go by it."""

Signs = tuple[int, int]
"""The lowest and the highest sign of what an entry moves."""
_TAKES: Signs = (-1, -1)
_MAY_TAKE: Signs = (-1, 0)
_STAYS: Signs = (0, 0)
_MAY_GIVE: Signs = (0, 1)
_GIVES: Signs = (1, 1)
_EITHER: Signs = (-1, 1)


class Kind(NamedTuple):
    """What is said of a kind of entry: how its member reads of it, Korean and English; which way
    it moves mileage and vouchers; in which account the other side of that stands, apart from the
    price of a voucher; its role. `is_settled`: it stands in the index of a merchant, by which
    payments are settled. `gives_back`: somebody gets back what is theirs, gets what they paid for,
    or a lot is closed; the bounds of a wallet are kept by refusing what adds to it, never this.
    `is_handed_over`: its money is paid out at a desk; what was paid online goes back the way it
    came."""

    ko: str
    en: str
    mileage: Signs
    voucher: Signs
    contra_account: ContraAccount
    role: Role
    is_settled: bool = False
    gives_back: bool = False
    is_handed_over: bool = False

    def may_move(self, mileage: int, voucher: int) -> bool:
        """Whether the signs of an entry's amounts are those of its kind."""
        return all(
            low <= (amount > 0) - (amount < 0) <= high
            for amount, (low, high) in ((mileage, self.mileage), (voucher, self.voucher))
        )


# fmt: off
KINDS: Mapping[EntryKind, Kind] = {
    "signup": Kind(
        "가입 축하 마일리지", "Sign-up mileage",
        _MAY_GIVE, _STAYS, "program_expense", "issue",
    ),
    "conversion": Kind(
        "마일리지를 상품권으로 바꿈", "Mileage converted to a voucher",
        _TAKES, _GIVES, "conversion_clearing", "conversion",
    ),
    "redemption": Kind(
        "상품권 결제", "Payment",
        _STAYS, _TAKES, "merchants_payable", "payment", is_settled=True,
    ),
    "cancellation": Kind(
        "결제 취소", "Payment canceled",
        _STAYS, _GIVES, "merchants_payable", "payment_canceled", is_settled=True, gives_back=True,
    ),
    # It forbids a payment that is yet to come; one that was there is taken back by a cancellation.
    "net_cancel": Kind(
        "끝나지 않은 결제 되돌림", "Unfinished payment taken back",
        _STAYS, _STAYS, "merchants_payable", "payment_canceled",
    ),
    "adjustment": Kind(
        "군청 조정", "Adjustment by the county",
        _EITHER, _EITHER, "program_expense", "adjustment",
    ),
    "expiration": Kind(
        "유효 기간 지남", "Expired",
        _MAY_TAKE, _MAY_TAKE, "expired", "expiration", gives_back=True,
    ),
    "purchase": Kind(
        "상품권 구매", "Voucher bought",
        _STAYS, _GIVES, "sale_discount", "sale",
    ),
    "purchase_cancel": Kind(
        "상품권 구매 취소", "Purchase canceled",
        _STAYS, _TAKES, "sale_discount", "sale_canceled", gives_back=True, is_handed_over=True,
    ),
    "change_refund": Kind(
        "상품권 잔액 환불", "Rest of a voucher paid back",
        _STAYS, _TAKES, "sale_discount", "change_refunded", gives_back=True, is_handed_over=True,
    ),
    # One person has one sign-up grant, and one of whatever else is given once a person: another
    # one's is taken back as far as it is still there.
    "grant_return": Kind(
        "가입·방문 마일리지 거두어들임", "Sign-up or visit mileage taken back",
        _TAKES, _STAYS, "program_expense", "grant_returned", gives_back=True,
    ),
    "identity_grant": Kind(
        "본인확인으로 받은 가입 마일리지", "Sign-up mileage after identification",
        _GIVES, _STAYS, "program_expense", "issue",
    ),
    # Always two: out of the wallet that ends, into the one where its person goes on.
    "carry_over": Kind(
        "예전 지갑과 합침", "Joined with the earlier wallet",
        _EITHER, _EITHER, "conversion_clearing", "carried", gives_back=True,
    ),
    "leaving_refund": Kind(
        "탈퇴한 뒤 산 상품권 환불", "Bought voucher paid back after leaving",
        _STAYS, _TAKES, "sale_discount", "change_refunded", gives_back=True, is_handed_over=True,
    ),
    # Budget and limits are held for who is paying; nothing is in the wallet yet.
    "reservation": Kind(
        "상품권을 잡아 둠", "Voucher reserved",
        _STAYS, _STAYS, "sale_discount", "reserved",
    ),
    "reservation_end": Kind(
        "잡아 둔 상품권을 놓음", "Reservation ended",
        _STAYS, _STAYS, "sale_discount", "reserved", gives_back=True,
    ),
    "online_purchase": Kind(
        "상품권 구매(온라인)", "Voucher bought online",
        _STAYS, _GIVES, "sale_discount", "sale", gives_back=True,
    ),
    # Its money goes back the way it came; no counter pays it out.
    "online_purchase_cancel": Kind(
        "상품권 구매 취소(온라인)", "Online purchase canceled",
        _STAYS, _TAKES, "sale_discount", "sale_canceled", gives_back=True,
    ),
    # The buyer's bank took the money back; of what is spent, a debt remains.
    "purchase_reversal": Kind(
        "결제가 되돌려져 상품권을 거둠", "Payment reversed, voucher voided",
        _STAYS, _MAY_TAKE, "sale_discount", "sale_canceled", gives_back=True,
    ),
    # What was spent before its money was taken back. It moves nothing that is in the wallet.
    "receivable": Kind(
        "군에 갚을 돈", "Owed to the county",
        _STAYS, _STAYS, "program_expense", "owed", gives_back=True,
    ),
    # Paid at the desk, or waived by two people.
    "receivable_settled": Kind(
        "군에 갚을 돈 정리", "Debt to the county settled",
        _STAYS, _STAYS, "program_expense", "owed", gives_back=True,
    ),
    # Half of what a trip spent; the trip says how it came to the amount.
    "trip_grant": Kind("반값여행 상품권", "Half-price trip paid",
        _STAYS, _GIVES, "program_expense", "issue"),
    # A receipt of it was cancelled, or false. Of what is spent, a debt remains.
    "trip_clawback": Kind(
        "반값여행 상품권 거둠", "Half-price trip taken back",
        _STAYS, _MAY_TAKE, "program_expense", "adjustment", gives_back=True,
    ),
    # Right after the payment that it is for, in its transaction; a full wallet gets none.
    "cashback": Kind(
        "캐시백", "Cashback",
        _STAYS, _GIVES, "program_expense", "issue", gives_back=True,
    ),
    # Right after the cancel; what is spent of it is owed.
    "cashback_return": Kind(
        "캐시백 거두어들임", "Cashback taken back",
        _STAYS, _MAY_TAKE, "program_expense", "grant_returned", gives_back=True,
    ),
    # Its reason: what the campaign is called, in Korean and in English, one a line.
    "visit_grant": Kind(
        "행사 방문 마일리지", "Mileage for a visit",
        _GIVES, _STAYS, "program_expense", "issue",
    ),
    # Its notes are in the buyer's hand and not in the wallet, which keeps the limits.
    "paper_sale": Kind(
        "지류 상품권 구매", "Paper vouchers bought",
        _STAYS, _STAYS, "paper_circulation", "paper",
    ),
    # All notes of a sale were brought back; the agent pays the price back at once.
    "paper_return": Kind(
        "지류 상품권 구매 취소", "Paper vouchers given back",
        _STAYS, _STAYS, "paper_circulation", "paper", gives_back=True,
    ),
    "tour_grant": Kind("스탬프 투어 마일리지", "Mileage for a stamp tour",
        _GIVES, _STAYS, "program_expense", "issue"),
    "referral_grant": Kind("친구 추천 마일리지", "Mileage for a referral",
        _GIVES, _STAYS, "program_expense", "issue"),
    "activity_grant": Kind("활동 마일리지", "Mileage for activity",
        _GIVES, _STAYS, "program_expense", "issue"),
    # The joining was not honest. Of what is no longer there, a debt remains.
    "referral_return": Kind("친구 추천 마일리지 거두어들임", "Referral mileage taken back",
        _MAY_TAKE, _STAYS, "program_expense", "grant_returned", gives_back=True),
    "fee_share": Kind("입장료에서 돌려드린 상품권", "Voucher given back of an entrance fee",
        _STAYS, _GIVES, "program_expense", "issue"),
}
# fmt: on
"""In the order in which sums and reports have them."""


class KindUnknownError(KeyError):
    """Something stored is of a kind that this release does not know: better no answer than a
    wrong one."""


class KindsDisagreeError(Exception):
    """Two places that must know the same kinds, or roles, do not. Raised at import."""


def check_same(what: str, names: Iterable[str], declared: Iterable[str]) -> None:
    """Whether `names` are `declared`, in this order. Raises `KindsDisagreeError`."""
    found, expected = tuple(names), tuple(declared)
    if found != expected:
        raise KindsDisagreeError(f"{what}: {found}, not {expected}")


def read_by_kind(
    settings: Mapping[str, Setting], kinds: Iterable[EntryKind]
) -> dict[EntryKind, tuple[str, ...]]:
    """The keys of the settings that the rule of each kind reads, as the settings say.

    Raises `KindsDisagreeError` for a reader that is neither one of `kinds` nor a feature.
    """
    keys: dict[str, list[str]] = {kind: [] for kind in kinds}
    for key, setting in settings.items():
        for reader in setting.read_by:
            if reader in keys:
                keys[reader].append(key)
            elif reader not in FEATURES:
                raise KindsDisagreeError(f"{key} is read by an unknown {reader}")
    return {kind: tuple(keys[kind]) for kind in kinds}


check_same("the table of kinds", KINDS, get_args(EntryKind))

SETTINGS_READ: Mapping[EntryKind, tuple[str, ...]] = read_by_kind(SETTINGS, KINDS)
"""Expiry and change refund read none: what holds for a lot was stamped on it when it was issued. A
net-cancel that took back a payment is a `cancellation`; one that only forbids it needs none."""

KIND_WORDS: Mapping[EntryKind, Words] = {name: (kind.ko, kind.en) for name, kind in KINDS.items()}


def with_role(*roles: Role) -> tuple[EntryKind, ...]:
    """The kinds whose role is one of these."""
    return tuple(name for name, kind in KINDS.items() if kind.role in roles)
