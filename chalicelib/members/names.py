"""By what a member is found whose name is known, though no name is kept in clear."""

import unicodedata
from datetime import date

from chalicelib.aws.signer import Signer
from chalicelib.ledger.profile import NameKeys


def normalized(name: str) -> str:
    """One form of a name however it is typed: without spaces, in one width and one case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def name_keys_of(signer: Signer, county_id: str, name: str, birth_on: date) -> NameKeys:
    name_key = signer.name_key(county_id, normalized(name))
    return NameKeys(name_key, signer.born_key(name_key, birth_on))
