"""The Readiness Advisor: is a healthcare AI pilot ready for production, and how do we know?"""

__version__ = "0.1.0"
