"""Keys of campaigns, phone verifications and throttles."""

from chalicelib.aws.keys import Key


def verification(county_id: str, verification_id: str) -> Key:
    return Key(f"{county_id}#VERIFICATION#{verification_id}", "VERIFICATION")


def throttle(county_id: str, subject: str, window: str) -> Key:
    return Key(f"{county_id}#THROTTLE#{subject}", window)


def campaign(county_id: str, campaign_id: str) -> Key:
    return Key(f"{county_id}#CAMPAIGNS", campaign_id)


def join_code(county_id: str, code: str) -> Key:
    """People's codes differ by no case: see `core.codes`."""
    return Key(f"{county_id}#CODE#{code.lower()}", "CODE")
