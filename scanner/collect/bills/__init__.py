"""Bills of materials that other tools wrote: which models and datasets they list, and what they say of each."""
