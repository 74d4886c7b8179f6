//! An exercise as it is read: of this version of the format, or of version 1, which had `charts`.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::figure::{ExploreFigure, Figure};
use super::{
    Condition, Controls, Exercise, ExerciseId, ExpectedAnswer, Feedback, LiveReading, Prediction,
    StartParams, TeacherNotes, VERSION, Variation,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    version: u32,
    id: ExerciseId,
    title: String,
    prompt: String,
    #[serde(default)]
    parameters: StartParams,
    #[serde(default)]
    vary: Vec<Variation>,
    #[serde(default)]
    controls: Controls,
    charts: Option<Vec<Chart>>,
    #[serde(default)]
    figures: Vec<Figure>,
    #[serde(default)]
    readings: Vec<LiveReading>,
    prediction: Option<Prediction>,
    answer: ExpectedAnswer,
    #[serde(default)]
    hints: Vec<String>,
    worked: Option<String>,
    #[serde(default)]
    feedback: Vec<Feedback>,
    explanation: String,
    #[serde(default)]
    claims: Vec<Condition>,
    teacher: Option<TeacherNotes>,
}

/// What version 1 has for figures.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Chart {
    Spectrum,
    Variance,
    Scaling,
    Error,
    Training,
    Recall,
    Adapters,
}

impl Chart {
    fn figure(self) -> Figure {
        let explore = ExploreFigure::default();
        match self {
            Self::Spectrum => Figure::Spectrum(explore),
            Self::Variance => Figure::Variance(explore),
            Self::Scaling => Figure::Scaling(explore),
            Self::Error => Figure::Error(explore),
            Self::Training => Figure::Training { log: false },
            Self::Recall => Figure::Recall,
            Self::Adapters => Figure::Adapters,
        }
    }
}

impl<'de> Deserialize<'de> for Exercise {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        let charts = match (fields.version, fields.charts) {
            (1, charts) => charts.unwrap_or_default(),
            (_, None) => vec![],
            (_, Some(_)) => {
                let reason = "“charts” is of version 1: it is “figures” now";
                return Err(D::Error::custom(reason));
            }
        };
        let version = if fields.version == 1 {
            VERSION
        } else {
            fields.version
        };
        let figures = charts.into_iter().map(Chart::figure);
        Ok(Self {
            version,
            id: fields.id,
            title: fields.title,
            prompt: fields.prompt,
            parameters: fields.parameters,
            vary: fields.vary,
            controls: fields.controls,
            figures: figures.chain(fields.figures).collect(),
            readings: fields.readings,
            prediction: fields.prediction,
            answer: fields.answer,
            hints: fields.hints,
            worked: fields.worked,
            feedback: fields.feedback,
            explanation: fields.explanation,
            claims: fields.claims,
            teacher: fields.teacher,
        })
    }
}
