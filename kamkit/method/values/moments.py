"""Sums per account from which any resample of accounts has its covariance matrix at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_LEAST_EIGENVALUE = 1e-6


@dataclass(frozen=True)
class Moments:
    """Per account (first axis): pairs known, sums of each column over them, sums of products."""

    known: np.ndarray
    sums: np.ndarray
    products: np.ndarray

    @property
    def accounts(self) -> int:
        """How many accounts the answers come from."""
        return int(self.known.shape[0])

    def covariance(self, counts: np.ndarray) -> np.ndarray:
        """Covariance over known pairs with each account counted as often as ``counts`` says (shape ``(..., accounts)``).

        Where answers are missing, pairs differ and the matrix is mended to be one (negative eigenvalues raised).
        """
        known, sums, products = (
            np.tensordot(counts.astype(float), part, axes=1) for part in (self.known, self.sums, self.products)
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            covariance = products / known - sums * np.swapaxes(sums, -1, -2) / known**2
        covariance = np.where(known > 1, covariance, 0.0)
        complete = (known == known[..., :1, :1]).all()
        return covariance if complete else _mended(covariance)


def moments_of(answers: np.ndarray, accounts: np.ndarray) -> Moments:
    """The moments of ``answers`` (rows: respondents, columns: ratings and the outcome last; NaN: missing)."""
    names, which = np.unique(accounts, return_inverse=True)
    mask = ~np.isnan(answers)
    centre = np.nanmean(answers, axis=0)  # near zero: products of centred values lose no digits
    filled = np.where(mask, answers - centre, 0.0)
    member = np.zeros((len(names), len(answers)))
    member[which, np.arange(len(answers))] = 1.0
    mask_ = mask.astype(float)
    return Moments(
        known=np.einsum("an,nj,nk->ajk", member, mask_, mask_, optimize=True),
        sums=np.einsum("an,nj,nk->ajk", member, filled, mask_, optimize=True),
        products=np.einsum("an,nj,nk->ajk", member, filled, filled, optimize=True),
    )


def resampled_accounts(accounts: int, resamples: int, seed: int) -> np.ndarray:
    """How often each account is drawn in each of ``resamples`` draws with replacement."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(accounts, np.full(accounts, 1.0 / accounts), size=resamples)


def _mended(covariance: np.ndarray) -> np.ndarray:
    variance = np.diagonal(covariance, axis1=-2, axis2=-1)
    scale = np.sqrt(np.where(variance > 0, variance, 1.0))
    correlation = covariance / (scale[..., :, None] * scale[..., None, :])
    values, vectors = np.linalg.eigh(correlation)
    mended = (vectors * np.maximum(values, _LEAST_EIGENVALUE)[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    size = np.sqrt(np.diagonal(mended, axis1=-2, axis2=-1))
    return mended / (size[..., :, None] * size[..., None, :]) * (scale[..., :, None] * scale[..., None, :])
