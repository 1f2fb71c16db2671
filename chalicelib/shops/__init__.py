"""A shop's phones and the people who work with them: in by a code of the county's, not by a key of
35 characters; each phone closed by itself, each payment somebody's."""
