//! The sentences of the Explore view, with their numbers as arguments.

use rankscope_params::number::{Format, significant};
use rankscope_params::{Params, Reading, Update};
use rankscope_sim::{Scaling, Spectra, Spectrum};

use crate::state::Shown;

/// Percentage points of difference from which the two updates are contrasted ("but").
const CONTRAST: f64 = 20.0;

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

/// "Rank 4 keeps 99.2 % of the style update but 14.9 % of the facts update."
pub fn headline(shown: Option<&Shown>, reading: Reading) -> Vec<Piece> {
    let Some(shown) = shown else {
        return vec![plain("The two updates are being drawn…")];
    };
    let Spectra { style, facts } = &*shown.spectra;
    let rank = reading.rank_low;
    let kept = |update: Update, percent: f64| {
        let text = format!("{} of the {} update", write(percent), name(update));
        of(update, text)
    };
    let zero = |update: Update| of(update, format!("The {} update is zero.", name(update)));
    match (percent(style, rank), percent(facts, rank)) {
        (Some(a), Some(b)) => {
            let contrast = (a - b).abs() >= CONTRAST;
            vec![
                plain(format!("Rank {rank} keeps ")),
                kept(Update::Style, a),
                plain(if contrast { " but " } else { " and " }),
                kept(Update::Facts, b),
                plain("."),
            ]
        }
        (None, Some(b)) => vec![
            zero(Update::Style),
            plain(format!(" Rank {rank} keeps ")),
            kept(Update::Facts, b),
            plain("."),
        ],
        (Some(a), None) => vec![
            plain(format!("Rank {rank} keeps ")),
            kept(Update::Style, a),
            plain(". "),
            zero(Update::Facts),
        ],
        (None, None) => vec![zero(Update::Style), plain(" "), zero(Update::Facts)],
    }
}

/// "Rank 32 keeps 99.9 % and 80.8 %. With α = 16 at rank 4, …"
pub fn subline(shown: Option<&Shown>, reading: Reading) -> Vec<Piece> {
    let Some(shown) = shown else {
        return vec![];
    };
    let Reading {
        alpha,
        rank_low,
        rank_high,
    } = reading;
    let Spectra { style, facts } = &*shown.spectra;
    let mut pieces = Vec::new();
    if let Some((a, b)) = percent(style, rank_high).zip(percent(facts, rank_high)) {
        pieces.extend([
            plain(format!("Rank {rank_high} keeps ")),
            of(Update::Style, write(a)),
            plain(" and "),
            of(Update::Facts, write(b)),
            plain(". "),
        ]);
    }
    let scale = |scaling: Scaling| significant(scaling.factor(alpha, rank_low), 3);
    pieces.push(plain(format!(
        "With α = {} at rank {rank_low}, LoRA multiplies what the adapter holds by α/r = {}, \
         rsLoRA by α/√r = {}; only a factor of 1 leaves it as it is.",
        significant(alpha, 4),
        scale(Scaling::Lora),
        scale(Scaling::RsLora),
    )));
    pieces
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

const fn name(update: Update) -> &'static str {
    match update {
        Update::Style => "style",
        Update::Facts => "facts",
    }
}

fn percent(spectrum: &Spectrum, rank: usize) -> Option<f64> {
    spectrum.energy(rank).map(|share| 100.0 * share)
}

fn write(percent: f64) -> String {
    format!("{}\u{a0}%", Format::Decimals(1).write(percent))
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
            texts.collect::<String>().replace('\u{a0}', " ")
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
        assert_eq!(
            headline,
            "Rank 4 keeps 99.2 % of the style update but 14.9 % of the facts update."
        );
        assert_eq!(
            subline,
            "Rank 32 keeps 99.9 % and 80.8 %. With α = 16 at rank 4, LoRA multiplies what the \
             adapter holds by α/r = 4, rsLoRA by α/√r = 8; only a factor of 1 leaves it as it is."
        );
    }

    #[test]
    fn a_zero_update_is_said_to_be_zero() {
        let (headline, subline) = said("style_max=0&style_min=0&noise=0");
        assert!(headline.starts_with("The style update is zero. Rank 4 keeps "));
        assert!(subline.starts_with("With α = 16"));
        let (headline, _) = said("style_max=0&style_min=0&facts_max=0&facts_min=0&noise=0");
        assert_eq!(
            headline,
            "The style update is zero. The facts update is zero."
        );
    }

    #[test]
    fn updates_that_are_alike_are_not_contrasted() {
        let (headline, _) = said("true_rank=64&style_max=3&noise=0");
        assert!(headline.contains(" and "), "{headline}");
    }
}
