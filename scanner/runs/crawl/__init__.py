"""Pull the metadata of many repos into tables."""
