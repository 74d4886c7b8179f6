//! The sentences of the Explore view, with their numbers as arguments.

use rankscope_params::number::{Format, percent, round_to_significant, significant};
use rankscope_params::{Key, Params, Reading, Update, UpdateParams};
use rankscope_sim::{Scaling, Spectra};

use crate::start;
use crate::start::words::{Kept, kept};
use crate::state::Shown;

/// A part of a sentence, in the colour of the update it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// The update they are about.
    pub of: Option<Update>,
}

fn plain(text: impl Into<String>) -> Piece {
    Piece {
        text: text.into(),
        of: None,
    }
}

fn of(update: Update, text: String) -> Piece {
    Piece {
        text,
        of: Some(update),
    }
}

/// The controls that are always in sight.
pub const MAIN_CONTROLS: [Key; 4] = [Key::RankLow, Key::RankHigh, Key::Alpha, Key::TrueRank];
pub const MORE: &str = "More: size, noise, strengths, seed";
pub const PRESETS_LABEL: &str = "Presets";
pub const RESET: &str = "Reset";

/// The headline up to the rank.
pub const HEADLINE: &str = "Rank ";
pub const RANK: &str = "Rank r of the adapter";

/// In place of a share that is being computed: as wide as "99.2 %", so that nothing moves when it comes.
const PENDING: &str = "\u{2007}…\u{2007}\u{202f}%";

/// " keeps 99.2 % of style but only 14.9 % of facts.", after "Rank 4".
pub fn headline(shown: Option<&Shown>, reading: Reading) -> Vec<Piece> {
    let Some(shown) = shown else {
        return vec![
            plain(" keeps "),
            of(Update::Style, format!("{PENDING} of style")),
            plain(" but only "),
            of(Update::Facts, format!("{PENDING} of facts")),
            plain("."),
        ];
    };
    let rank = reading.rank_low.min(shown.spectra.style.max_rank());
    let Kept {
        style,
        joint,
        facts,
    } = kept(&shown.spectra, rank);
    vec![
        plain(" keeps "),
        of(Update::Style, style),
        plain(format!(" {joint} ")),
        of(Update::Facts, facts),
        plain("."),
    ]
}

/// "Simulated. Rank 32 keeps 99.9 % and 80.8 %. At rank 4 LoRA multiplies B·A by 4, rsLoRA by 8."
pub fn subline(shown: Option<&Shown>, reading: Reading) -> Vec<Piece> {
    let Reading {
        alpha,
        rank_low,
        rank_high,
    } = reading;
    let spectra = shown.map(|shown| &*shown.spectra);
    let mut pieces = vec![plain("Simulated. ")];
    let zero = match spectra.map(|Spectra { style, facts }| (style.is_zero(), facts.is_zero())) {
        Some((true, true)) => "Both updates are zero: there is nothing to keep. ",
        Some((true, false)) => "Style is zero: there is nothing to keep. ",
        Some((false, true)) => "Facts is zero: there is nothing to keep. ",
        Some((false, false)) | None => "",
    };
    pieces.push(plain(zero));
    let second = match spectra {
        Some(Spectra { style, facts }) => {
            let energies = style.energy(rank_high).zip(facts.energy(rank_high));
            energies.map(|(style, facts)| (percent(style), percent(facts)))
        }
        None => Some((PENDING.to_owned(), PENDING.to_owned())),
    };
    if let Some((style, facts)) = second.filter(|_| rank_high != rank_low) {
        pieces.extend([
            plain(format!("Rank {rank_high} keeps ")),
            of(Update::Style, style),
            plain(" and "),
            of(Update::Facts, facts),
            plain(". "),
        ]);
    }
    let scale = |scaling: Scaling| significant(scaling.factor(alpha, rank_low), 3);
    pieces.push(plain(format!(
        "At rank {rank_low} LoRA multiplies B·A by {}, rsLoRA by {}.",
        scale(Scaling::Lora),
        scale(Scaling::RsLora),
    )));
    pieces
}

/// What the rank in the headline says to who does not see it.
pub fn value_text(shown: Option<&Shown>, reading: Reading) -> String {
    let spectra = shown.map(|shown| &*shown.spectra);
    start::words::value_text(spectra, reading.rank_low)
}

/// "noise 0.01 → 0.2": from the pinned settings to the present ones.
pub fn what_differs(pinned: &Params, now: &Params) -> String {
    let differences = pinned.differences(now);
    if differences.is_empty() {
        return "same settings as now".to_owned();
    }
    let texts: Vec<_> = differences.iter().map(ToString::to_string).collect();
    texts.join(", ")
}

/// "Simulated, 64 × 64, seed 42": what a saved figure is of.
pub fn credit(params: &Params) -> String {
    let UpdateParams { rows, columns, .. } = params.update();
    let seed = Format::Exact.write(params.get(Key::Seed));
    format!("Simulated, {rows} × {columns}, seed {seed}")
}

