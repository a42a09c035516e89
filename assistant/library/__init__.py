"""The library of example reports: catalog, originals, indexes, search."""
