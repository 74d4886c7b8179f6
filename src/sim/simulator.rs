//! Simulations one after the other, each of which computes only what differs from the last.
//!
//! | what | depends on |
//! |---|---|
//! | the frames U and V, and N | [`DrawParams`]: shape, true rank, seed |
//! | `U diag(s) Vᵀ` | these, and the ends of s |
//! | the singular values | these, and the noise's deviation |
//!
//! Each is kept for the next request, and each is to the bit what it is without the one before. For two
//! `d × k` updates with `m = min(d, k)` and true rank t that is at most
//! `8·(4dk + (d + k + 64)(m + t + 6))` bytes: 66 MiB at 1024 × 1024 and t = 1024, the largest there is.

use nalgebra::DMatrix;

use super::random::NumpyStream;
use super::update::Drawn;
use super::{SimError, Spectra, Spectrum};
use rankscope_params::{DrawParams, Ends, UpdateParams};

/// A simulation that remembers the last one.
#[derive(Debug, Default)]
pub struct Simulator {
    last: Option<Last>,
}

#[derive(Debug)]
struct Last {
    params: DrawParams,
    style: Part,
    facts: Part,
}

/// One update.
#[derive(Debug)]
struct Part {
    drawn: Drawn,
    signal: Option<(Ends, DMatrix<f64>)>,
    /// Of the present signal, at a deviation of the noise.
    spectrum: Option<(f64, Spectrum)>,
}

impl Simulator {
    /// Draws both updates and takes their singular values.
    ///
    /// `progress` is told the share done, in `0..=1`, after each stage: a worker's sign of life.
    ///
    /// # Errors
    /// [`SimError::Shape`] when the parameters contradict each other, [`SimError::NotFinite`] and
    /// [`SimError::NotConverged`] as [`Spectrum::of`].
    pub fn simulate(
        &mut self,
        params: &UpdateParams,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Spectra, SimError> {
        let draws = params.draws();
        // Let go of before the next is drawn, so that both are never held.
        let last = match self.last.take().filter(|last| last.params == draws) {
            Some(last) => last,
            None => Last::draw(draws, progress)?,
        };
        let last = self.last.insert(last);
        let style = last.style.spectrum(params.style, params.noise)?;
        progress(0.6);
        let facts = last.facts.spectrum(params.facts, params.noise)?;
        progress(1.0);
        Ok(Spectra { style, facts })
    }
}

impl Last {
    fn draw(params: DrawParams, progress: &mut dyn FnMut(f64)) -> Result<Self, SimError> {
        let mut stream = NumpyStream::new(params.seed);
        let style = Drawn::style(&params, &mut stream)?;
        progress(0.1);
        let facts = Drawn::facts(&params, &mut stream)?;
        progress(0.3);
        Ok(Self {
            params,
            style: Part::of(style),
            facts: Part::of(facts),
        })
    }
}

impl Part {
    fn of(drawn: Drawn) -> Self {
        Self {
            drawn,
            signal: None,
            spectrum: None,
        }
    }

    fn spectrum(&mut self, ends: Ends, noise: f64) -> Result<Spectrum, SimError> {
        let kept = self.signal.take().filter(|(last, _)| *last == ends);
        let signal = if let Some((_, signal)) = kept {
            signal
        } else {
            self.spectrum = None;
            self.drawn.signal(ends)
        };
        let (_, signal) = self.signal.insert((ends, signal));
        if let Some((last, spectrum)) = &self.spectrum
            && *last == noise
        {
            return Ok(spectrum.clone());
        }
        let mut update = signal.clone();
        self.drawn.add_noise(&mut update, noise);
        let spectrum = Spectrum::of(update)?;
        self.spectrum = Some((noise, spectrum.clone()));
        Ok(spectrum)
    }
}
