"""Use case: where plans of restructuring come from that rules alone do not make, and what is done with them."""
