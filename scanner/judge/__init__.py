"""Snapshots and a policy in, Results out: reading, terms, rules, exceptions. Nothing here touches the network."""
