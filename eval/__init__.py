"""The benchmarks, the metrics, the plain baselines and the runner: `python -m eval`."""
