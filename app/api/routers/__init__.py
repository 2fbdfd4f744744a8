"""One module for each noun of the API; each has a `router` that `app.main` includes."""
