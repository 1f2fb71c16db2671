"""By which way somebody came to a campaign: a poster, the county's KakaoTalk channel, an ad.

A link says it in a signed code, `sns-insta.7K3M9Q`: the channel and 30 bits of an HMAC over the
campaign and it. Nothing is stored of a link; what is kept of a sign-up is the channel alone. A code
that we did not make, or of another campaign, counts for nothing and stops nobody.
"""

import re
from hmac import compare_digest
from typing import TYPE_CHECKING, Literal, get_args

from chalicelib.core.codes import read_code
from chalicelib.ledger.channels import FRIEND, heading_of

if TYPE_CHECKING:
    from chalicelib.aws.signer import Signer
    from chalicelib.joining.campaigns import Campaign

ChannelKind = Literal["poster", "screen", "kakao", "sns", "sms", "press", "partner", "other"]
"""What leads there; several of one kind are told apart by a name of their own."""
NAMES: dict[str, tuple[str, str]] = {
    "poster": ("포스터", "Poster"),
    "screen": ("부스 화면", "Booth screen"),
    "kakao": ("카카오톡 채널", "KakaoTalk channel"),
    "sns": ("SNS 광고", "Ad in social media"),
    "sms": ("문자 메시지", "Text message"),
    "press": ("신문·방송", "Press"),
    "partner": ("여행사·단체", "Partner"),
    "other": ("그 밖의 링크", "Other link"),
}
"""In Korean and in English."""
CODE_CHARACTERS_MAX = 40
"""Of the whole code; ours are shorter."""
NAME = r"[a-z0-9]{1,12}"
_FRIEND_WORDS = ("회원 추천", "A member's link")
_KINDS = "|".join(get_args(ChannelKind))
_CHANNEL = re.compile(rf"(?:{_KINDS})(?:-{NAME})?|{FRIEND}-[a-z0-9]{{26}}")


def channel_of(kind: ChannelKind, name: str | None) -> str:
    """`sns-insta`; the kind alone without a name."""
    return f"{kind}-{name}" if name else kind


def channel_code(signer: "Signer", campaign: "Campaign", channel: str) -> str:
    """What a link of this channel carries."""
    return f"{channel}.{_signature(signer, campaign, channel)}"


def read_channel(signer: "Signer", campaign: "Campaign", code: str | None) -> str | None:
    """The channel of a code that came with a sign-up; `None` for every other text."""
    channel, dot, signature = read_code(code or "").rpartition(".")
    if not dot or _CHANNEL.fullmatch(channel) is None:
        return None
    made = _signature(signer, campaign, channel)
    return channel if compare_digest(made.encode(), signature.upper().encode()) else None


def friend_of(channel: str | None) -> str | None:
    """The name of the member whose link it is; `None` of every other channel."""
    kind, _, name = (channel or "").partition("-")
    return name if kind == FRIEND and name else None


def channel_words(channel: str | None, language: str = "ko") -> str:
    """What people read of it: `SNS 광고 (insta)`."""
    channel = heading_of(channel)
    if channel is None:
        return "Without a link" if language == "en" else "링크 없이"
    kind, _, name = channel.partition("-")
    known = _FRIEND_WORDS if kind == FRIEND else NAMES.get(kind, (kind, kind))
    words = known[language == "en"]
    return f"{words} ({name})" if name else words


def _signature(signer: "Signer", campaign: "Campaign", channel: str) -> str:
    return signer.channel_signature(f"{campaign.county_id}/{campaign.campaign_id}/{channel}")
