"""The Readiness Advisor tells whether a healthcare AI pilot is ready for production, and how we know."""

__version__ = "0.1.0"
