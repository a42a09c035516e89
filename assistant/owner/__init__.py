"""Commands carried out by the process that owns the data folder, for the others."""
