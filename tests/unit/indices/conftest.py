"""Numbers drawn anew for each test, so that no test depends on which ran before it."""

import numpy as np
import pytest


@pytest.fixture
def draw() -> np.random.Generator:
    return np.random.default_rng(8)
