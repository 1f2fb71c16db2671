"""Other systems: queues, text messages, mail, files, keys, staff tokens."""
