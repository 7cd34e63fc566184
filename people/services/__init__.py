"""Writes of the people app: one module per noun, one function per verb, each in the trail."""
