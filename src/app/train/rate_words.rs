//! What is said of the law of the learning rate.

use super::rate_law::{Powers, PowersAfter};
use rankscope_chart::training::{family_name, law_name};
use rankscope_params::number::{Format, significant};
use rankscope_sim::training::{BestRates, Exponent, Family, RateLaw};

pub const HEADING: &str = "How does the best rate go with the rank?";
/// What is measured.
pub const ABOUT: &str = "We fit a power of the rank, η ∝ r^p, to the best rate of each rank. Where several rates are as good, the best \
     lies anywhere among them, and so p has an interval. A rank with few such rates counts more.";
/// What the laws say, before the source of the last.
pub const LAWS: &str = "First-step law: the first step gains as much at every rank. Edge of stability, SGD: above η = 1/γσ₁ \
     gradient descent leaves the minimum. Sign-like steps, Adam: once both factors have moved, a step changes γBA by \
     γ·r·η², which is alike at every rank for η ∝ 1/√(γr). It is named after ";
pub const MUA: &str = "μA (Chen, Villar and Hayou; abstract read)";
pub const MUA_ADDRESS: &str = "https://arxiv.org/abs/2602.06204";
pub const NOTE_ONE_RATE: &str = "Each scale has its own rate, the best at its middle rank. All ranks are trained with it. Dotted: lowest error possible.";
pub const NOTE_TUNED: &str =
    "The least error of all rates tried, at each rank. Dotted: lowest error possible at this rank.";
pub const STEPS: &str = "steps";
pub const BEST: &str = "best rate";
pub const LARGEST: &str = "largest as good";
pub const TUNED: &str = "error with it";
pub const ONE_RATE: &str = "error at the one rate";
pub const DIVERGED: &str = "diverged";
pub const TOO_FEW: &str = "–";

/// The caption of the table of powers.
pub const POWERS: &str = "Power p of the rank, measured after some numbers of steps, and by theory";
/// The caption of the table of rates.
pub fn rates(steps: usize) -> String {
    format!("Best learning rate of each rank after step {steps}, and final errors")
}

/// "0.108 (0.054 to 0.22)"; of a range that may go on beyond what was tried, "≤" or "≥" at its end.
pub fn rate(best: &BestRates) -> String {
    let end = |rate: f64, open: bool, sign: &str| {
        let sign = if open { sign } else { "" };
        format!("{sign}{}", significant(rate, 2))
    };
    let (low, high) = best.range;
    format!(
        "{} ({} to {})",
        significant(best.best, 3),
        end(low, best.open.0, "≤"),
        end(high, best.open.1, "≥")
    )
}

/// "1.16 (0.63 to 1.58)".
pub fn power(found: Option<Exponent>) -> String {
    found.map_or_else(
        || TOO_FEW.to_owned(),
        |found| {
            let (least, most) = found.interval;
            format!("{} ({} to {})", two(found.value), two(least), two(most))
        },
    )
}

/// A power by theory.
pub fn two(power: f64) -> String {
    // A true minus, as everywhere on the page.
    format!("{:.2}", power + 0.0).replace('-', "−")
}

fn by_theory(power: f64) -> String {
    Format::Exact.write(power).replace('-', "−")
}

/// What the last step shows, of each family.
pub fn sentences(
    families: [Family; 2],
    last: &PowersAfter,
    laws: &[(RateLaw, [f64; 2])],
    ranks: usize,
) -> [Vec<String>; 2] {
    let [of_lora, of_rival] = last.of;
    let [lora, rival] = families.map(family_name);
    let first: Vec<(RateLaw, f64)> = laws.iter().map(|&(law, [power, _])| (law, power)).collect();
    let second: Vec<(RateLaw, f64)> = laws.iter().map(|&(law, [_, power])| (law, power)).collect();
    [
        of_family(lora, of_lora, &first, ranks),
        of_family(rival, of_rival, &second, ranks),
    ]
}

