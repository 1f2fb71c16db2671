"""Rules of the programme as pure functions and frozen values. No framework, no AWS, no clock."""
