"""The seats: who writes the advanced tool, the query, the chain of thought and the hint; scripted or a model."""
