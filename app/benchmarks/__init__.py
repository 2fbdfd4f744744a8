"""How fast it is, beside others, in one run on one machine: absolute times move with the machine, ratios hardly.

Each part is a module with a function `run() -> None` that prints its tables, and a row in `app.benchmarks.commands`.
"""
