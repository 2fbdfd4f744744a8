"""Speed: each part is a module with a function `run` that prints one table, and a row in `commands.py`."""