fn of_family(
    name: &str,
    Powers { best, largest }: Powers,
    laws: &[(RateLaw, f64)],
    ranks: usize,
) -> Vec<String> {
    let range = |found: Exponent| {
        let (least, most) = found.interval;
        format!("{} to {}", two(least), two(most))
    };
    let few = |found: Exponent| {
        let few = found.ranks < ranks;
        few.then(|| format!("Only {} of {ranks} ranks tell that.", found.ranks))
    };
    let place = |found: Exponent, of_largest: bool| {
        let of_it = laws
            .iter()
            .filter(move |(law, _)| (*law == RateLaw::EdgeOfStability) == of_largest);
        of_it.map(move |&(law, power)| {
            let place = if found.allows(power) {
                "inside"
            } else {
                "outside"
            };
            format!(
                "The {} says p = {}, {place} this range.",
                named(law),
                by_theory(power)
            )
        })
    };
    let mut said = vec![match best {
        None => format!(
            "{name}: no power can be fitted to the best rate. That takes three ranks whose best rates lie \
             within what was tried, of {ranks}."
        ),
        Some(found) if found.allows(0.0) => format!(
            "{name}: the best rate shows no trend with the rank, since p may be anything from {}.",
            range(found)
        ),
        Some(found) => format!(
            "{name}: the best rate {} with the rank, with p from {}.",
            if found.value > 0.0 { "grows" } else { "falls" },
            range(found)
        ),
    }];
    if let Some(found) = best {
        said.extend(few(found));
        said.extend(place(found, false));
    }
    if let Some(found) = largest {
        said.push(format!(
            "The largest rate that is as good goes with p from {}.",
            range(found)
        ));
        said.extend(few(found));
        said.extend(place(found, true));
    }
    said
}

/// "first-step law", "edge of stability", "law of μA".
fn named(law: RateLaw) -> String {
    match law {
        RateLaw::SignLike => format!("law of {}", law_name(law)),
        RateLaw::FirstStep | RateLaw::EdgeOfStability => law_name(law).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exponent(least: f64, value: f64, most: f64) -> Exponent {
        Exponent {
            value,
            interval: (least, most),
            ranks: 6,
        }
    }

    #[test]
    fn an_interval_that_holds_zero_is_no_trend() {
        let flat = Powers {
            best: Some(exponent(-0.33, 1.35, 3.04)),
            largest: Some(exponent(0.87, 1.0, 1.13)),
        };
        let laws = [(RateLaw::FirstStep, 0.0), (RateLaw::EdgeOfStability, 1.0)];
        let said = of_family("LoRA", flat, &laws, 6).join(" ");
        assert_eq!(
            said,
            "LoRA: the best rate shows no trend with the rank, since p may be anything from −0.33 to 3.04. The \
             first-step law says p = 0, inside this range. The largest rate that is as good goes with p from 0.87 to 1.13. The \
             edge of stability says p = 1, inside this range."
        );
    }

    #[test]
    fn a_trend_is_said_with_its_sign() {
        let of = |least, value, most| Powers {
            best: Some(exponent(least, value, most)),
            largest: None,
        };
        let said = |powers| of_family("rsLoRA", powers, &[], 6).join(" ");
        assert_eq!(
            said(of(0.36, 0.48, 0.62)),
            "rsLoRA: the best rate grows with the rank, with p from 0.36 to 0.62."
        );
        let few = of_family("LoRA", of(0.36, 0.48, 0.62), &[], 8).join(" ");
        assert!(few.ends_with("Only 6 of 8 ranks tell that."), "{few}");
        assert!(said(of(-0.6, -0.4, -0.2)).contains("falls with the rank"));
        assert_eq!(
            power(Some(exponent(-0.6, -0.4, -0.2))),
            "−0.40 (−0.60 to −0.20)"
        );
        assert_eq!(power(None), TOO_FEW);
    }
}
