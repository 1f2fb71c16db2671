"""From the tally of a period to its report: names, order, hiding of small cells, the balances."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from chalicelib.core import regions
from chalicelib.joining.campaigns import Campaign
from chalicelib.paper.circulation import Circulation, held_amount
from chalicelib.proofs.roots import DayRoot
from chalicelib.reporting import small_cells
from chalicelib.reporting.campaign_figures import campaign_use, channel_counts, use_figures
from chalicelib.reporting.report import (
    VERSION,
    BoothCount,
    CampaignCount,
    Comparison,
    CountyFacts,
    DayCount,
    LedgerCheck,
    MemberFigures,
    MileageFigures,
    NoteFigures,
    PublishedDay,
    RedemptionFigures,
    RegionCount,
    RelationCount,
    Report,
    Residence,
    SalesRow,
    SignupFigures,
    VoucherFigures,
    share_bps,
)
from chalicelib.reporting.small_cells import NestedCells
from chalicelib.settlement.period_figures import PeriodFigures
from chalicelib.totals.day_totals import DayTotals
from chalicelib.totals.flows import Flows, add_flows, balance_trial, by_role
from chalicelib.totals.tally import PeriodTally, SalesTally, SignupTally
from chalicelib.totals.use_tally import Sales

Campaigns = Mapping[str, Campaign]


def assemble(
    tally: PeriodTally,
    *,
    county: CountyFacts,
    campaigns: Campaigns,
    small_cell_min: int,
    notes: Sequence[Circulation] = (),
    previous: Sequence[DayTotals] = (),
    root: DayRoot | None = None,
    checked: Sequence[int] = (),
    settlement: PeriodFigures | None = None,
) -> Report:
    """`tally` has all days of its period; `notes` are of its last day, `previous` are the days to
    compare with, `root` is the published record of the last day, `checked` the numbers of
    differences of the days that were reconciled."""
    if len(tally.days) != (tally.period.last_on - tally.period.first_on).days + 1:
        raise ValueError("days are missing")
    flows = add_flows(day.flows for day in tally.days)
    joined = flows["signup"].count
    members = MemberFigures(tally.opening.members, joined, tally.opening.members + joined)
    return Report(
        version=VERSION,
        county=county,
        kind=tally.period.kind,
        period=tally.period.code,
        first_on=tally.period.first_on.isoformat(),
        last_on=tally.period.last_on.isoformat(),
        small_cell_min=small_cell_min,
        members=members,
        signups=_signups(tally, county.region_code, campaigns, small_cell_min),
        mileage=_mileage(tally, flows),
        vouchers=_vouchers(tally, flows),
        notes=_notes(notes),
        redemptions=_redemptions(tally.sales),
        active=use_figures(tally.use, members.closing),
        campaign=campaign_use(tally, _campaign_name(campaigns, tally.campaign_id)),
        previous=_comparison(previous),
        trial_balance=balance_trial(
            flows,
            mileage_movement=tally.links.mileage_movement,
            voucher_movement=tally.links.voucher_movement,
        ),
        continuity=tally.links.continuity(),
        settlement=settlement,
        ledger_check=LedgerCheck(len(tally.days), len(checked), sum(checked)),
        published_day=PublishedDay(
            on=root.on.isoformat(),
            entry_count=root.entry_count,
            merkle_root=root.merkle_root,
            previous=root.previous,
            hash=root.hash,
        )
        if root
        else None,
    )


def _signups(
    tally: PeriodTally, home_code: str, campaigns: Campaigns, minimum: int
) -> SignupFigures:
    signups = tally.signups
    home = regions.canonical(home_code)
    cells = small_cells.merge_nested(
        signups.by_region, minimum=minimum, keep_longest=[(home[:2], home)]
    )
    relations = small_cells.merge(signups.by_relation, minimum=minimum)
    return SignupFigures(
        total=signups.total,
        by_campaign=_campaign_counts(signups, campaigns),
        by_booth=_booth_counts(signups, campaigns),
        by_channel=channel_counts(signups),
        by_hour=tuple(signups.by_hour),
        by_day=tuple(DayCount(day.isoformat(), signups.by_day[day]) for day in tally.period.days()),
        by_province=_provinces(cells),
        by_region=tuple(_regions(cells)),
        by_relation=(
            *(RelationCount(relation, count) for relation, count in relations.shown),
            *([RelationCount(None, relations.other)] if relations.other else []),
        ),
        residence=_residence(signups, home, cells),
    )


def _campaign_counts(signups: SignupTally, campaigns: Campaigns) -> tuple[CampaignCount, ...]:
    count_by_id: Counter[str | None] = Counter()
    for booth, count in signups.by_booth.items():
        count_by_id[booth.campaign_id] += count
    rows = [
        CampaignCount(campaign_id, _campaign_name(campaigns, campaign_id), count)
        for campaign_id, count in count_by_id.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.campaign_id or "")))


def _booth_counts(signups: SignupTally, campaigns: Campaigns) -> tuple[BoothCount, ...]:
    rows = []
    for (campaign_id, booth_code), count in signups.by_booth.items():
        campaign = campaigns.get(campaign_id) if campaign_id else None
        booth = campaign.booth(booth_code) if campaign and booth_code else None
        name = booth.name if booth else booth_code
        rows.append(BoothCount(campaign_id, booth_code, name, count))
    return tuple(
        sorted(rows, key=lambda row: (-row.count, row.campaign_id or "", row.booth_code or ""))
    )


def _campaign_name(campaigns: Campaigns, campaign_id: str | None) -> str | None:
    campaign = campaigns.get(campaign_id) if campaign_id else None
    return campaign.name if campaign else campaign_id


def _provinces(cells: NestedCells) -> tuple[RegionCount, ...]:
    rows = [RegionCount(c, c, regions.name(c) if c else None, n) for c, n in cells.outer.shown]
    if cells.outer.other:
        rows.append(RegionCount(None, None, None, cells.outer.other))
    return tuple(rows)


def _regions(cells: NestedCells) -> Iterable[RegionCount]:
    for province, _ in cells.outer.shown:
        inner = cells.inner_by_outer[province]
        for code, count in inner.shown:
            yield RegionCount(province, code, regions.name(code) if code else None, count)
        if inner.other:
            yield RegionCount(province, None, None, inner.other)
    if cells.outer.other:
        yield RegionCount(None, None, None, cells.outer.other)


def _residence(signups: SignupTally, home: str, cells: NestedCells) -> Residence:
    """Only from what the region tables show already, so that it can't undo their hiding."""
    inside = 0
    if signups.by_region[home[:2], home]:
        shown = cells.inner_count(home[:2], home)
        if shown is None:
            return Residence(None, None, None)
        inside = shown
    outside = signups.total - inside
    return Residence(inside, outside, share_bps(outside, signups.total))


