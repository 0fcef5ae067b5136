from guide.gateway.channels.channel import Platform

PLATFORM = Platform("twilio", "twilio", {"X_twilio": ""}, {}, lambda v: None)
