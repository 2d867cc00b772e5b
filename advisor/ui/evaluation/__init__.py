"""The Evaluation page's parts: the one room of the advisor that may look at the benchmarks (eval)."""
