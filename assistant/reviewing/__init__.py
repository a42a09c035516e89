"""Suggestions under the guard: kept with its findings, accepted past it, mended by one click; the check of a whole draft."""
