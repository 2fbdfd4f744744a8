"""Tests of app/imaging/: what becomes of any picture."""
