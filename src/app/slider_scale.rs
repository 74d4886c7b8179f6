//! What the numbers of a slider's element mean: positions of a setting's own scale, or stops by their number.

use rankscope_params::Numeric;

/// The scale of a slider.
#[derive(Clone, Debug, PartialEq)]
pub struct SliderScale {
    /// The positions of its stops; empty where it stops everywhere.
    stops: Vec<f64>,
    /// First and last position, and the distance of two.
    even: (f64, f64, f64),
}

impl SliderScale {
    /// Along all values of a setting, up to `largest`.
    pub fn of(numeric: &Numeric, largest: f64) -> Self {
        Self {
            stops: vec![],
            even: (
                numeric.position(numeric.smallest),
                numeric.position(largest),
                numeric.step,
            ),
        }
    }

    /// At these values alone, ascending.
    pub fn at_stops(numeric: &Numeric, values: &[f64]) -> Self {
        let stops = values.iter().map(|value| numeric.position(*value));
        Self {
            stops: stops.collect(),
            even: (0.0, values.len().saturating_sub(1) as f64, 1.0),
        }
    }

    /// The element's least and greatest number.
    pub const fn ends(&self) -> (f64, f64) {
        (self.even.0, self.even.1)
    }

    /// Between two of its numbers.
    pub const fn step(&self) -> f64 {
        self.even.2
    }

    /// The position that one of its numbers means.
    pub fn position(&self, number: f64) -> f64 {
        let stop = self.stops.get(number.max(0.0).round() as usize);
        stop.copied().unwrap_or(number)
    }

    /// The number at which a position stands: of stops the nearest one's.
    pub fn number(&self, position: f64) -> f64 {
        let stops = self.stops.iter().enumerate();
        let away = |stop: &(usize, &f64)| (stop.1 - position).abs();
        let nearest = stops.min_by(|one, other| away(one).total_cmp(&away(other)));
        nearest.map_or(position, |(number, _)| number as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_params::Key;

    #[test]
    fn a_slider_without_stops_has_the_positions_of_its_setting() {
        let row = Key::Alpha.numeric();
        let scale = SliderScale::of(row, 256.0);
        assert_eq!(scale.ends(), (row.position(row.smallest), 8.0));
        assert_eq!((scale.position(3.0), scale.number(3.0)), (3.0, 3.0));
    }

    #[test]
    fn a_slider_with_stops_goes_from_one_to_the_next() {
        let row = Key::Alpha.numeric();
        let scale = SliderScale::at_stops(row, &[2.0, 8.0, 32.0]);
        assert_eq!((scale.ends(), scale.step()), ((0.0, 2.0), 1.0));
        assert_eq!(scale.position(1.0), row.position(8.0));
        assert_eq!(scale.number(row.position(7.0)), 1.0);
    }
}
