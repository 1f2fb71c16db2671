"""What a workbook has of a campaign, and of the ways by which people came."""

from chalicelib.reporting import labels
from chalicelib.reporting.report import CampaignUse, Report
from chalicelib.reporting.sheets import Sheet


def campaign_rows(sheet: Sheet, campaign: CampaignUse) -> None:
    sheet.caption(f"{campaign.name}: 이 행사로 가입한 사람")
    sheet.fact("가입", campaign.use.base, "명")
    sheet.fact("전환", campaign.use.converted, "명")
    sheet.fact("결제", campaign.use.paid, "명")
    sheet.fact("결제 금액 (취소를 뺀)", campaign.spent_amount, "원")
    sheet.share("전환하거나 결제한 비율", campaign.use.active_share_bps)
    sheet.gap()
    sheet.caption(f"{campaign.name}: 방문과 드린 마일리지")
    sheet.fact("방문 마일리지를 받은 사람", campaign.visitors, "명")
    sheet.fact("두 번 이상 방문한 사람", campaign.visitors_again, "명")
    sheet.fact("방문", campaign.visits, "번")
    sheet.fact("드린 마일리지 (가입과 방문)", campaign.given_mileage, "점")
    sheet.words("1점을 드리고 쓰인 돈", labels.per_point(campaign.spent_per_given_bps))
    sheet.gap()
    sheet.table(
        "가입 경로별 이용",
        ("경로", "가입", "전환", "결제", "결제 금액 (원)"),
        [
            (row.name, row.joined, row.converted, row.paid, row.spent_amount)
            for row in campaign.by_channel
        ],
        sum_columns=(1, 2, 3, 4),
    )


def channel_rows(sheet: Sheet, report: Report) -> None:
    """Nothing where nobody came by a link."""
    if not any(row.channel for row in report.signups.by_channel):
        return
    sheet.table(
        "가입 경로별 (행사 링크)",
        ("경로", "가입"),
        [(labels.channel(row), row.count) for row in report.signups.by_channel],
        sum_columns=(1,),
        unit="명",
    )
