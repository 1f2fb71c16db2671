"""What the county reports of the vouchers that it issued in a half-year.

지역사랑상품권 이용 활성화에 관한 법률 제14조: within a month after each half-year. All figures are
of the totals of its days, which the county's other reports are made of too; notes are of the notes
themselves, shops of the register as it was published.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from chalicelib.ledger.kinds import KINDS, EntryKind, with_role
from chalicelib.paper.circulation import SeriesDays, held_amount
from chalicelib.paper.stock import EndState
from chalicelib.sales.rounds import DiscountShares, Round
from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.flows import Flow, add_flows

LAW = "지역사랑상품권 이용 활성화에 관한 법률 제14조"
COLUMNS = ("구분", "항목", "건수", "금액(원)", "비고")
"""Won at face value, but for `판매대금` and `할인액`."""
Row = tuple[str, str, int | None, int | None, str]
_BEARERS = (("state", "국비"), ("province", "도비"), ("county", "군비"))


class IssueFigures(Struct, frozen=True, kw_only=True):
    """A half-year from `first_on` on: how it stood before, its days, the notes of all series, all
    rounds, and how many shops of each sort its register has; `None` while it is not published."""

    first_on: date
    opening: ClosingTotals
    days: Sequence[DayTotals]
    notes: Sequence[SeriesDays]
    rounds: Sequence[Round]
    shops: Sequence[tuple[str, int]] | None

    @property
    def last_on(self) -> date:
        return self.days[-1].on

    def notes_sold(self) -> int:
        """Won."""
        return sum(
            count * one.series.denomination
            for one in self.notes
            for on, count in one.sold.items()
            if self.first_on <= on <= self.last_on
        )

    def notes_ended(self, state: EndState) -> int:
        """Won."""
        return sum(
            count * one.series.denomination
            for one in self.notes
            for (on, as_), count in one.ended.items()
            if as_ == state and self.first_on <= on <= self.last_on
        )

    def notes_expired(self) -> int:
        """Won of notes that nobody had brought back by their last day, if they are held no longer
        since a day of the half-year."""
        before = date.fromordinal(self.first_on.toordinal() - 1)
        return sum(
            (one.at(self.last_on).expired - one.at(before).expired) * one.series.denomination
            for one in self.notes
        )

    def notes_left(self, on: date) -> int:
        """Won that people hold at the end of the day."""
        return held_amount(one.at(on) for one in self.notes)


def issue_rows(of: IssueFigures) -> list[Row]:
    """Sold, its money and discount, given, used, given back, expired, left; people and shops."""
    flows = add_flows(day.flows for day in of.days)

    def whole(*kinds: EntryKind) -> Flow:
        return sum((flows[kind] for kind in kinds), Flow())

    online, counter, paper = flows["online_purchase"], flows["purchase"], flows["paper_sale"]
    faces = (online.voucher_in, counter.voucher_in, of.notes_sold())
    ways = tuple(zip(("온라인", "창구", "지류"), (online, counter, paper), faces, strict=True))
    sold = sum(faces)
    online_back, counter_back = flows["online_purchase_cancel"], flows["purchase_cancel"]
    paper_back = flows["paper_return"]
    backs = (online_back.voucher_out, counter_back.voucher_out, of.notes_ended("returned"))
    cancels = tuple(
        zip(("온라인", "창구", "지류"), (online_back, counter_back, paper_back), backs, strict=True)
    )
    reversed_ = flows["purchase_reversal"]
    discounts: Counter[str] = Counter()
    for day in of.days:
        discounts.update(day.discounts or {})
    discount = sold - sum(flow.price_in for _, flow, _ in ways)
    undone = sum(backs) - sum(flow.price_out for _, flow, _ in cancels)
    borne = discounts.total()
    given = [*with_role("issue"), "conversion", *with_role("adjustment", "grant_returned")]
    granted = [(kind, flows[kind]) for kind in given if flows[kind].voucher_in]
    taken = [(kind, flows[kind]) for kind in given if flows[kind].voucher_out]
    paid, paid_back = whole(*with_role("payment")), whole(*with_role("payment_canceled"))
    bought_spent = sum(day.bought_spent or 0 for day in of.days)
    refunded, expired = whole(*with_role("change_refunded")), whole(*with_role("expiration"))
    before, after = of.opening, of.days[-1].closing
    eve = date.fromordinal(of.first_on.toordinal() - 1)
    rows: list[Row] = [
        *(("판매", way, flow.count, face, "") for way, flow, face in ways),
        ("판매", "합계", sum(flow.count for _, flow, _ in ways), sold, ""),
        *(("판매 취소", way, flow.count, face, "") for way, flow, face in cancels),
        ("판매 취소", "결제가 되돌려짐", reversed_.count, reversed_.voucher_out, "남아 있던 것"),
        ("판매대금", "받은 돈", None, sum(flow.price_in for flow in flows.values()), ""),
        ("판매대금", "돌려준 돈", None, sum(flow.price_out for flow in flows.values()), ""),
        *(("할인액", way, None, face - flow.price_in, "") for way, flow, face in ways),
        ("할인액", "판매 취소로 되돌아온 것", None, undone, ""),
        ("할인액", "환불·결제 되돌림으로 되돌아온 것", None, discount - undone - borne, ""),
        ("할인액", "합계", None, borne, "판매분에서 되돌아온 것을 뺌"),
        *_borne(of.rounds, discounts),
        *(("지급(정책발행)", _words(kind), None, flow.voucher_in, "") for kind, flow in granted),
        ("지급(정책발행)", "합계", None, sum(flow.voucher_in for _, flow in granted), ""),
        *(("지급분 회수", _words(kind), None, flow.voucher_out, "") for kind, flow in taken),
        ("지급분 회수", "합계", None, sum(flow.voucher_out for _, flow in taken), ""),
        ("사용", "가맹점 결제", paid.count, paid.voucher_out, ""),
        ("사용", "결제 취소", None, paid_back.voucher_in, ""),
        ("사용", "결제에서 취소를 뺀 것: 판매분", None, bought_spent, ""),
        ("사용", "결제에서 취소를 뺀 것: 정책발행분", None,
         paid.voucher_out - paid_back.voucher_in - bought_spent, ""),
        ("사용", "가맹점 환전(지류)", None, of.notes_ended("exchanged"), ""),
        ("환불", "잔액·탈퇴 환불", refunded.count, refunded.voucher_out, ""),
        ("만료", "모바일", None, expired.voucher_out, ""),
        ("만료", "지류", None, of.notes_expired(), ""),
        *_left("기초 유통 잔액", eve, before, of),
        *_left("기말 유통 잔액", of.last_on, after, of),
        ("회원", "기초", before.members, None, "가입한 적이 있는 사람"),
        ("회원", "가입", after.members - before.members, None, ""),
        ("회원", "기말", after.members, None, "가입한 적이 있는 사람"),
    ]  # fmt: skip
    if of.shops is None:
        return [*rows, ("가맹점", "등록 현황", None, None, "명부 공표 전")]
    return [*rows, *(("가맹점", name, count, None, "공표한 명부") for name, count in of.shops)]


def _words(kind: EntryKind) -> str:
    return KINDS[kind].ko


def _left(name: str, on: date, closing: ClosingTotals, of: IssueFigures) -> list[Row]:
    bought = closing.bought or 0
    return [
        (name, "모바일 판매분", None, bought, f"{on}"),
        (name, "모바일 정책발행분", None, closing.voucher - bought, f"{on}"),
        (name, "지류", None, of.notes_left(on), f"{on}"),
    ]


def _borne(rounds: Sequence[Round], discounts: Mapping[str, int]) -> list[Row]:
    """Who bears the discount: each round's by its own shares, and all together. What a share has no
    whole won of is the county's; of a round without shares it is not known."""
    known = {one.round_id: one for one in rounds}
    sums = dict.fromkeys((name for name, _ in _BEARERS), 0)
    unknown = 0
    rows: list[Row] = []
    for round_id, amount in sorted(discounts.items()):
        one = known.get(round_id)
        shares = one.discount_shares if one else None
        rows.append(("회차별 할인액", one.name if one else round_id, None, amount, _shared(one)))
        if shares is None or not shares.total:
            unknown += amount
            continue
        others = {name: _part(amount, getattr(shares, name), shares.total)
                  for name in ("state", "province")}  # fmt: skip
        for name, part in {**others, "county": amount - sum(others.values())}.items():
            sums[name] += part
    borne: list[Row] = [("할인 부담", words, None, sums[name], "") for name, words in _BEARERS]
    if unknown:
        borne.append(("할인 부담", "정하지 않음", None, unknown, "부담 비율이 없는 회차"))
    return [*borne, *rows]


def _part(amount: int, share: int, total: int) -> int:
    """Whole won, of what came back too."""
    part = abs(amount) * share // total
    return part if amount > 0 else -part


def _shared(one: Round | None) -> str:
    shares: DiscountShares | None = one.discount_shares if one else None
    if one is None or shares is None:
        return "부담 비율을 정하지 않음"
    parts = ", ".join(f"{words} {getattr(shares, name)}%" for name, words in _BEARERS)
    return f"{one.discount_percent}%: {parts}"
