"""Logistic regression by Newton's method, steadied: what chances are learned with."""

import numpy as np
from numpy.typing import NDArray

STEADY = 1e-2  # keeps the weights finite where right and wrong part without overlap


def logistic(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance, 0 to 1, that goes with a sum of evidence."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(totals, -40, 40))))


def logistic_regression(
    inputs: NDArray[np.float64],
    right: NDArray[np.bool_],
    importance: NDArray[np.float64],
    steady: float = STEADY,
) -> NDArray[np.float64]:
    """Weights under which ``logistic(inputs @ weights)`` tells right from wrong.

    Args:
        inputs: float64[n, columns]; give a column of ones for the intercept.
        right: bool[n]; ``importance`` float64[n] counts each row.
        steady: pull of all weights towards 0.
    """
    weights = np.zeros(inputs.shape[1])
    for _ in range(25):
        chances = logistic(inputs @ weights)
        curve = importance * chances * (1 - chances)
        hessian = (inputs * curve[:, None]).T @ inputs + steady * np.eye(len(weights))
        gradient = inputs.T @ (importance * (right - chances)) - steady * weights
        weights = weights + np.linalg.solve(hessian, gradient)
    return weights
