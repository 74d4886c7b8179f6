//! What page and worker say to each other, and how it becomes bytes.
//!
//! Both ends are the same build of the same module, so the format needs no version.

use serde::{Deserialize, Serialize};

use super::{InParts, Packed};
use rankscope_adapter::checkpoint::{
    Analysis, CheckpointError, CheckpointFiles, CutBatch, Laid, MatrixBatch, MatrixError,
    ReadReport, ReportError,
};
use rankscope_adapter::compare::{CompareError, Comparison, PairBatch};
use rankscope_adapter::save::{JobBatch, Receipt, SaveError};
use rankscope_adapter::{Batch, Contents, FileError, LayerError, Product};
use rankscope_lesson::{ExerciseProblem, Explained, Judged, LessonError, Measured, Measurement};
use rankscope_params::{Update, UpdateParams};
use rankscope_sim::recall::capacity::CapacityCell;
use rankscope_sim::recall::{RecallChunk, RecallConfig, RecallError, RecallGrowth};
use rankscope_sim::training::{Chunk, FirstStep, Growth, TrainingConfig, TrainingError};
use rankscope_sim::{BothDirections, SimError, Spectra, Spectrum, Truncation};

/// Work for the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Draw both updates and take their singular values.
    Simulate(UpdateParams),
    /// Draw one update and take its singular values.
    SimulateOne {
        /// What it is drawn from.
        params: UpdateParams,
        /// Which of the two.
        update: Update,
    },
    /// Draw both updates and take their directions.
    Directions(UpdateParams),
    /// Draw one update and truncate it.
    Truncate {
        /// What it is drawn from.
        params: UpdateParams,
        /// Which of the two.
        update: Update,
        /// The rank that is kept.
        rank: usize,
    },
    /// Measure what an exercise needs.
    Measure(Packed<Measurement>),
    /// Try exercises out, a packed list of each as JSON.
    TryOut(Packed<Vec<String>>),
    /// Find what is right in exercises for the student of a name: the name, and each exercise as JSON.
    RightAnswers(Packed<(String, Vec<String>)>),
    /// Find what is worth another look in an exercise, as JSON, that is sound.
    Warn(Packed<String>),
    /// Solve an exercise for the student of a name: the name, and the exercise as JSON.
    Explain(Packed<(String, String)>),
    /// Find which guesses come true and which numbers are right for the student of a name: the name, and each
    /// exercise as JSON.
    Judge(Packed<(String, Vec<String>)>),
    /// Read the headers of the reader's adapter. Those of each shard come with the request, and last, where
    /// there is one, the config.
    ReadHeader {
        /// How many bytes each shard has.
        shards: Vec<u64>,
        /// Which adapter is looked at, where the files hold several.
        adapter: Option<String>,
    },
    /// Take the singular values of layers of the reader's adapter. The bytes of each of
    /// [`Batch::ranges`] come with the request.
    Analyse(Packed<Batch>),
    /// Compare layers of two adapters. The bytes of each of [`PairBatch::ranges`] come with the request.
    Compare(Packed<PairBatch>),
    /// Make the bytes of layers of an adapter that is written anew. The bytes of each of
    /// [`JobBatch::ranges`] come with the request.
    Write(Packed<JobBatch>),
    /// Read the headers of one or two checkpoints, and lay two beside each other. The
    /// [pieces](CheckpointFiles::pieces) of each, base first, come with the request.
    ReadCheckpoints(Packed<[Option<CheckpointFiles>; 2]>),
    /// Read a report of two checkpoints, whose bytes come with the request.
    ReadReport,
    /// Analyse matrices of two checkpoints. The worker reads [`MatrixBatch::pieces`] as it goes on.
    AnalyseMatrices(Packed<MatrixBatch>),
    /// Cut layers of a LoRA out of two checkpoints. The worker reads [`CutBatch::pieces`] as it goes on.
    Cut(Packed<CutBatch>),
    /// Measure the first step of each rank, with either optimizer and scaling.
    FirstSteps(Packed<TrainingConfig>),
    /// Train a little more.
    Train(Packed<Chunk>),
    /// Learn facts, or a style, a little more.
    Learn(Packed<RecallChunk>),
    /// Measure what one rank recalls of one number of facts.
    MeasureRecall(Packed<CapacityQuestion>),
}

impl Job {
    /// Whether the worker reads what comes beside the message while it works, and not all of it before.
    pub const fn reads_as_it_goes(&self) -> bool {
        matches!(self, Self::AnalyseMatrices(_) | Self::Cut(_))
    }
}

/// One cell of the capacity map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CapacityQuestion {
    /// The number of facts, and how they are learned; its ranks are not looked at.
    pub config: RecallConfig,
    /// The rank.
    pub rank: usize,
}

/// A job with the number its replies carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Grows with every request.
    pub id: u32,
    /// What to do.
    pub job: Job,
    /// Pieces of a file that come beside the message: the worker reads them itself, so that the
    /// page never holds them.
    #[serde(skip)]
    pub attached: Vec<Vec<u8>>,
}

