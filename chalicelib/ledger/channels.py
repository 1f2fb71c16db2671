"""What figures make of the channel that stands in entry 1 of a wallet."""

FRIEND = "friend"
"""A member's own link; its name says whose to nobody but us (`aws/referral_form.py`)."""


def heading_of(channel: str | None) -> str | None:
    """Under what figures count it: all members' own links are one heading."""
    return FRIEND if channel and channel.startswith(f"{FRIEND}-") else channel
