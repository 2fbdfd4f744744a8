"""The service: routes, errors, formats and pages over one network."""