/// What a job gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// To [`Job::Simulate`].
    Simulated(Spectra),
    /// To [`Job::SimulateOne`].
    SimulatedOne(Spectrum),
    /// To [`Job::Directions`].
    Directions(BothDirections),
    /// To [`Job::Truncate`].
    Truncated(Truncation),
    /// To [`Job::Measure`].
    Measured(Packed<Measured>),
    /// To [`Job::TryOut`]: what is right in each, in words.
    TriedOut(Packed<Result<Vec<String>, LessonError>>),
    /// To [`Job::RightAnswers`]: of each exercise, in words.
    RightAnswers(Packed<Vec<String>>),
    /// To [`Job::Warn`].
    Warned(Packed<Vec<ExerciseProblem>>),
    /// To [`Job::Explain`]; none where no answer is found.
    Explained(Packed<Option<Explained>>),
    /// To [`Job::Judge`]: of each exercise.
    Judged(Packed<Vec<Judged>>),
    /// To [`Job::ReadHeader`].
    Contents(Packed<Result<InParts<Contents>, FileError>>),
    /// To [`Job::Analyse`]: of each layer of the batch.
    Analysed(Packed<Vec<Result<Product, LayerError>>>),
    /// To [`Job::Compare`]: of each pair of the batch.
    Compared(Packed<Vec<Result<Comparison, CompareError>>>),
    /// To [`Job::ReadCheckpoints`]; nothing of one alone in which nothing is wrong.
    CheckpointsRead(Packed<Result<Option<InParts<Laid>>, CheckpointError>>),
    /// To [`Job::ReadReport`].
    ReportRead(Packed<Result<InParts<ReadReport>, ReportError>>),
    /// To [`Job::AnalyseMatrices`]: of each matrix of the batch.
    MatricesAnalysed(Packed<Vec<Result<Analysis, MatrixError>>>),
    /// To [`Job::Write`] and [`Job::Cut`].
    Written {
        /// Of each layer, what there is to know of its bytes.
        receipts: Packed<Result<Vec<Receipt>, SaveError>>,
        /// The bytes. They come beside the message, so that the page hands them on without reading them.
        #[serde(skip)]
        bytes: Vec<u8>,
    },
    /// To [`Job::FirstSteps`].
    FirstSteps(Packed<Vec<FirstStep>>),
    /// To [`Job::Train`].
    Trained(Packed<Growth>),
    /// To [`Job::Learn`].
    Learned(Packed<RecallGrowth>),
    /// To [`Job::MeasureRecall`].
    RecallMeasured(Packed<CapacityCell>),
}

/// Why a job gives nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum Failure {
    /// An update could not be drawn or decomposed.
    #[error(transparent)]
    Simulation(#[from] SimError),
    /// There is nothing to train, or no way to: why, in words, so that a first visit, which never
    /// trains, need not know every cause.
    #[error("{0}")]
    Training(String),
}

impl From<TrainingError> for Failure {
    fn from(error: TrainingError) -> Self {
        Self::Training(error.to_string())
    }
}

impl From<RecallError> for Failure {
    fn from(error: RecallError) -> Self {
        Self::Training(error.to_string())
    }
}

/// What the worker says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// It has started and takes requests.
    Ready,
    /// A request is under way: its share done, in `0..=1`.
    Progress {
        /// The request.
        id: u32,
        /// Share done.
        share: f64,
    },
    /// A request is finished.
    Done {
        /// The request.
        id: u32,
        /// Its answer, or why there is none.
        outcome: Result<Answer, Failure>,
    },
    /// What arrived was no request.
    Malformed,
}

/// The bytes received are not a message of this protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message is not of this page's protocol")]
pub struct MalformedMessage;

impl Request {
    /// As bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// From bytes.
    ///
    /// # Errors
    /// [`MalformedMessage`] when the bytes are not a request.
    pub fn decode(bytes: &[u8]) -> Result<Self, MalformedMessage> {
        postcard::from_bytes(bytes).map_err(|_| MalformedMessage)
    }
}

impl Reply {
    /// Takes out the bytes that come beside the message; none where there are none.
    pub fn take_attached(&mut self) -> Option<Vec<u8>> {
        match self {
            Self::Done {
                outcome: Ok(Answer::Written { bytes, .. }),
                ..
            } => Some(std::mem::take(bytes)),
            Self::Done { .. } | Self::Ready | Self::Progress { .. } | Self::Malformed => None,
        }
    }

    /// As bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// From bytes.
    ///
    /// # Errors
    /// [`MalformedMessage`] when the bytes are not a reply.
    pub fn decode(bytes: &[u8]) -> Result<Self, MalformedMessage> {
        postcard::from_bytes(bytes).map_err(|_| MalformedMessage)
    }
}

fn encode(message: &impl Serialize) -> Vec<u8> {
    // Writing to a growing buffer cannot fail, and an empty one is garbled to whoever reads it.
    postcard::to_allocvec(message).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_params::Params;

    #[test]
    fn a_message_survives_its_bytes() {
        let request = Request {
            id: 7,
            job: Job::Simulate(Params::default().update()),
            attached: vec![],
        };
        assert_eq!(Request::decode(&request.encode()), Ok(request));
        let reply = Reply::Progress { id: 7, share: 0.5 };
        assert_eq!(Reply::decode(&reply.encode()), Ok(reply));
    }

    #[test]
    fn bytes_from_elsewhere_are_garbled() {
        assert_eq!(Request::decode(&[]), Err(MalformedMessage));
        assert_eq!(Reply::decode(&[0xff; 64]), Err(MalformedMessage));
    }
}
