//! States of Explore that are worth a press.

use rankscope_params::{Key, Params};

/// A state with a name: what differs from the defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// In element ids.
    pub name: &'static str,
    pub label: &'static str,
    set: &'static [(Key, f64)],
}

/// Every preset, in the order of the page.
pub const PRESETS: [Preset; 5] = [
    Preset {
        name: "default",
        label: "Default",
        set: &[],
    },
    Preset {
        name: "noisy",
        label: "Noisy style",
        set: &[(Key::Noise, 0.15)],
    },
    Preset {
        name: "almost-facts",
        label: "Almost facts",
        set: &[(Key::TrueRank, 40.0), (Key::StyleMin, 1.0)],
    },
    Preset {
        name: "alpha-is-r",
        label: "α = r",
        set: &[(Key::Alpha, 4.0)],
    },
    Preset {
        name: "large-alpha",
        label: "Large α",
        set: &[(Key::Alpha, 128.0)],
    },
];

impl Preset {
    /// The state it leads to: the matrices keep their seed.
    pub fn params(&self, now: &Params) -> Params {
        let seed = now.get(Key::Seed);
        let start = Params::default().with(Key::Seed, seed).0;
        let set = |params: Params, (key, value): &(Key, f64)| params.with(*key, *value).0;
        self.set.iter().fold(start, set)
    }

    /// Whether it is the present state.
    pub fn is_now(&self, now: &Params) -> bool {
        self.params(now) == *now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_preset_at_most_is_the_present_state() {
        for preset in PRESETS {
            let seeded = Params::default().with(Key::Seed, 7.0).0;
            let there = preset.params(&seeded);
            assert_eq!(there.get(Key::Seed), 7.0);
            let now: Vec<_> = PRESETS
                .iter()
                .filter(|other| other.is_now(&there))
                .collect();
            assert_eq!(now, [&preset]);
        }
    }
}
