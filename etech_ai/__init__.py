"""The ground: settings, the audit trail, jobs, and what every floor above shares."""
