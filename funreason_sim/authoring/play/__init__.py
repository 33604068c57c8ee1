"""Playing an environment by hand: what a line does, what it could become, and what is saved of it; no terminal here."""
