"""What a workbook has of a campaign, and of the ways by which people came."""

from chalicelib.reporting import labels
from chalicelib.reporting.report import Report
from chalicelib.reporting.sheets import Sheet
from chalicelib.reporting.uses import CampaignUse


def campaign_rows(sheet: Sheet, campaign: CampaignUse) -> None:
    sheet.caption(f"{campaign.name}: 이 행사로 가입한 사람")
    sheet.fact("가입", campaign.use.base, "명")
    sheet.fact("전환", campaign.use.converted, "명")
    sheet.fact("결제", campaign.use.paid, "명")
    sheet.fact("결제 금액 (취소를 뺀)", campaign.spent_amount, "원")
    sheet.share("전환하거나 결제한 비율", campaign.use.active_share_bps)
    sheet.gap()
    sheet.caption(f"{campaign.name}: 참여와 드린 마일리지")
    sheet.fact("참여한 사람 (가입했거나 마일리지를 받은)", campaign.took_part, "명")
    sheet.fact("다른 날 다시 온 사람 (결제·방문)", campaign.came_again, "명")
    sheet.fact("참여한 뒤 결제 금액 (취소를 뺀)", campaign.spent_of_all_amount, "원")
    sheet.fact("방문 마일리지를 받은 사람", campaign.visitors, "명")
    sheet.fact("두 번 이상 방문한 사람", campaign.visitors_again, "명")
    sheet.fact("방문", campaign.visits, "번")
    for words, points in labels.given_rows(campaign):
        sheet.fact(words, points, "점")
    sheet.words("1점을 드리고 쓰인 돈", labels.per_point(campaign.spent_per_given_bps))
    sheet.gap()
    sheet.table(
        "가입 경로별 이용",
        ("경로", "가입", "전환", "결제", "다시 옴", "결제 금액 (원)", "드린 점", "1점에 쓰인 돈"),
        [
            (
                row.name,
                row.joined,
                row.converted,
                row.paid,
                row.came_again,
                row.spent_amount,
                row.given_mileage - row.taken_back_mileage,
                labels.per_point(row.spent_per_given_bps),
            )
            for row in campaign.by_channel
        ],
        sum_columns=(1, 2, 3, 4, 5, 6),
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
