"""One module a kind of sheet; each has ``write(book)``."""
