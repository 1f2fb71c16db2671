"""The words that pages have for visitors of sights, and for what became of a scan."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.county.declarations import Words

if TYPE_CHECKING:
    from chalicelib.county.facilities import FacilityKind
    from chalicelib.visits.admissions import CountOutcome, Outcome
    from chalicelib.visits.visitors import VisitorClass

VISITORS: "Mapping[VisitorClass, Words]" = {
    "adult": ("어른", "Adult"),
    "youth": ("청소년", "Youth"),
    "child": ("어린이", "Child"),
    "infant": ("6세 미만", "Under 6"),
    "senior": ("65세 이상", "65 and over"),
    "soldier": ("군인", "Soldier"),
    "resident": ("군민", "Resident"),
    "honorary_resident": ("명예군민", "Honorary resident"),
    "online_resident": ("온군민", "Online resident"),
    "disabled": ("장애인", "Disabled"),
    "carer": ("장애인 보호자", "Carer"),
    "veteran": ("국가유공자", "Veteran"),
    "welfare": ("수급자", "On welfare"),
    "other_exempt": ("그 밖의 면제", "Otherwise exempt"),
}
SCANS: "Mapping[Outcome, Words]" = {
    "admitted": ("입장", "Come in"),
    "already_admitted_today": ("오늘 이미 입장", "Used here today"),
    "pass_invalid": ("온군민 입장권이 아님", "Not a pass of ours"),
    "pass_expired": ("시간이 지난 입장권", "This pass is over"),
    "pass_not_yet_valid": ("아직 쓸 수 없는 입장권", "Not valid yet"),
    "pass_revoked": ("정지된 입장권", "This pass was stopped"),
    "pass_for_other_facility": ("다른 시설 입장권", "For another facility"),
    "facility_closed": ("입장 시간이 아님", "Closed now"),
}
COUNTS: "Mapping[CountOutcome, Words]" = {
    "counted": ("기록됨", "Counted"),
    "group_too_small": ("단체 인원 부족", "Too few for a group"),
    "facility_closed": ("입장 시간이 아님", "Closed now"),
    "count_too_old": ("너무 늦은 보고", "Reported too late"),
}
FACILITY_KINDS: "Mapping[FacilityKind, Words]" = {
    "museum": ("박물관·전시관", "Museum"),
    "nature": ("자연·공원", "Nature and parks"),
    "experience": ("체험·탈것", "Experiences and rides"),
    "sports": ("체육시설", "Sports"),
    "lodging": ("숙박·휴양", "Places to stay"),
    "other": ("그 밖의 시설", "Other"),
}
VISIT_TABLES: Mapping[str, Mapping[Any, Words]] = {
    "visitors": VISITORS,
    "facility_kinds": FACILITY_KINDS,
    "scans": SCANS,
    "counts": COUNTS,
}
