"""Words of the desk alone: lists taken out as files, and what a record says is different."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.approvals.matters import MATTERS
from chalicelib.county.declarations import Words
from chalicelib.joining.channels import NAMES
from chalicelib.paper.stock import END_WORDS, STATE_WORDS
from chalicelib.staff.table_lists import OF_PEOPLE

if TYPE_CHECKING:
    from chalicelib.paper.stock import MoveKind
    from chalicelib.staff.table_lists import TableName

LISTS: "Mapping[TableName, Words]" = {
    "adjustments": ("조정 목록", "Adjustments"),
    "audit": ("열람·변경 기록", "Who saw what"),
    "counter_requests": ("승인이 필요한 창구 판매", "Counter sales to be approved"),
    "counter_sales": ("창구 판매", "Counter sales"),
    "data_uses": ("개인정보 점검 목록", "Personal data uses"),
    "draw_places": ("추첨 결과", "Places of a draw"),
    "entries": ("회원 거래 내역", "A member's entries"),
    "fraud_cases": ("이상 징후", "Signals of misuse"),
    "inbox": ("승인할 것", "To approve"),
    "invoice_withdrawals": ("청구 철회", "Withdrawals of invoices"),
    "left_vouchers": ("탈퇴한 분의 상품권", "Vouchers of who has left"),
    "members": ("찾은 회원", "Members found"),
    "paper_movements": ("지류가 옮겨진 기록", "Movements of notes"),
    "photo_entries": ("응모 사진", "Photo entries"),
    "receivables": ("받을 돈", "Receivables"),
    "refunds": ("돌려줄 돈", "Money to pay back"),
    "trips": ("반값여행", "Half-price trips"),
    "waivers": ("면제", "Waivers"),
}
FACTS: Mapping[str, Words] = {
    "account": ("계좌", "Account"),
    "address": ("주소", "Address"),
    "amount": ("금액", "Amount"),
    "benefit": ("혜택", "Benefit"),
    "benefit_en": ("영문 혜택", "Benefit in English"),
    "booths": ("부스", "Booths"),
    "budget_amount": ("예산", "Budget"),
    "by": ("찾은 방법", "Found by"),
    "case": ("징후", "Signal"),
    "category": ("업종", "Trade"),
    "channels": ("파는 곳", "Sold through"),
    "closes_at": ("닫는 때", "Closes"),
    "conditions": ("조건", "Conditions"),
    "corrects": ("정정한 날", "Days corrected"),
    "days": ("날 수", "Days"),
    "device_id": ("기기", "Phone"),
    "entries": ("내역 수", "Entries"),
    "entry_id": ("내역", "Entry"),
    "format": ("형식", "Form"),
    "found": ("찾은 수", "Found"),
    "kind": ("종류", "Kind"),
    "key_id": ("키", "Key"),
    "keys": ("키", "Keys"),
    "line_count": ("줄 수", "Lines"),
    "messages": ("메시지", "Messages"),
    "name": ("이름", "Name"),
    "name_en": ("영문 이름", "Name in English"),
    "number": ("판", "Version"),
    "open_amount": ("남은 금액", "Still open"),
    "opens_at": ("여는 때", "Opens"),
    "others": ("다른 사람이라고 한 회원", "Said to be somebody else"),
    "paid_on": ("받은 날", "Received on"),
    "recipient": ("받은 곳", "Recipient"),
    "part": ("부분", "Part"),
    "proposed_by": ("올린 사람", "Proposed by"),
    "reference": ("번호", "Reference"),
    "row_count": ("줄 수", "Rows"),
    "scopes": ("할 수 있는 일", "May"),
    "sent_on": ("보낸 날", "Sent on"),
    "sha256": ("지문", "SHA-256"),
    "state": ("상태", "State"),
    "status": ("상태", "State"),
    "way": ("받은 방법", "Came by"),
    "withdrawal_id": ("철회 요청", "Request"),
}
"""What a record of the desk says is different; what is not here is shown as the code has it."""
VALUES: Mapping[str, Words] = {
    "active": ("정상", "active"),
    "suspended": ("정지", "suspended"),
    "closed": ("닫힘", "closed"),
    "open": ("열림", "open"),
    "looked_at": ("확인함", "looked at"),
    "done": ("이행", "done"),
    "issued": ("청구함", "issued"),
    "part_paid": ("일부 받음", "paid in part"),
    "paid": ("받음", "paid"),
    "withdrawn": ("철회", "withdrawn"),
    "transfer": ("계좌 입금", "transfer"),
    "notice": ("고지서", "payment notice"),
    "cash": ("현금", "cash"),
    "received": ("받음", "received"),
    "applied": ("신청함", "applied"),
    "approved": ("승인", "approved"),
    "refused": ("거절", "refused"),
    "rejected": ("반려", "rejected"),
    "claimed": ("청구함", "claimed"),
    "returned": ("고쳐 달라고 함", "given back"),
    "granted": ("지급", "paid"),
    "clawed_back": ("거둠", "taken back"),
    "read": ("조회", "look"),
    "use": ("결제 받기", "take payments"),
    "cancel": ("취소", "take back"),
    "name": ("이름", "name"),
    "phone": ("휴대전화", "mobile number"),
    "member_id": ("회원 번호", "member number"),
    "counter": ("창구", "counter"),
    "online": ("온라인", "online"),
}
"""The same of its values."""
PAPER_MOVES: "Mapping[MoveKind, Words]" = {
    "delivered": ("조폐공사에서 받음", "Delivered"),
    "sent": ("판매대행점에 보냄", "Sent to an agent"),
    "received": ("판매대행점이 받음", "Received by the agent"),
    "recalled": ("받기 전에 거두어들임", "Recalled"),
    "given_back": ("판매대행점이 군청에 보냄", "Sent back by the agent"),
    "taken_back": ("군청이 받음", "Taken back by the county"),
    "voided": ("무효로 함", "Voided"),
    "note_voided": ("판 상품권을 무효로 함", "Sold notes voided"),
}
DESK_TABLES: Mapping[str, Mapping[Any, Words]] = {
    "audit_facts": FACTS,
    "audit_values": VALUES,
    "channels": NAMES,
    "paper_moves": PAPER_MOVES,
    "paper_states": STATE_WORDS,
    "paper_ends": END_WORDS,
    "matters": {kind: (words.ko, words.en) for kind, words in MATTERS.items()},
    "lists_of_people": {name: LISTS[name] for name in sorted(OF_PEOPLE)},
}
