"""Tests: they mirror app/ and static/js/; browser/ holds what needs Chromium."""
