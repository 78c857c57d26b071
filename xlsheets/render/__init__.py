"""Reports as documents: one module per output."""
