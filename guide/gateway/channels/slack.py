from guide.gateway.channels.channel import Platform

PLATFORM = Platform("slack", "slack", {"X_slack": ""}, {}, lambda v: None)
