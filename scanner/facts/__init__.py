"""What a snapshot says, as decision facts for the rules and evidence for the reader."""
