"""Keys of what is proposed of campaigns."""


def proposals(county_id: str) -> str:
    return f"{county_id}#CAMPAIGNPROPOSALS"
