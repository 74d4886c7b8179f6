//! An axis: its range, where a value stands on it, what a place on it is called.
//!
//! plotters' own mesh measures every tick label through the DOM, several times a frame; these
//! axes only place text, so a chart is drawn without asking the page for anything.

mod ticks;

use std::borrow::Cow;

use rankscope_params::number::significant;

/// A value below this share of the largest is off a logarithmic axis: six decades are readable,
/// and a spectrum without noise would otherwise reach down to rounding errors.
const DEEPEST_DECADES: i32 = 6;
/// Digits of a listed value's tick.
const LISTED_DIGITS: usize = 4;

/// A logarithmic or linear range of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Quantity and unit.
    pub title: Cow<'static, str>,
    /// The quantity's name in tables and files.
    pub column: Cow<'static, str>,
    kind: Kind,
    first: f64,
    last: f64,
    /// The only places of [`Kind::Listed`], ascending, with what their ticks say.
    listed: Vec<Tick>,
    /// The values behind listed places that are numbered 1, 2, 3, …; empty where a place is its value.
    values: Vec<f64>,
    /// What a distance of 1 stands for, where readers point at whole places of a quantity that is not whole.
    worth: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Whole ranks, with ticks at 1 and at multiples of a power of two.
    Ranks,
    /// The same ranks, equal ratios equally far apart, with ticks at powers of two.
    LogRanks,
    /// Ranks in equal steps from doubling to doubling, with ticks at powers of two.
    Doublings,
    Linear,
    Log,
    /// A few places at equal distances, whatever their values.
    Listed,
}

/// A tick: where it stands and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Its value.
    pub value: f64,
    /// Its label.
    pub label: String,
}

impl Axis {
    /// The ranks `1..=max_rank`, at equal distances.
    pub fn ranks(title: impl Into<Cow<'static, str>>, max_rank: usize) -> Self {
        Self::of(title, "rank", Kind::Ranks, (1.0, max_rank as f64))
    }

    /// The ranks `1..=max_rank`, each doubling as far as any other.
    pub fn log_ranks(title: impl Into<Cow<'static, str>>, max_rank: usize) -> Self {
        Self {
            kind: Kind::LogRanks,
            ..Self::ranks(title, max_rank)
        }
    }

    /// From 0 to a little above `largest`.
    pub fn linear(title: impl Into<Cow<'static, str>>, largest: f64) -> Self {
        let last = if largest > 0.0 { largest } else { 1.0 };
        Self::of(title, "value", Kind::Linear, (0.0, last))
    }

    /// From `low` to `high`, of either sign, with `low` below `high`.
    pub fn span(title: impl Into<Cow<'static, str>>, low: f64, high: f64) -> Self {
        let high = if high > low { high } else { low + 1.0 };
        Self::of(title, "value", Kind::Linear, (low, high))
    }

    /// From 0 to `largest`, in whole places of which each is `worth` this much: 130 is 1.3 where a place is
    /// worth 0.01.
    pub fn in_places(title: impl Into<Cow<'static, str>>, largest: f64, worth: f64) -> Self {
        Self {
            worth,
            ..Self::linear(title, largest / worth)
        }
    }

    /// From `smallest` to `largest`, both positive, at most six decades.
    pub fn log(title: impl Into<Cow<'static, str>>, smallest: f64, largest: f64) -> Self {
        let last = if largest > 0.0 { largest } else { 1.0 };
        let deepest = last * 10f64.powi(-DEEPEST_DECADES);
        let first = smallest.clamp(deepest, last / 2.0);
        Self::of(title, "value", Kind::Log, (first, last))
    }

    fn of(
        title: impl Into<Cow<'static, str>>,
        column: &'static str,
        kind: Kind,
        (first, last): (f64, f64),
    ) -> Self {
        Self {
            title: title.into(),
            column: column.into(),
            kind,
            first,
            last,
            listed: vec![],
            values: vec![],
            worth: 1.0,
        }
    }

    /// The same with another name in tables and files.
    #[must_use]
    pub fn column(self, column: impl Into<Cow<'static, str>>) -> Self {
        Self {
            column: column.into(),
            ..self
        }
    }

    /// From 0 to `steps`.
    pub fn steps(title: impl Into<Cow<'static, str>>, steps: usize) -> Self {
        Self::linear(title, steps as f64).column("step")
    }

    /// The ranks from `smallest` to `largest`, logarithmic, with room for half a doubling of
    /// `margin` on either side.
    pub fn doublings(
        title: impl Into<Cow<'static, str>>,
        smallest: usize,
        largest: usize,
        margin: f64,
    ) -> Self {
        let room = (0.5 * margin).exp2();
        let ends = (smallest as f64 / room, largest as f64 * room);
        Self::of(title, "rank", Kind::Doublings, ends)
    }

