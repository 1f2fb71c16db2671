"""What the use cases need of the world. Adapters fit structurally; mypy checks `bootstrap`."""
