"""Which licence is this? Declared values, links, texts and sentences resolved to licence ids."""
