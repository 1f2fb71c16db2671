"""What every package may use and that knows none of them: base errors, values, clock, settings of
the process, periods, regions, languages, cache.

Pure, but for `core.settings`, which alone reads the environment, and `core.observability`.
"""
