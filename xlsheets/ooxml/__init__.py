"""Bytes of an Office file <-> its parts: one archive reader, one writer, one relationship resolver, one XML parser."""
