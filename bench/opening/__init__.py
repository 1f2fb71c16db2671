"""A sale opening like Seoul's of 2025, simulated on what the services allow."""
