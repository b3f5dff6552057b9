"""What we keep: the tables, their seals, and the one way by which complaints leave them."""
