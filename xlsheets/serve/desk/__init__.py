"""One report on the page: read, shown, changed, saved; everything is a function of bytes, nothing stays on disk."""
