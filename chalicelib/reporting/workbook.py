"""The workbook of a report: its sheets with native charts. Same figures, same bytes."""

from datetime import UTC, date, datetime
from io import BytesIO

from xlsxwriter import Workbook

from chalicelib.reporting import labels
from chalicelib.reporting.balance_rows import balance_rows
from chalicelib.reporting.campaign_rows import campaign_rows, channel_rows
from chalicelib.reporting.report import Report, SalesRow
from chalicelib.reporting.settlement_rows import check_words, tables
from chalicelib.reporting.sheets import Formats, Sheet, Table

_MERCHANTS_CHARTED_MAX = 15


def render(report: Report) -> bytes:
    """The bytes of an `.xlsx` file. Its dates are the report's, not those of its making."""
    buffer = BytesIO()
    book = Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {
            "title": labels.mail_subject(report),
            "subject": labels.period_title(report),
            "author": f"{report.county.name} 온군민",
            "created": datetime.fromisoformat(report.last_on).replace(tzinfo=UTC),
        }
    )
    formats = Formats(book, report)
    summary = Sheet(book, formats, "요약", report)
    _summary(summary, report)
    days, hours = _signups(Sheet(book, formats, "가입", report), report)
    if len(report.signups.by_day) > 1:
        summary.chart("column", "날짜별 가입 (명)", days, column=1, rows_max=366)
    summary.chart("column", "시간별 가입 (명)", hours, column=1, rows_max=24)
    _regions(Sheet(book, formats, "지역", report), report)
    _money(Sheet(book, formats, "마일리지·상품권", report), report)
    _merchants(Sheet(book, formats, "가맹점", report), report)
    if report.settlement:
        sheet = Sheet(book, formats, "가맹점 정산", report)
        for caption, rows in tables(report.settlement):
            sheet.table(caption, ("구분", "원"), [(words, won) for words, won, _ in rows])
        sheet.note(check_words(report))
    balance_rows(Sheet(book, formats, "시산표", report), report)
    book.close()
    return buffer.getvalue()


def _summary(sheet: Sheet, report: Report) -> None:
    total, active, before = report.redemptions.total, report.active, report.previous
    rows: list[tuple[str, int, str, str]] = [
        ("신규 가입", report.members.joined, "명", "joined"),
        ("누적 회원", report.members.closing, "명", ""),
        ("마일리지 지급", report.mileage.granted, "점", ""),
        ("상품권으로 전환", report.mileage.converted, "점", "converted"),
        ("결제 건수", total.count, "건", "payment_count"),
        ("결제 금액 (취소를 뺀)", total.net_amount, "원", "net_amount"),
        ("마일리지 기말 잔액", report.mileage.outstanding, "점", ""),
        ("상품권 기말 잔액", report.vouchers.outstanding_amount, "원", ""),
    ]
    if report.notes:
        rows += [
            ("유통 중인 지류 상품권", report.notes.held, "장", ""),
            ("유통 중인 지류 상품권 금액", report.notes.held_amount, "원", ""),
        ]
    name = labels.BEFORE_NAMES[report.kind]
    sheet.table(
        "주요 수치",
        ("구분", "이번", "단위", name),
        [
            (text, value, unit, getattr(before, field) if before and field else "")
            for text, value, unit, field in rows
        ],
    )
    sheet.caption("실제 이용 (이 기간에 한 번이라도 쓴 회원)")
    sheet.fact("전환한 회원", active.converted, "명")
    sheet.fact("결제한 회원", active.paid, "명")
    sheet.fact("전환하거나 결제한 회원", active.active, "명")
    sheet.share("전체 회원 가운데", active.active_share_bps)
    sheet.gap()
    if report.campaign:
        campaign_rows(sheet, report.campaign)
    sheet.note(
        "시산표와 거래 기록이 맞습니다."
        if report.is_sound
        else "확인 필요: 시산표 또는 거래 기록이 맞지 않습니다. 시산표 쪽을 봐 주세요."
    )


def _signups(sheet: Sheet, report: Report) -> tuple[Table, Table]:
    """The tables by day and by hour, for charts elsewhere."""
    signups = report.signups
    booths = sheet.table(
        "부스별 가입",
        ("부스", "가입"),
        [(labels.booth(row), row.count) for row in signups.by_booth],
        sum_columns=(1,),
        unit="명",
    )
    channel_rows(sheet, report)
    campaigns = sheet.table(
        "행사별 가입",
        ("행사", "가입"),
        [(labels.campaign(row), row.count) for row in signups.by_campaign],
        sum_columns=(1,),
        unit="명",
    )
    days = sheet.table(
        "날짜별 가입",
        ("날짜", "가입"),
        [(date.fromisoformat(row.on), row.count) for row in signups.by_day],
        sum_columns=(1,),
        unit="명",
    )
    hours = sheet.table(
        "시간별 가입",
        ("시각", "가입"),
        [(f"{hour}시", count) for hour, count in enumerate(signups.by_hour)],
        sum_columns=(1,),
        unit="명",
    )
    sheet.chart("bar", "부스별 가입 (명)", booths, column=1)
    if len(signups.by_campaign) > 1:
        sheet.chart("bar", "행사별 가입 (명)", campaigns, column=1)
    if len(signups.by_day) > 1:
        sheet.chart("column", "날짜별 가입 (명)", days, column=1, rows_max=366)
    sheet.chart("column", "시간별 가입 (명)", hours, column=1, rows_max=24)
    return days, hours


