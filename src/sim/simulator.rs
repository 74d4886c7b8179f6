//! Simulations one after the other, each of which computes only what differs from the last.
//!
//! | what | depends on |
//! |---|---|
//! | the frames U and V, and N | [`DrawParams`]: shape, true rank, seed |
//! | `U diag(s) Vᵀ` | these, and the ends of s |
//! | the singular values | these, and the noise's deviation |
//!
//! Each is kept for the next request, and each is to the bit what it is without the one before. One update
//! may be asked for alone, and the other is not drawn. For two
//! `d × k` updates with `m = min(d, k)` and true rank t that is at most
//! `8·(4dk + (d + k + 64)(m + t + 6))` bytes: 66 MiB at 1024 × 1024 and t = 1024, the largest there is.

use nalgebra::DMatrix;

use super::random::NumpyStream;
use super::update::{Drawn, skip_style};
use super::{SimError, Spectra, Spectrum};
use rankscope_params::{DrawParams, Ends, Update, UpdateParams};

/// A simulation that remembers the last one.
#[derive(Debug, Default)]
pub struct Simulator {
    last: Option<Last>,
}

#[derive(Debug)]
struct Last {
    params: DrawParams,
    style: Option<Part>,
    /// Where the stream stands after style, once style is drawn.
    stream: Option<NumpyStream>,
    facts: Option<Part>,
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
        let style = self.simulate_one(params, Update::Style, &mut |share| progress(0.4 * share))?;
        let mut rest = |share| progress(0.4 + 0.6 * share);
        let facts = self.simulate_one(params, Update::Facts, &mut rest)?;
        Ok(Spectra { style, facts })
    }

    /// As [`simulate`](Self::simulate), of one of the two.
    ///
    /// # Errors
    /// As [`simulate`](Self::simulate).
    pub fn simulate_one(
        &mut self,
        params: &UpdateParams,
        update: Update,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Spectrum, SimError> {
        let draws = params.draws();
        // Let go of before the next is drawn, so that both are never held.
        let last = self.last.take().filter(|last| last.params == draws);
        let last = self.last.insert(last.unwrap_or_else(|| Last::of(draws)));
        let (part, ends) = match update {
            Update::Style => (last.style()?, params.style),
            Update::Facts => (last.facts()?, params.facts),
        };
        progress(0.3);
        let spectrum = part.spectrum(ends, params.noise, &mut || progress(0.5))?;
        progress(1.0);
        Ok(spectrum)
    }
}

impl Last {
    /// Nothing drawn yet.
    const fn of(params: DrawParams) -> Self {
        Self {
            params,
            style: None,
            stream: None,
            facts: None,
        }
    }

    fn style(&mut self) -> Result<&mut Part, SimError> {
        let part = if let Some(part) = self.style.take() {
            part
        } else {
            let stream = self.stream.insert(NumpyStream::new(self.params.seed));
            Part::of(Drawn::style(&self.params, stream)?)
        };
        Ok(self.style.insert(part))
    }

    fn facts(&mut self) -> Result<&mut Part, SimError> {
        let part = if let Some(part) = self.facts.take() {
            part
        } else {
            let mut stream = self.stream.take().unwrap_or_else(|| {
                let mut stream = NumpyStream::new(self.params.seed);
                skip_style(&self.params, &mut stream);
                stream
            });
            Part::of(Drawn::facts(&self.params, &mut stream)?)
        };
        Ok(self.facts.insert(part))
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

    /// Calls `multiplied` once what is decomposed is there.
    ///
    /// Inlined where it is called, it would be twice in each of the page's modules: 11 KB.
    #[inline(never)]
    fn spectrum(
        &mut self,
        ends: Ends,
        noise: f64,
        multiplied: &mut dyn FnMut(),
    ) -> Result<Spectrum, SimError> {
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
            multiplied();
            return Ok(spectrum.clone());
        }
        let mut update = signal.clone();
        self.drawn.add_noise(&mut update, noise);
        multiplied();
        let spectrum = Spectrum::of(update)?;
        self.spectrum = Some((noise, spectrum.clone()));
        Ok(spectrum)
    }
}
