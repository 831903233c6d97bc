"""Which texts name a model, a dataset or a closed API."""
