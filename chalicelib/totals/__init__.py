"""What moved in a day: flows by kind of entry, the trial balance over them, and the kept totals.

Everything is recomputed from entries; the same day gives the same totals whoever asks.
"""
