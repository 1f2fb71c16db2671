"""Use cases over ports. No framework and no AWS: adapters are handed in by `bootstrap`."""
