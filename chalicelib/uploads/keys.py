"""Keys of uploads."""

from chalicelib.aws.keys import Key


def upload(county_id: str, upload_id: str) -> Key:
    return Key(f"{county_id}#UPLOAD#{upload_id}", "UPLOAD")