def _regions(sheet: Sheet, report: Report) -> None:
    signups = report.signups
    residence = signups.residence
    sheet.note(f"{report.small_cell_min}명보다 적은 수는 다른 수와 합쳐 보입니다.")
    if residence.inside is not None and residence.outside is not None:
        table = sheet.table(
            "사는 곳",
            ("구분", "가입"),
            [(f"{report.county.name}", residence.inside), ("다른 곳", residence.outside)],
            sum_columns=(1,),
            unit="명",
        )
        if signups.total:
            sheet.chart("pie", "사는 곳", table, column=1)
    provinces = sheet.table(
        "시·도별",
        ("시·도", "가입"),
        [(labels.region(row), row.count) for row in signups.by_province],
        sum_columns=(1,),
        unit="명",
    )
    relations = sheet.table(
        "군과의 관계",
        ("관계", "가입"),
        [(labels.relation(row), row.count) for row in signups.by_relation],
        sum_columns=(1,),
        unit="명",
    )
    sheet.table(
        "시·군·구별",
        ("시·도", "시·군·구", "가입"),
        [
            (
                labels.province(row.province_code) if row.province_code else labels.MERGED,
                row.name or ("그 밖의 시군구" if row.province_code else ""),
                row.count,
            )
            for row in signups.by_region
        ],
        sum_columns=(2,),
        unit="명",
    )
    sheet.chart("bar", "시·도별 가입 (명)", provinces, column=1)
    sheet.chart("bar", "군과의 관계 (명)", relations, column=1)


def _money(sheet: Sheet, report: Report) -> None:
    mileage, vouchers = report.mileage, report.vouchers
    points = sheet.table(
        "마일리지",
        ("구분", "점"),
        [
            ("기초 잔액", mileage.opening),
            ("지급", mileage.granted),
            ("조정으로 더함", mileage.adjusted_up),
            ("조정으로 뺌", mileage.adjusted_down),
            ("상품권으로 전환", mileage.converted),
            ("소멸", mileage.expired),
            ("기말 잔액", mileage.outstanding),
        ],
    )
    amounts = sheet.table(
        "상품권",
        ("구분", "원"),
        [
            ("기초 잔액", vouchers.opening_amount),
            ("발행", vouchers.issued_amount),
            ("판매", vouchers.sold_amount),
            ("조정으로 더함", vouchers.adjusted_up_amount),
            ("조정으로 뺌", vouchers.adjusted_down_amount),
            ("사용", vouchers.spent_amount),
            ("취소로 되돌림", vouchers.canceled_back_amount),
            ("구매 취소", vouchers.sale_canceled_amount),
            ("잔액 환불", vouchers.change_refunded_amount),
            ("소멸", vouchers.expired_amount),
            ("기말 잔액", vouchers.outstanding_amount),
        ],
    )
    prices = [("받은 돈", vouchers.received_amount), ("돌려줄 돈", vouchers.repaid_amount)]
    sheet.table("판매대금", ("구분", "원"), prices)
    sheet.chart("bar", "마일리지 (점)", points, column=1)
    sheet.chart("bar", "상품권 (원)", amounts, column=1)


def _merchants(sheet: Sheet, report: Report) -> None:
    head = ("건수", "결제", "취소 건수", "취소", "취소를 뺀 금액")
    sums = (1, 2, 3, 4, 5)
    categories = sheet.table(
        "업종별",
        ("업종", *head),
        [_sales(row) for row in report.redemptions.by_category],
        sum_columns=sums,
        unit="건, 원",
    )
    merchants = sheet.table(
        "가맹점별",
        ("가맹점", *head),
        [_sales(row) for row in report.redemptions.by_merchant],
        sum_columns=sums,
        unit="건, 원",
    )
    if report.redemptions.by_merchant:
        sheet.chart("bar", "업종별 (취소를 뺀 금액, 원)", categories, column=5)
        sheet.chart(
            "bar",
            "가맹점별 (취소를 뺀 금액, 원)",
            merchants,
            column=5,
            rows_max=_MERCHANTS_CHARTED_MAX,
        )


def _sales(row: SalesRow) -> tuple[str, int, int, int, int, int]:
    return (
        labels.merchant(row),
        row.count,
        row.gross_amount,
        row.cancel_count,
        row.canceled_amount,
        row.net_amount,
    )
