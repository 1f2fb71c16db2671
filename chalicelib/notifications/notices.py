"""What is told of which entry, and in which words. They come by way of servers abroad, encrypted,
and stand on a locked screen: what happened, how much, where, and nothing else."""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.core.languages import Language
from chalicelib.core.values import SEOUL
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KIND_WORDS, EntryKind

TOLD: tuple[EntryKind, ...] = (
    "redemption",
    "cancellation",
    "adjustment",
    "purchase",
    "purchase_cancel",
    "change_refund",
    "grant_return",
    "identity_grant",
    "online_purchase",
    "online_purchase_cancel",
    "purchase_reversal",
    "trip_grant",
    "trip_clawback",
    "cashback",
    "cashback_return",
    "fee_share",
)
"""What others do to a wallet, or what money follows from. Not what its member has just tapped
(a conversion), nor what moves nothing."""
EXPIRY_DAYS = (30, 7)
"""So many days before a lot's last day its holder is reminded."""
_URGENT: Collection[str] = ("redemption", "cancellation")
_DAY_SECONDS = 86_400
_ADVERT_SECONDS = 3_600
_TEXT_CHARACTERS_MAX = 200

LotteryNotice = Literal["lottery_place", "lottery_reserve", "lottery_lost"]
Urgency = Literal["normal", "high"]


class Notice(Struct, frozen=True, kw_only=True):
    """`tag` tells it from others of its member: of two with the same one a browser shows one.
    `mileage` and `voucher`: what moved, signed; of an expiry to come what ends, on `ends_on`.
    `words`: of a grant, what it was given for. `titles`, `bodies`: of an advertising message, in
    Korean and English.

    Of a lottery round: `words` and `words_en` are its names, `voucher` what may be bought, of a
    reserve its number, and `until` before when it may be bought."""

    county_id: str
    member_id: str
    tag: str
    kind: EntryKind | Literal["expiry_to_come", "advert"] | LotteryNotice
    mileage: int
    voucher: int
    shop: str = ""
    words: str = ""
    ends_on: date | None = None
    words_en: str = ""
    until: datetime | None = None
    titles: tuple[str, str] | tuple[()] = ()
    bodies: tuple[str, str] | tuple[()] = ()

    @property
    def urgency(self) -> Urgency:
        """RFC 8030, 5.3: whether a sleeping phone is woken for it."""
        return "high" if self.kind in _URGENT else "normal"

    @property
    def ttl_seconds(self) -> int:
        """RFC 8030, 5.2: how long a push service keeps it for a phone that is off."""
        if self.kind == "advert":
            # Not so long that it would be shown in the night.
            return _ADVERT_SECONDS
        is_of_days = self.kind == "expiry_to_come" or self.kind.startswith("lottery_")
        return 3 * _DAY_SECONDS if is_of_days else _DAY_SECONDS

    @property
    def topic(self) -> str:
        """RFC 8030, 5.4: a later message of the same one takes the place of an undelivered one. At
        most 32 characters of base64url."""
        return self.tag[:32]


def of_entry(entry: Entry) -> Notice | None:
    """`None` for what is not told."""
    if entry.kind not in TOLD or not (entry.mileage_amount or entry.voucher_amount):
        return None
    return Notice(
        county_id=entry.county_id,
        member_id=entry.member_id,
        tag=entry.entry_id,
        kind=entry.kind,
        mileage=entry.mileage_amount,
        voucher=entry.voucher_amount,
        shop=entry.merchant.name if entry.merchant else "",
        words=entry.granted_for,
    )


def of_expiry(head: Entry, ends_on: date, *, today: date) -> Notice | None:
    """What of a wallet ends on that day; `None` if nothing does."""
    ending = [lot for lot in head.live_lots(today) if lot.expires_on == ends_on]
    mileage = sum(lot.remaining for lot in ending if lot.kind == "mileage")
    voucher = sum(lot.remaining for lot in ending if lot.kind != "mileage")
    if not mileage and not voucher:
        return None
    return Notice(
        county_id=head.county_id,
        member_id=head.member_id,
        tag=f"ends-{ends_on:%Y%m%d}-{(ends_on - today).days}",
        kind="expiry_to_come",
        mileage=mileage,
        voucher=voucher,
        ends_on=ends_on,
    )


def payload(notice: Notice, language: Language, programme: str) -> bytes:
    """What the service worker shows (`web/static/common/worker.js`): JSON in UTF-8."""
    title, body = _words(notice, language)
    told = {
        "title": title,
        "body": body[:_TEXT_CHARACTERS_MAX],
        "tag": notice.tag,
        "lang": language,
        "from": programme,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _words(notice: Notice, language: Language) -> tuple[str, str]:
    english = language == "en"
    kind = notice.kind
    if kind == "lottery_place" or kind == "lottery_reserve" or kind == "lottery_lost":
        return _lottery_words(notice, english=english)
    if kind == "advert":
        assert notice.titles
        assert notice.bodies
        return notice.titles[english], notice.bodies[english]
    amounts = _amounts(notice, english=english)
    if kind == "expiry_to_come":
        assert notice.ends_on is not None
        if english:
            return "Use it before it ends", f"{amounts}, until {notice.ends_on.isoformat()}"
        day = f"{notice.ends_on.year}년 {notice.ends_on.month}월 {notice.ends_on.day}일"
        return "곧 유효 기간이 끝납니다", f"{day}까지 {amounts}"
    title = notice.words or KIND_WORDS[kind][english]
    return title[:_TEXT_CHARACTERS_MAX], " · ".join(filter(None, (notice.shop, amounts)))


def _lottery_words(notice: Notice, *, english: bool) -> tuple[str, str]:
    name = notice.words_en if english and notice.words_en else notice.words
    if notice.until is not None:
        last = (notice.until - timedelta(minutes=1)).astimezone(SEOUL)
        if english:
            said = f"pay for vouchers of {notice.voucher:,} won by {last:%-d %B, %H:%M}"
            return "You were drawn", f"{name}: {said}"
        day = f"{last.month}월 {last.day}일 {last:%H:%M}"
        said = f"{day}까지 상품권 {notice.voucher:,}원을 결제해 주세요"
        return "추첨에 뽑히셨습니다", f"{name} · {said}"
    if notice.kind == "lottery_reserve":
        if english:
            return "You are a reserve", f"{name}: number {notice.voucher:,} of those who wait"
        return "예비 순번입니다", f"{name} · 예비 {notice.voucher:,}번. 차례가 오면 알려 드립니다"
    if english:
        return "You were not drawn", f"{name}: the order of the draw is public"
    return "추첨에 뽑히지 않으셨습니다", f"{name} · 추첨 결과는 공개된 화면에서 확인할 수 있습니다"


def _amounts(notice: Notice, *, english: bool) -> str:
    """Signed, but for what is to end."""
    form = ",d" if notice.kind == "expiry_to_come" else "+,d"
    parts = []
    if notice.voucher:
        amount = format(notice.voucher, form)
        parts.append(f"vouchers {amount} won" if english else f"상품권 {amount}원")
    if notice.mileage:
        amount = format(notice.mileage, form)
        parts.append(f"mileage {amount} points" if english else f"마일리지 {amount}점")
    return ", ".join(parts)
