"""The types that travel between the packages: frozen, plain, and free of behaviour that needs I/O."""
