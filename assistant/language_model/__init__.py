"""The language model: connection, prompts, requests, failures in plain words."""
