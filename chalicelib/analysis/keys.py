"""Keys of segments."""

from chalicelib.aws.keys import Key


def segments(county_id: str) -> str:
    return f"{county_id}#SEGMENTS"


def segment(county_id: str, segment_id: str) -> Key:
    return Key(segments(county_id), segment_id)
