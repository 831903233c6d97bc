"""What is broken on purpose: faults, kills, races, hostile input. ``MODELSCAN_TORTURE`` makes it long."""
