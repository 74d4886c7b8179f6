//! What a small transformer's fine-tuning says about the article's claims: the statements that follow from
//! it, and their words.

mod conditions;
pub mod words;
mod written;

use std::rc::Rc;

pub use conditions::conditions;

use self::words::statements;
use crate::claims::Verdict;
use rankscope_chart::measured::MeasuredFigure;
use rankscope_chart::transformer as figures;
use rankscope_params::{TransformerRate, Update};
use rankscope_sim::transformer::{Findings, MeanSpread, Recipe, Transformer, USUAL_RANK};
use rankscope_sim::{Scaling, Spectra};

/// Something that is said of real fine-tunings, held against these.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its name in element ids.
    pub id: &'static str,
    /// What is said.
    pub says: &'static str,
    /// What has become of it here.
    pub verdict: Verdict,
    /// Why, in one line.
    pub why: String,
    /// What was found.
    pub found: String,
    /// How that compares with the article.
    pub article: String,
    /// Of which runs it was found.
    pub runs: String,
}

/// Every statement that the measurements lead to: all five, for a complete file.
pub fn statements(measured: &Transformer) -> Vec<Statement> {
    let Some(found) = Findings::of(measured) else {
        return vec![];
    };
    let Findings {
        style,
        facts,
        falling_scale,
        root_scale,
        own_spectrum,
    } = &found;
    vec![
        Statement {
            id: "real-style",
            says: statements::STYLE,
            verdict: Verdict::of_both(style.holds),
            why: statements::style_why(style, measured),
            found: statements::style(style, measured),
            article: statements::style_in_the_article(style.energy),
            runs: statements::style_runs(style.steps, measured),
        },
        Statement {
            id: "real-facts",
            says: statements::FACTS,
            verdict: Verdict::of_both(facts.holds),
            why: statements::facts_why(facts),
            found: statements::facts(facts, &measured.seeds),
            article: statements::facts_in_the_article(facts.rank90, measured.directions()),
            runs: statements::facts_runs(facts, &measured.seeds),
        },
        Statement {
            id: "real-falling-scale",
            says: statements::FALLING_SCALE,
            verdict: Verdict::of_both(falling_scale.holds),
            why: statements::falling_scale_why(falling_scale),
            found: statements::falling_scale(falling_scale, &measured.seeds),
            article: statements::FALLING_SCALE_IN_THE_ARTICLE.to_owned(),
            runs: statements::falling_scale_runs(measured.last_step(), &measured.seeds),
        },
        Statement {
            id: "real-root-scale",
            says: statements::ROOT_SCALE,
            verdict: Verdict::of_both(root_scale.holds),
            why: statements::root_scale_why(root_scale, &measured.seeds),
            found: statements::root_scale(root_scale, &measured.seeds),
            article: statements::ROOT_SCALE_IN_THE_ARTICLE.to_owned(),
            runs: statements::root_scale_runs(measured.last_step(), &measured.seeds),
        },
        Statement {
            id: "real-own-spectrum",
            says: statements::OWN_SPECTRUM,
            verdict: Verdict::of_both(own_spectrum.holds),
            why: statements::own_spectrum_why(own_spectrum),
            found: statements::own_spectrum(own_spectrum),
            article: statements::OWN_SPECTRUM_IN_THE_ARTICLE.to_owned(),
            runs: statements::own_spectrum_runs(measured),
        },
    ]
}

/// What an adapter of a rank recalls of new facts, beside a full update that is cut to it. Shares, means
/// over seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surprise {
    pub rank: usize,
    pub cut: f64,
    /// With LoRA and with rsLoRA.
    pub trained: [f64; 2],
    /// Steps of the longest training with LoRA, and what it recalls.
    pub longer: Option<(usize, f64)>,
}

impl Surprise {
    /// Of the rank at which a usual adapter begins; none when runs are missing.
    pub fn of(measured: &Transformer) -> Option<Self> {
        let (task, rank) = (Update::Facts, USUAL_RANK);
        let mean = |shares: &[f64]| MeanSpread::of(shares).map(|found| found.mean);
        let recipe = |scaling, steps| Recipe {
            task,
            scaling,
            rate: TransformerRate::Low.rate(),
            steps,
        };
        let steps = measured.last_step();
        let at = |scaling| mean(&measured.accuracy_at(recipe(scaling, steps), rank));
        let longest = measured.longest(task, rank);
        let longer = longest
            .filter(|&longest| longest > steps)
            .and_then(|longest| {
                let recalled = measured.accuracy_at(recipe(Scaling::Lora, longest), rank);
                Some((longest, mean(&recalled)?))
            });
        Some(Self {
            rank,
            cut: mean(&measured.truncated_at(task, rank))?,
            trained: [at(Scaling::Lora)?, at(Scaling::RsLora)?],
            longer,
        })
    }
}

/// Everything that the section shows, for one step, one learning rate and the present simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct TransformerResults {
    pub measured: Rc<Transformer>,
    pub surprise: Option<Surprise>,
    pub recalled: Rc<MeasuredFigure>,
    pub energy: Rc<MeasuredFigure>,
    /// The energy of each layer, drawn at the rank pointed at.
    pub layers: Rc<MeasuredFigure>,
    pub recall: Rc<MeasuredFigure>,
    pub gradient: Rc<MeasuredFigure>,
    pub truncated: Rc<MeasuredFigure>,
    statements: Vec<Statement>,
}

impl TransformerResults {
    pub fn of(
        measured: Rc<Transformer>,
        step: usize,
        rate: TransformerRate,
        simulated: Option<&Spectra>,
    ) -> Self {
        Self {
            surprise: Surprise::of(&measured),
            recalled: figures::recalled(&measured).into(),
            energy: figures::energy(&measured, step, simulated).into(),
            layers: figures::layers(&measured, step).into(),
            recall: figures::recall(&measured, rate).into(),
            gradient: figures::gradient(&measured).into(),
            truncated: figures::truncated(&measured).into(),
            statements: statements(&measured),
            measured,
        }
    }

    /// The statement with this id.
    pub fn statement(&self, id: &str) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.id == id)
    }
}
