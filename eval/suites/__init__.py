"""The suites by name."""

from eval.suites import answers, latency, retrieval

SUITES = {"retrieval": retrieval.run, "answers": answers.run, "latency": latency.run}
