"""Background work as rows with leases. ``enqueue`` is what services call."""
