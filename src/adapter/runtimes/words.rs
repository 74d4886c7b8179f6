//! ρ and the verdicts in plain words.

use super::verdict::{Kind, Verdict};
use rankscope_params::number::significant;

/// How near to a share ρ must be to be called by its name.
const NEAR: f64 = 0.005;
/// The shares that have a name.
const SHARES: [(f64, &str); 13] = [
    (0.75, "three quarters"),
    (2.0 / 3.0, "two thirds"),
    (0.5, "half"),
    (1.0 / 3.0, "a third"),
    (0.25, "a quarter"),
    (0.2, "a fifth"),
    (1.0 / 6.0, "a sixth"),
    (1.0 / 7.0, "a seventh"),
    (0.125, "an eighth"),
    (1.0 / 9.0, "a ninth"),
    (0.1, "a tenth"),
    (1.0 / 12.0, "a twelfth"),
    (1.0 / 16.0, "a sixteenth"),
];
/// The smallest share that is written as `1/n`.
const SMALLEST_SHARE: f64 = 1.0 / 1024.0;
/// Runtimes named in the headline before the others are counted.
const MOST_NAMES: usize = 3;

/// ρ in words: "an eighth of its strength", "5.7 times its strength".
pub fn strength(factor: f64) -> String {
    of_strength(factor, "its")
}

fn of_strength(factor: f64, whose: &str) -> String {
    if is_near(factor, 1.0) {
        return format!("{whose} full strength");
    }
    let part = if factor == 0.0 {
        "none".to_owned()
    } else if is_near(factor, 2.0) {
        return format!("twice {whose} strength");
    } else if !(0.0..=1.0).contains(&factor) {
        return format!("{} times {whose} strength", significant(factor, 2));
    } else {
        share(factor)
    };
    format!("{part} of {whose} strength")
}

/// A share below 1: by its name, as `1/n`, or in percent.
fn share(factor: f64) -> String {
    let named = SHARES.iter().find(|(share, _)| is_near(factor, *share));
    if let Some((_, name)) = named {
        return (*name).to_owned();
    }
    let parts = (1.0 / factor).round();
    if (SMALLEST_SHARE..0.1).contains(&factor) && is_near(factor, 1.0 / parts) {
        return format!("1/{parts}");
    }
    format!("{}\u{202f}%", significant(100.0 * factor, 2))
}

fn is_near(factor: f64, other: f64) -> bool {
    (factor / other - 1.0).abs() <= NEAR
}

/// The one sentence above all verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// What it tells of.
    pub kind: Kind,
    /// The sentence.
    pub text: String,
}

impl Headline {
    /// Whether it has to be told before anything else.
    pub const fn is_bad(&self) -> bool {
        matches!(
            self.kind,
            Kind::Weak | Kind::Strong | Kind::Drops | Kind::Refuses
        )
    }
}

/// What stands above these verdicts, of the newest versions: the scale that is farthest from right, how many others
/// apply a wrong one, and who refuses it; else what they drop or refuse. Those with an [`Aside`](super::Aside) do
/// not count.
pub fn headline<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>) -> Option<Headline> {
    let said = |kind, text| Some(Headline { kind, text });
    let current: Vec<&Verdict> = verdicts
        .into_iter()
        .filter(|verdict| verdict.runtime.current && verdict.aside.is_none())
        .collect();
    let of = |kind: Kind| -> Vec<&Verdict> {
        current
            .iter()
            .copied()
            .filter(|verdict| verdict.kind == kind)
            .collect()
    };
    let refuses = of(Kind::Refuses);
    let wrong = current
        .iter()
        .filter(|verdict| matches!(verdict.kind, Kind::Weak | Kind::Strong));
    if let Some((group, others)) = farthest(wrong.copied()) {
        let first = group.first()?;
        let others = match others {
            0 => String::new(),
            1 => ", and one other applies a wrong scale too".to_owned(),
            others => format!(", and {others} others apply a wrong scale too"),
        };
        let mut text = format!(
            "Served by {} {}{others}.",
            names(&group, "or"),
            runs(first)?
        );
        if !refuses.is_empty() {
            text = format!("{text} {}", not_loaded(&refuses));
        }
        return said(first.kind, text);
    }
    let drops = of(Kind::Drops);
    if !drops.is_empty() {
        let names = names(&drops, "or");
        let text = format!("Served by {names} this adapter loses a part, and nothing says so.");
        return said(Kind::Drops, text);
    }
    if !refuses.is_empty() {
        return said(Kind::Refuses, not_loaded(&refuses));
    }
    let right = of(Kind::Right);
    if right.is_empty() {
        return None;
    }
    let verb = if right.len() == 1 { "runs" } else { "run" };
    let names = names(&right, "and");
    said(
        Kind::Right,
        format!("{names} {verb} this adapter as it was trained."),
    )
}

fn not_loaded(refuses: &[&Verdict]) -> String {
    let verb = if refuses.len() == 1 { "does" } else { "do" };
    format!("{} {verb} not load this adapter.", names(refuses, "and"))
}

/// The verdicts of the range of ρ, in words, that is the farthest from right, of as far ones the most; and how many
/// verdicts are of other ranges.
fn farthest<'v>(wrong: impl Iterator<Item = &'v Verdict>) -> Option<(Vec<&'v Verdict>, usize)> {
    let mut groups: Vec<Vec<&Verdict>> = Vec::new();
    for verdict in wrong {
        let range = runs(verdict);
        let same =
            |group: &&mut Vec<&Verdict>| group.first().is_some_and(|first| runs(first) == range);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(verdict),
            None => groups.push(vec![verdict]),
        }
    }
    let distance = |group: &[&Verdict]| group.first().map_or(0.0, |first| first.distance());
    let all: usize = groups.iter().map(Vec::len).sum();
    let worst = groups.into_iter().reduce(|best, group| {
        let order = distance(&group).total_cmp(&distance(&best));
        let order = order.then_with(|| group.len().cmp(&best.len()));
        if order.is_gt() { group } else { best }
    })?;
    let others = all - worst.len();
    Some((worst, others))
}

/// "this adapter runs at an eighth of its strength"; where not every layer does, what those do that are wrong.
fn runs(verdict: &Verdict) -> Option<String> {
    let (least, most) = (verdict.least?, verdict.most?);
    if most.is_infinite() {
        return Some("this adapter runs, although its α is 0".to_owned());
    }
    if strength(least) == strength(most) {
        return Some(format!("this adapter runs at {}", strength(least)));
    }
    let theirs = |factor| of_strength(factor, "their");
    Some(if is_near(least, 1.0) || is_near(most, 1.0) {
        let factor = if is_near(least, 1.0) { most } else { least };
        format!("some layers of this adapter run at {}", theirs(factor))
    } else {
        format!(
            "layers of this adapter run at {} to {}",
            theirs(least),
            theirs(most)
        )
    })
}

/// "llama.cpp, PEFT or Ollama", each once, and the others counted.
fn names(verdicts: &[&Verdict], last: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for verdict in verdicts {
        if !names.contains(&verdict.runtime.name) {
            names.push(verdict.runtime.name);
        }
    }
    if names.len() > MOST_NAMES + 1 {
        let others = names.len() - MOST_NAMES;
        let named = names.get(..MOST_NAMES).unwrap_or_default();
        return format!("{} {last} {others} others", named.join(", "));
    }
    match names.split_last() {
        Some((end, [])) => (*end).to_owned(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
        None => String::new(),
    }
}
