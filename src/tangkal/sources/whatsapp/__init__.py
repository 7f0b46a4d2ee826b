"""WhatsApp: what the Cloud API's webhook brings."""