def _mileage(tally: PeriodTally, flows: Flows) -> MileageFigures:
    roles = by_role(flows)
    carried = roles["carried"].mileage
    return MileageFigures(
        opening=tally.opening.mileage,
        granted=roles["issue"].mileage,
        # What is carried from one wallet into another is nothing, unless the ledger is broken.
        adjusted_up=roles["adjustment"].mileage_in + max(carried, 0),
        adjusted_down=roles["adjustment"].mileage_out
        + roles["grant_returned"].mileage_out
        + roles["owed"].mileage_out
        + max(-carried, 0),
        converted=-roles["conversion"].mileage,
        expired=-roles["expiration"].mileage,
        outstanding=tally.opening.mileage + tally.links.mileage_movement,
    )


def _vouchers(tally: PeriodTally, flows: Flows) -> VoucherFigures:
    roles = by_role(flows)
    carried = roles["carried"].voucher
    return VoucherFigures(
        opening_amount=tally.opening.voucher,
        issued_amount=roles["conversion"].voucher + roles["issue"].voucher,
        sold_amount=roles["sale"].voucher,
        adjusted_up_amount=roles["adjustment"].voucher_in + max(carried, 0),
        adjusted_down_amount=roles["adjustment"].voucher_out
        + roles["grant_returned"].voucher_out
        + roles["owed"].voucher_out
        + max(-carried, 0),
        spent_amount=-roles["payment"].voucher,
        canceled_back_amount=roles["payment_canceled"].voucher,
        sale_canceled_amount=-roles["sale_canceled"].voucher,
        change_refunded_amount=-roles["change_refunded"].voucher,
        expired_amount=-roles["expiration"].voucher,
        outstanding_amount=tally.opening.voucher + tally.links.voucher_movement,
        received_amount=sum(flow.price_in for flow in flows.values()),
        repaid_amount=sum(flow.price_out for flow in flows.values()),
    )


def _notes(found: Sequence[Circulation]) -> NoteFigures | None:
    if not any(series.sold for series in found):
        return None
    return NoteFigures(sum(series.held for series in found), held_amount(found))


def _redemptions(tally: SalesTally) -> RedemptionFigures:
    merchants = []
    for merchant_id, sales in tally.by_merchant.items():
        merchant = tally.merchant(merchant_id)
        merchants.append(_sales_row(merchant_id, merchant.name, merchant.category, sales))
    categories = [_sales_row(key, key, key, sales) for key, sales in tally.by_category.items()]
    return RedemptionFigures(
        total=_sales_row("", "", "", tally.total),
        by_merchant=tuple(sorted(merchants, key=_by_net_amount)),
        by_category=tuple(sorted(categories, key=_by_net_amount)),
    )


def _by_net_amount(row: SalesRow) -> tuple[int, str]:
    return (-row.net_amount, row.key)


def _sales_row(key: str, name: str, category: str, sales: Sales) -> SalesRow:
    return SalesRow(
        key=key,
        name=name,
        category=category,
        count=sales.count,
        gross_amount=sales.gross_amount,
        cancel_count=sales.cancel_count,
        canceled_amount=sales.canceled_amount,
        net_amount=sales.net_amount,
    )


def _comparison(days: Sequence[DayTotals]) -> Comparison | None:
    if not days:
        return None
    flows = add_flows(day.flows for day in days)
    roles = by_role(flows)
    at_shops = roles["payment"] + roles["payment_canceled"]
    return Comparison(
        first_on=days[0].on.isoformat(),
        last_on=days[-1].on.isoformat(),
        joined=flows["signup"].count,
        converted=-roles["conversion"].mileage,
        payment_count=roles["payment"].count,
        net_amount=-(at_shops.voucher + at_shops.mileage),
    )
