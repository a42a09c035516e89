"""From a wish to a suggestion: what is asked of the model, and what its reply is made into."""
