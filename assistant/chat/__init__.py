"""The chat: a message understood as tasks, carried out, answered."""
