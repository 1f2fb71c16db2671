"""Keys of campaigns, phone verifications and throttles."""

from datetime import date

from chalicelib.aws.keys import Key


def verification(county_id: str, verification_id: str) -> Key:
    return Key(f"{county_id}#VERIFICATION#{verification_id}", "VERIFICATION")


def throttle(county_id: str, subject: str, window: str) -> Key:
    return Key(f"{county_id}#THROTTLE#{subject}", window)


def campaign(county_id: str, campaign_id: str) -> Key:
    return Key(f"{county_id}#CAMPAIGNS", campaign_id)


def campaign_terms(county_id: str, campaign_id: str, number: int | None = None) -> Key:
    """With no number: what those of the campaign begin with."""
    return Key(
        f"{county_id}#CAMPAIGNTERMS", f"{campaign_id}#{'' if number is None else f'{number:04d}'}"
    )


def split_terms(sk: str) -> tuple[str, int]:
    """(campaign_id, number) of a sort key of terms."""
    campaign_id, _, number = sk.partition("#")
    return campaign_id, int(number)


def election_period(county_id: str, from_on: date, to_on: date) -> Key:
    return Key(f"{county_id}#ELECTIONS", f"{from_on.isoformat()}#{to_on.isoformat()}")


def join_code(county_id: str, code: str) -> Key:
    """People's codes differ by no case: see `core.codes`."""
    return Key(f"{county_id}#CODE#{code.lower()}", "CODE")
