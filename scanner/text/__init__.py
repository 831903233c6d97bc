"""Text that others wrote: strict YAML, model cards, and making hostile text safe to show."""
