"""Keys of agents and their tellers."""

from chalicelib.aws.keys import Key


def agents(county_id: str) -> str:
    return f"{county_id}#AGENTS"


def agent(county_id: str, agent_id: str) -> Key:
    return Key(agents(county_id), agent_id)


def tellers(county_id: str, agent_id: str) -> str:
    return f"{county_id}#AGENT#{agent_id}"


def teller(county_id: str, agent_id: str, number: int) -> Key:
    return Key(tellers(county_id, agent_id), f"TELLER#{number:03d}")
