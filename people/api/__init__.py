"""Who calls the API, and what every endpoint of it is: authenticated, scoped, throttled, documented."""
