"""Pages of the people app, one module per noun."""
