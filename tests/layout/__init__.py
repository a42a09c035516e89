"""Tests of the files that are made anew."""
