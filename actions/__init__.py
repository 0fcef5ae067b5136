"""The bot's actions: thin. They read the tracker, call ``guide.advice`` and speak its turn."""
