"""What changed between two texts: hunks, marks, edits. Pure."""
