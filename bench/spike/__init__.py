"""A festival's minute, simulated: what the services' limits do to ten thousand sign-ups."""