    /// These ranks, ascending, at equal distances.
    pub fn listed_ranks(title: impl Into<Cow<'static, str>>, ranks: &[usize]) -> Self {
        let place = |rank: &usize| (*rank as f64, rank.to_string());
        let places: Vec<(f64, String)> = ranks.iter().map(place).collect();
        Self::listed(title, places).column("rank")
    }

    /// These values at equal distances, at places that are numbered from 1.
    pub fn listed_values(title: impl Into<Cow<'static, str>>, values: &[f64]) -> Self {
        let place =
            |(number, value): (u32, &f64)| (f64::from(number), significant(*value, LISTED_DIGITS));
        Self {
            values: values.to_vec(),
            ..Self::listed(title, (1..).zip(values).map(place).collect())
        }
    }

    /// These values, ascending, at equal distances, each with what its tick says.
    pub fn listed(title: impl Into<Cow<'static, str>>, places: Vec<(f64, String)>) -> Self {
        let tick = |(value, label)| Tick { value, label };
        let listed: Vec<Tick> = places.into_iter().map(tick).collect();
        let ends = (
            listed.first().map_or(0.0, |tick| tick.value),
            listed.last().map_or(1.0, |tick| tick.value),
        );
        Self {
            listed,
            ..Self::of(title, "value", Kind::Listed, ends)
        }
    }

    /// The quantity at a place: the place itself, except where places are numbered or worth less than 1.
    pub fn value_at(&self, place: f64) -> f64 {
        let number = (place - 1.0).max(0.0) as usize;
        let listed = self.values.get(number).copied();
        listed.unwrap_or(place * self.worth)
    }

    /// A place as it is written on the axis: the listed one's text, or its value.
    pub fn written(&self, place: f64) -> String {
        let listed = self.listed.iter().find(|tick| tick.value == place);
        listed.map_or_else(
            || significant(self.value_at(place), 6),
            |tick| tick.label.clone(),
        )
    }

    /// What a place is called: "rank 8". Listed places whose values have no name of their own are called
    /// what their ticks say.
    pub fn called(&self, place: f64) -> String {
        let written = self.written(place);
        if self.is_listed() && self.column == "value" {
            written
        } else {
            format!("{} {written}", self.column)
        }
    }

    /// The same axis up to a place, if it is longer.
    #[must_use]
    pub(super) fn up_to(self, place: f64) -> Self {
        Self {
            last: self.last.min(place).max(self.first + 1.0),
            ..self
        }
    }

    /// The value that stands `beside` the place with this number, in distances of two places.
    pub fn value_beside(&self, number: usize, beside: f64) -> f64 {
        let value = |number: usize| self.listed.get(number).map(|tick| tick.value);
        let own = value(number).unwrap_or_default();
        let next = if beside < 0.0 {
            let below = number.checked_sub(1).and_then(value);
            below.map(|below| own - below)
        } else {
            value(number + 1).map(|above| above - own)
        };
        own + beside * next.unwrap_or(1.0)
    }

    /// The number of the place at a value, with how far it is to the next.
    fn listed_number(&self, value: f64) -> f64 {
        let after = self.listed.partition_point(|tick| tick.value <= value);
        let number = after.saturating_sub(1);
        let own = self.listed.get(number).map_or(0.0, |tick| tick.value);
        let next = self.listed.get(number + 1).map(|tick| tick.value);
        let distance = next.filter(|_| value > own).map_or(1.0, |next| next - own);
        number as f64 + (value - own) / distance
    }

    /// Whether it has a few places only.
    pub(super) fn is_listed(&self) -> bool {
        self.kind == Kind::Listed
    }

    /// Whether it has a place for every rank from 1 on.
    pub(super) fn counts_ranks(&self) -> bool {
        matches!(self.kind, Kind::Ranks | Kind::LogRanks)
    }

    /// What is written behind a value of it.
    pub fn unit(&self) -> &'static str {
        if self.title.ends_with('%') {
            "\u{202f}%"
        } else {
            ""
        }
    }

    /// First and last value.
    pub fn range(&self) -> (f64, f64) {
        (self.first, self.last)
    }

    /// Where `value` stands: 0 at the first end, 1 at the last; beyond them outside.
    pub fn position(&self, value: f64) -> f64 {
        let (value, first, last) = match self.kind {
            Kind::Listed => {
                let count = self.listed.len().max(1) as f64;
                (self.listed_number(value) + 0.5, 0.0, count)
            }
            Kind::Ranks | Kind::Linear => (value, self.first, self.last),
            Kind::Log | Kind::Doublings | Kind::LogRanks => {
                (value.ln(), self.first.ln(), self.last.ln())
            }
        };
        (value - first) / (last - first)
    }
}

#[cfg(test)]
mod tests;
