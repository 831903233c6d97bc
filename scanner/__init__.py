"""modelscan: licence and governance compliance for open AI models."""

__version__ = "0.1.0"
