"""A local folder, or a repo in the Hub's own cache, read like a repo on the Hub."""
