"""The terms that many answers and addresses share, each described once.

Ids are opaque to callers: they are described, and not checked, so that none is promised a form.
A field that needs more words than its term has them below it, where `http.described` finds them.
"""

from typing import TYPE_CHECKING, Annotated, Any, Literal

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Term:
    """What a value is, and examples of it: for the OpenAPI document alone. Made in a fraction of
    the time of pydantic's `Field`, since every function that starts makes them all."""

    __slots__ = ("examples", "words")

    def __init__(self, words: str, *examples: str) -> None:
        self.words = words
        self.examples = examples

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        described = handler(schema) | {"description": self.words}
        return described | {"examples": list(self.examples)} if self.examples else described


MemberRef = Annotated[str, Term("The member, by pseudonym.", "mem_06BX3K9QZ7M2T4WA")]
EntryRef = Annotated[str, Term("The entry of the ledger.", "ent_06BX3K9QZ7M2T4WA")]
VoucherRef = Annotated[str, Term("The voucher.", "vch_06BX3K9QZ7M2T4WA")]
VoucherKind = Annotated[
    Literal["sale", "policy"],
    Term("Whether the voucher was bought (`sale`) or given (`policy`)."),
]
PurchaseRef = Annotated[str, Term("The purchase.", "pur_06BX3K9QZ7M2T4WA")]
RoundRef = Annotated[str, Term("The sale round.", "rnd_06BX3K9QZ7M2T4WA")]
CashbackCampaignRef = Annotated[str, Term("The cashback campaign.", "cbk_06BX3K9QZ7M2T4WA")]
RedemptionRef = Annotated[str, Term("The payment.", "rdm_06BX3K9QZ7M2T4WA")]
CancelRef = Annotated[str, Term("The cancel.", "cxl_06BX3K9QZ7M2T4WA")]
OrderRef = Annotated[str, Term("The order, by the till's own number.", "20261122-0001")]
TerminalRef = Annotated[
    str,
    Term("The till, as the payment named it; null if it named none.", "counter-1"),
]
MaskedName = Annotated[str, Term("The member's name, masked for a receipt.", "김*민")]
MerchantRef = Annotated[str, Term("The shop.", "mch_06BX3K9QZ7M2T4WA")]
MerchantCode = Annotated[str, Term("The shop, by the code in its standing QR.", "HB-CAFE")]
MerchantName = Annotated[str, Term("The shop's name.", "하늘 카페")]
SettlementRef = Annotated[str, Term("The settlement of a shop's day.", "stl_06BX3K9QZ7M2T4WA")]
ApprovalNumber = Annotated[
    str,
    Term(
        "Eight digits for the receipt; with shop, day and amount they name one payment or cancel.",
        "04718236",
    ),
]
InvoiceRef = Annotated[
    str, Term("The invoice to a shop, by its number.", "inv_2026122206BX3K9QZ7M2T4WA")
]
InvoiceWithdrawalRef = Annotated[
    str, Term("The request to withdraw what is open of an invoice.", "iwd_06BX3K9QZ7M2T4WA")
]
BatchRef = Annotated[str, Term("The batch of payouts to shops.")]
ChangeRef = Annotated[str, Term("The change that a shop asked for.", "chg_06BX3K9QZ7M2T4WA")]
ApplicationRef = Annotated[str, Term("The application.", "app_06BX3K9QZ7M2T4WA")]
ImportRef = Annotated[str, Term("The file of a register that was taken over.")]
FacilityRef = Annotated[str, Term("The sight.", "fac_06BRH1N48043K5V7")]
NoticeRef = Annotated[str, Term("The notice.", "ntc_06BRH1N48043K5V7")]
GateRef = Annotated[str, Term("The gate.", "gat_06BX3K9QZ7M2T4WA")]
AgentRef = Annotated[str, Term("The agent who sells for the county.", "agt_06BX3K9QZ7M2T4WA")]
TellerRef = Annotated[str, Term("A counter of the agent.", "t1")]
QuarterName = Annotated[
    str, Term("A quarter; `.html`, `.csv` or `.xlsx` may follow.", "2026-Q4", "2026-Q4.xlsx")
]
SerialRef = Annotated[str, Term("The serial number of a note.", "GA000012340")]
DrawRef = Annotated[str, Term("The draw.", "drw_06BX3K9QZ7M2T4WA")]
TripRef = Annotated[str, Term("The half-price trip.", "trp_06BX3K9QZ7M2T4WA")]
TripYear = Annotated[str, Term("The year whose budget it is.", "2026")]
UploadRef = Annotated[str, Term("The image that was uploaded.", "upl_06BX3K9QZ7M2T4WA")]
PhotoRef = Annotated[str, Term("The photo that was entered.", "pho_06BX3K9QZ7M2T4WA")]
CommentRef = Annotated[str, Term("The entry by a comment.", "cmt_06BX3K9QZ7M2T4WA")]
EntrantRef = Annotated[str, Term("An entrant, by a pseudonym.", "etr_06BX3K9QZ7M2T4WA")]
GrantRef = Annotated[str, Term("The bulk grant.", "grt_06BX3K9QZ7M2T4WA")]
AdjustmentRef = Annotated[str, Term("The adjustment.", "adj_06BX3K9QZ7M2T4WA")]
ProposalRef = Annotated[str, Term("The proposal of a setting.", "spr_06BX3K9QZ7M2T4WA")]
CampaignProposalRef = Annotated[str, Term("The proposal of a campaign.", "cpr_06BX3K9QZ7M2T4WA")]
FacilityProposalRef = Annotated[
    str, Term("The proposal of a sight's terms.", "fpr_06BX3K9QZ7M2T4WA")
]
InterestProposalRef = Annotated[
    str, Term("The record of interest that was proposed.", "int_06BX3K9QZ7M2T4WA")
]
CampaignRef = Annotated[str, Term("The campaign.", "cmp_06BX3K9QZ7M2T4WA")]
ChannelName = Annotated[
    str,
    Term("By which way people came: a kind of link and, if it has one, its own name.", "sns-insta"),
]
PictureSubject = Annotated[
    str,
    Term("What the picture is of: `emblem`, `picture` (the county's), or a campaign.", "emblem"),
]
VerificationRef = Annotated[
    str,
    Term("The verification of a mobile number.", "ver_06BX3K9QZ7M2T4WA"),
]
IdentityVerificationRef = Annotated[
    str, Term("The verification of an identity.", "idv_06BX3K9QZ7M2T4WA")
]
VerificationToken = Annotated[
    str, Term("Proves the verification where a request asks for its token.")
]
SignupRef = Annotated[str, Term("The sign-up.", "req_06BX3K9QZ7M2T4WA")]
PersonRef = Annotated[str, Term("A person of the shop.", "p2")]
DeviceRef = Annotated[str, Term("A phone of the shop.", "d1")]
StatusUrl = Annotated[str, Term("The whole address at which to ask how it stands.")]
MayDecide = Annotated[
    bool,
    Term("Whether the reader may approve or reject it: never who proposed it."),
]
NextCursor = Annotated[
    str | None,
    Term("Send it as `cursor` for the next page; null on the last one."),
]
JoinCode = Annotated[str, Term("The code of a campaign or of one of its booths.", "HB2026")]
ConsentName = Annotated[
    str, Term("To what: `terms`, `privacy`, `marketing` or `marketing_night`.", "marketing")
]
BusinessDay = Annotated[str, Term("The day in Seoul.", "2026-11-22")]
HalfYear = Annotated[str, Term("January to June, or the rest.", "2026-H1")]
ReportKindName = Annotated[
    str,
    Term("`daily`, `weekly`, `monthly` or `campaign`.", "daily"),
]
ReportPeriod = Annotated[
    str,
    Term(
        "A day, week or month, or a campaign's code; `.html` or `.xlsx` may follow.",
        "2026-11-22",
        "2026-W47",
        "2026-11",
    ),
]
SettingKey = Annotated[str, Term("The setting.", "mileage.signup")]
CounterRequestRef = Annotated[str, Term("The request for a counter sale.", "csr_06BX3K9QZ7M2T4WA")]
WaiverRef = Annotated[str, Term("The request to waive what is owed.", "wvr_06BX3K9QZ7M2T4WA")]
KeyRef = Annotated[str, Term("Names a key; it opens nothing.", "5f2b9c01d4ae")]
PushSubscriptionRef = Annotated[str, Term("A browser that is notified.", "psh_06BX3K9QZ7M2T4WA")]
PlaceNumber = Annotated[str, Term("The place in the draw, winners and reserves in one.", "1")]
