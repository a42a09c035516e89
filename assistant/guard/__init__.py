"""What a suggestion must not do: copy an example, bring in a fact, lose one, misquote. Pure; one module a kind."""
