"""Recorded requests and answers: the HTTP contract, which does not move."""
