"""Says, with quoted proof, how open an AI model is and what you may do with it."""

__version__ = "0.1.0"
