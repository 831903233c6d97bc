"""The use cases behind the commands: what ``scan``, ``lock``, ``drift`` and ``audit`` do, without a terminal."""
