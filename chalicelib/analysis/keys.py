"""Keys of segments, and of what was tried with them."""

from chalicelib.aws.keys import Key


def segments(county_id: str) -> str:
    return f"{county_id}#SEGMENTS"


def segment(county_id: str, segment_id: str) -> Key:
    return Key(segments(county_id), segment_id)


def trials(county_id: str) -> str:
    return f"{county_id}#TRIALS"


def trial(county_id: str, trial_id: str) -> Key:
    return Key(trials(county_id), trial_id)


def participants(county_id: str, trial_id: str) -> str:
    return f"{county_id}#TRIAL#{trial_id}"


def slice_name(number: int) -> str:
    return f"SLICE#{number:04d}"


def trial_slice(county_id: str, trial_id: str, number: int) -> Key:
    return Key(participants(county_id, trial_id), slice_name(number))
