"""Codes that prove a visit: of a booth's screen, which change, and printed ones, which do not.

A code is the booth's own and a signature, `reed26-a.7K3M9QXZ`: 40 bits of an HMAC over the place
and the minute (time in steps, as RFC 6238 has it), or over the place alone. A screen shows a code
for a minute, and it is good for that minute and the next: a picture that is sent home is soon worth
nothing, and a phone that was slow is not turned away. A screen fetches the codes of two hours at
once, so that it goes on that long without a net; who takes it away has those two hours and no key.
"""

from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.codes import read_code
from chalicelib.festivals.errors import VisitCodeExpiredError, VisitCodeInvalidError
from chalicelib.joining.campaigns import Booth, Campaign

STEP = timedelta(seconds=60)
FETCHED_STEPS = 120
"""How many codes a screen is handed at once: those of two hours."""
_KNOWN_STEPS = 60 * 24
"""An older code reads as expired; what is older still is no code."""


class VisitCode(Struct, frozen=True):
    """`shown_from` until `shown_until`; `None` of a printed one."""

    text: str
    shown_from: datetime | None = None
    shown_until: datetime | None = None


def booth_of(text: str) -> str:
    """The code of the booth, as it is looked up. Raises `VisitCodeInvalidError`."""
    booth, dot, signature = read_code(text).rpartition(".")
    if not (dot and booth and signature):
        raise VisitCodeInvalidError(param="code")
    return booth


def codes_of(
    signer: Signer, campaign: Campaign, booth: Booth, now: datetime
) -> tuple[VisitCode, ...]:
    """Those that its screen shows from now on, or the one that is printed."""
    if booth.proof == "printed":
        return (VisitCode(_code(signer, campaign, booth, None)),)
    first = _step(now)
    return tuple(
        VisitCode(_code(signer, campaign, booth, step), _moment(step), _moment(step + 1))
        for step in range(first, first + FETCHED_STEPS)
    )


def check_code(signer: Signer, campaign: Campaign, booth: Booth, text: str, now: datetime) -> None:
    """That the place shows this code, now or a minute ago. Raises `VisitCodeInvalidError`,
    `VisitCodeExpiredError`."""
    given = read_code(text).rpartition(".")[2].upper()

    def is_of(step: int | None) -> bool:
        made = _code(signer, campaign, booth, step).rpartition(".")[2]
        return compare_digest(made.encode(), given.encode())

    if booth.proof == "printed":
        if not is_of(None):
            raise VisitCodeInvalidError(param="code")
        return
    current = _step(now)
    if any(is_of(step) for step in (current, current - 1)):
        return
    # Only what was once shown is said to have changed.
    if any(is_of(current - back) for back in range(2, _KNOWN_STEPS)):
        raise VisitCodeExpiredError(param="code")
    raise VisitCodeInvalidError(param="code")


def _code(signer: Signer, campaign: Campaign, booth: Booth, step: int | None) -> str:
    place = f"{campaign.county_id}/{campaign.campaign_id}/{read_code(booth.code)}"
    return f"{booth.code}.{signer.visit_signature(f'{place}/{step or booth.proof}')}"


def _step(moment: datetime) -> int:
    return int(moment.timestamp() // STEP.total_seconds())


def _moment(step: int) -> datetime:
    return datetime.fromtimestamp(step * STEP.total_seconds(), tz=UTC)
