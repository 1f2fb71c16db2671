"""Measurements: `python -m bench.run` takes them all and writes `bench/results.json`."""
