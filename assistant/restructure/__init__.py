"""Restructuring a draft: its parts by id, plans of operations on them, frames, and what goes where. Pure."""
