"""What happens after a commit: the relay takes messages from the outbox to the queue, the worker carries them out."""
