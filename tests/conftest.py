"""Profiles of the property tests: 500 examples in the normal run at most, 10,000 in `make nightly`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("normal", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("nightly", parent=settings.get_profile("normal"), max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "normal"))
