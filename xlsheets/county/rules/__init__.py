"""Rules of a county's own: written as text in the register, parsed by our own small parser, never run as code."""
