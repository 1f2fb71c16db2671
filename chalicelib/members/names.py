"""By what a member is found whose name is known, though no name is kept in clear."""

from datetime import date

from chalicelib.aws.signer import Signer
from chalicelib.core.text import in_form
from chalicelib.ledger.profile import NameKeys


def normalized(name: str) -> str:
    """One form of a name however it is typed: without spaces, in one width and one case."""
    return "".join(in_form("NFKC", name).split()).casefold()


def name_keys_of(signer: Signer, county_id: str, name: str, birth_on: date) -> NameKeys:
    name_key = signer.name_key(county_id, normalized(name))
    return NameKeys(name_key, signer.born_key(name_key, birth_on))