/// What a matrix of another size than usual does to the noise in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Noise {
    /// What there is to know.
    pub sentence: String,
    /// The noise that weighs as much as the usual noise does in a matrix of the usual size, and the
    /// words that offer it; none where that is the present noise.
    pub held: Option<(f64, String)>,
}

/// Significant digits of the noise that is offered.
const NOISE_DIGITS: usize = 4;

/// What to say of the noise where rows or columns differ from the usual.
pub fn noise(params: &Params) -> Option<Noise> {
    let UpdateParams { rows, columns, .. } = params.update();
    let usual = |key| params.default_of(key);
    let usual_side = (usual(Key::Rows) * usual(Key::Columns)).sqrt();
    if [rows as f64, columns as f64] == [usual(Key::Rows), usual(Key::Columns)] {
        return None;
    }
    let ratio = (rows as f64 * columns as f64).sqrt() / usual_side;
    let held = round_to_significant(usual(Key::Noise) / ratio, NOISE_DIGITS);
    let offer = format!("Set noise to {}", Format::Exact.write(held));
    Some(Noise {
        sentence: format!(
            "Noise is added to each entry, so a larger matrix drowns a style update. \
             In {rows} × {columns} the same noise weighs {} times as much.",
            significant(ratio, 2),
        ),
        held: (params.get(Key::Noise) != held).then_some((held, offer)),
    })
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use rankscope_params::query;

    use super::*;

    fn said(link: &str) -> (String, String) {
        let (link, _) = query::read(link);
        let params = link.params;
        let spectra = rankscope_sim::simulate(&params.update(), &mut |_| ()).unwrap();
        let shown = Shown {
            update: params.update(),
            spectra: Rc::new(spectra),
        };
        let text = |pieces: Vec<Piece>| -> String {
            let texts = pieces.into_iter().map(|piece| piece.text);
            texts.collect::<String>().replace('\u{202f}', " ")
        };
        let reading = params.reading();
        (
            text(headline(Some(&shown), reading)),
            text(subline(Some(&shown), reading)),
        )
    }

    #[test]
    fn the_defaults_are_said_in_the_article_s_numbers() {
        let (headline, subline) = said("");
        assert_eq!(headline, " keeps 99.2 % of style but only 14.9 % of facts.");
        assert_eq!(
            subline,
            "Simulated. Rank 32 keeps 99.9 % and 80.8 %. At rank 4 LoRA multiplies B·A by 4, \
             rsLoRA by 8."
        );
    }

    #[test]
    fn what_is_being_computed_has_its_place() {
        let reading = Params::default().reading();
        let text = |pieces: Vec<Piece>| {
            pieces
                .into_iter()
                .map(|piece| piece.text)
                .collect::<String>()
        };
        let numbers = |sentence: &str, number: &str| sentence.matches(number).count();
        for (waits, done) in [
            (headline(None, reading), said("").0),
            (subline(None, reading), said("").1),
        ] {
            let waits = text(waits);
            assert_eq!(numbers(&waits, PENDING), 2, "{waits}");
            let letters = |sentence: &str| {
                sentence
                    .split([' ', '\u{202f}'])
                    .map(str::len)
                    .collect::<Vec<_>>()
            };
            let filled = waits.replace(PENDING, "99.2 %");
            assert_eq!(letters(&filled), letters(&done), "{waits}");
        }
    }

    #[test]
    fn equal_ranks_are_said_once() {
        let (_, subline) = said("r_low=32&r_high=32");
        assert_eq!(
            subline,
            "Simulated. At rank 32 LoRA multiplies B·A by 0.5, rsLoRA by 2.83."
        );
    }

    #[test]
    fn a_zero_update_is_said_to_be_zero() {
        let (headline, subline) = said("style_max=0&style_min=0&noise=0");
        assert!(
            headline.starts_with(" keeps nothing of style "),
            "{headline}"
        );
        assert!(subline.starts_with("Simulated. Style is zero: there is nothing to keep. At rank"));
    }

    #[test]
    fn updates_that_are_alike_are_not_contrasted() {
        let (headline, _) = said("true_rank=64&style_max=3&noise=0");
        assert!(headline.contains(" and "), "{headline}");
    }

    #[test]
    fn a_saved_figure_says_what_it_is_of() {
        let params = query::read("d=12&seed=7").0.params;
        assert_eq!(credit(&params), "Simulated, 12 × 64, seed 7");
    }

    #[test]
    fn a_larger_matrix_is_offered_noise_of_the_same_weight() {
        assert_eq!(noise(&Params::default()), None);
        let params = query::read("d=256&k=256").0.params;
        let said = noise(&params).unwrap();
        assert!(
            said.sentence
                .ends_with("In 256 × 256 the same noise weighs 4 times as much.")
        );
        let (held, offer) = said.held.unwrap();
        assert_eq!((held, &*offer), (0.0025, "Set noise to 0.0025"));
        // It is offered until it is taken.
        let (params, notices) = params.with(Key::Noise, held);
        assert_eq!((noise(&params).unwrap().held, notices), (None, vec![]));
    }
}
