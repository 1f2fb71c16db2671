"""The county's staff: who a person is, and that what one sent twice under one key happens once."""
