from guide.gateway.channels.channel import Platform

PLATFORM = Platform("messenger", "messenger", {"X_messenger": ""}, {}, lambda v: None)
