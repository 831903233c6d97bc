"""What is known: the files under ``rules/`` as types (licences, rules, policies), compiled and kept."""
