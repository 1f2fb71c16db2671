"""Keys of cashback campaigns; those of their budgets are the ledger's."""

from chalicelib.aws.keys import Key


def campaigns(county_id: str) -> str:
    return f"{county_id}#CASHBACKS"


def campaign(county_id: str, campaign_id: str) -> Key:
    return Key(campaigns(county_id), campaign_id)
