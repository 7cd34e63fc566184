"""The AI Act questionnaire: rules as data (`ruleset`), judged by pure code (`engine`)."""
