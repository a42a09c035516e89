"""Tests of restructuring."""
