"""A believable Etech on top of the plan: invented people, clients, tools, use cases, requests, money.

Everything goes through the services, so the demo has its trail. ``load`` is idempotent: it stands on what is
there and adds what is missing. Order matters: each module needs the ones before it.
"""
