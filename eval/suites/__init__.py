"""The suites by name: each runs its datasets and returns a result for each."""

from eval.suites import answers, conversations, gaps, injections, judge, latency, openings, retrieval, scale

# Those that say within three minutes whether anything broke.
FAST = ("retrieval", "answers", "judge", "openings", "conversations")
# Not among those of a run that names none: it measures a machine, for minutes.
APART = ("scale",)
SUITES = {
    "retrieval": retrieval.run,
    "answers": answers.run,
    "judge": judge.run,
    "gaps": gaps.run,
    "injections": injections.run,
    "conversations": conversations.run,
    "openings": openings.run,
    "latency": latency.run,
    "scale": scale.run,
}
