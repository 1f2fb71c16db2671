"""The settings of identity verification: what asks for it, and what tells people apart."""

from typing import Annotated

from chalicelib.county.declarations import ASKED, MESSAGES, ONE_PERSON, PERSON_KEY, Setting

# fmt: off
Joining = Annotated[int, Setting(
    "가입할 때 본인확인", "Identity verification for joining", ASKED, (0, 1), ("identity",),
    ONE_PERSON,
)]
Conversion = Annotated[int, Setting(
    "마일리지를 상품권으로 바꿀 때 본인확인",
    "Identity verification for turning mileage into vouchers", ASKED, (0, 1), ("conversion",),
    ONE_PERSON,
)]
Purchase = Annotated[int, Setting(
    "상품권을 살 때 본인확인", "Identity verification for buying",
    ASKED, (0, 1), ("purchase", "paper_sale"),
    ONE_PERSON,
)]
Visit = Annotated[int, Setting(
    "방문·투어·활동 마일리지를 받을 때 본인확인",
    "Identity verification for visits and activity", ASKED, (0, 1),
    ("visit_grant", "tour_grant", "activity_grant"), ONE_PERSON)]
PersonKey = Annotated[int, Setting(
    "한 사람을 알아보는 값", "What tells one person from another",
    PERSON_KEY, (0, 1), ("identity",), ONE_PERSON,
)]
MESSAGES_ABROAD = Setting(
    "그 가운데 해외 번호로", "Of these, to numbers abroad",
    MESSAGES, (0, 1_000_000), ("text_messages",),
)
# fmt: on
