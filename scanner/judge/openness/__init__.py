"""How open a release is, by three measures of others. Each is said of what was found here."""
