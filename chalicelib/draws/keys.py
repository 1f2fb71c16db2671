"""Keys of draws: the steps of all side by side, and what belongs to one."""

from chalicelib.aws.keys import Key

SALT = "SALT"
UPLOADS, ANSWERS, CONTACTS, OFFERS = "UPLOAD#", "ANSWER#", "CONTACT#", "OFFER#"


def draws(county_id: str) -> str:
    return f"{county_id}#DRAWS"


def step(county_id: str, draw_id: str, number: int) -> Key:
    return Key(draws(county_id), f"{draw_id}#{number}")


def split_step(sk: str) -> tuple[str, int]:
    """(draw_id, number) of a step's sort key."""
    draw_id, _, number = sk.partition("#")
    return draw_id, int(number)


def draw(county_id: str, draw_id: str) -> str:
    return f"{county_id}#DRAW#{draw_id}"


def salt(county_id: str, draw_id: str) -> Key:
    return Key(draw(county_id, draw_id), SALT)


def upload(county_id: str, draw_id: str, upload_id: str) -> Key:
    return Key(draw(county_id, draw_id), UPLOADS + upload_id)


def split_upload(sk: str) -> str:
    return sk.removeprefix(UPLOADS)


def upload_rows(upload_id: str) -> str:
    """What the sort keys of an upload's slices begin with."""
    return f"ROWS#{upload_id}#"


def upload_slice(county_id: str, draw_id: str, upload_id: str, number: int) -> Key:
    return Key(draw(county_id, draw_id), f"{upload_rows(upload_id)}{number:03d}")


def answer(county_id: str, draw_id: str, place: int) -> Key:
    return Key(draw(county_id, draw_id), f"{ANSWERS}{place:05d}")


def answered(county_id: str, draw_id: str, number: int) -> Key:
    """Which answer of a draw came as the `number`th, from 1."""
    return Key(draw(county_id, draw_id), f"ANSWERED#{number:05d}")


def contact(county_id: str, draw_id: str, place: int) -> Key:
    return Key(draw(county_id, draw_id), f"{CONTACTS}{place:05d}")


def offer(county_id: str, draw_id: str, number: int) -> Key:
    return Key(draw(county_id, draw_id), f"{OFFERS}{number:03d}")


def split_place(sk: str) -> int:
    """The place from the sort key of an answer or a contact."""
    return int(sk.partition("#")[2])


def comment_gate(county_id: str, draw_id: str) -> Key:
    """By which the acceptance of a comment and the freezing of the list exclude each other."""
    return Key(draw(county_id, draw_id), "COMMENTS")


def comments(county_id: str, draw_id: str) -> str:
    """Who entered by a comment."""
    return f"{county_id}#COMMENTS#{draw_id}"


def campaign_entries(county_id: str, campaign_id: str) -> str:
    """Who is entered in the draws of a campaign."""
    return f"{county_id}#CAMPAIGNENTRIES#{campaign_id}"


def campaign_entry(county_id: str, campaign_id: str, source_id: str) -> Key:
    """`source_id`: by what somebody is entered."""
    return Key(campaign_entries(county_id, campaign_id), source_id)
