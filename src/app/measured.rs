//! A file of measurements as it is loaded: how far it is, and what is wrong when it does not come.

use std::rc::Rc;

use crate::Reduce;
use crate::trouble::capitalized;
use rankscope_sim::measurements::MeasurementsError;
use rankscope_sim::pretrained::Pretrained;
use rankscope_sim::transformer::Transformer;

/// Measurements that come as a file beside the page.
pub trait Measurements: Clone + PartialEq + 'static {
    /// The name of the file.
    const FILE: &'static str;

    /// Reads it.
    ///
    /// # Errors
    /// [`MeasurementsError`], one variant a cause.
    fn from_json(text: &str) -> Result<Self, MeasurementsError>;
}

impl Measurements for Transformer {
    const FILE: &'static str = "transformer.json";

    fn from_json(text: &str) -> Result<Self, MeasurementsError> {
        Self::from_json(text)
    }
}

impl Measurements for Pretrained {
    const FILE: &'static str = "pretrained.json";

    fn from_json(text: &str) -> Result<Self, MeasurementsError> {
        Self::from_json(text)
    }
}

/// After so many milliseconds a file of some kilobytes is late.
pub const SLOW_AFTER_MS: u32 = 8_000;

/// Why the measurements are not there.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadError {
    /// No answer at all.
    Unreachable,
    /// The server's status: it has no such file, or will not give it.
    Refused(u16),
    /// The file is not what it should be.
    Damaged(MeasurementsError),
}

/// How far the measurements are.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loading<T> {
    #[default]
    Requested,
    /// Requested more than [`SLOW_AFTER_MS`] ago.
    Slow,
    Failed(LoadError),
    Ready(Rc<T>),
}

/// What can happen to a request.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadAction<T> {
    Request,
    /// [`SLOW_AFTER_MS`] have passed since a request.
    Late,
    /// A request has come to its end.
    Answer(Result<Rc<T>, LoadError>),
}

impl<T: Measurements> Reduce for Loading<T> {
    type Action = LoadAction<T>;

    fn reduce(self: Rc<Self>, action: LoadAction<T>) -> Rc<Self> {
        match (action, &*self) {
            // Measurements that are there stay, whatever becomes of other requests.
            (_, Self::Ready(_)) => self,
            (LoadAction::Request, _) => Rc::new(Self::Requested),
            (LoadAction::Late, Self::Requested) => Rc::new(Self::Slow),
            (LoadAction::Late, _) => self,
            (LoadAction::Answer(Ok(measured)), _) => Rc::new(Self::Ready(measured)),
            (LoadAction::Answer(Err(error)), _) => Rc::new(Self::Failed(error)),
        }
    }
}

impl<T: Measurements> Loading<T> {
    /// Its name in `data-state`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Requested => "loading",
            Self::Slow => "slow",
            Self::Failed(_) => "failed",
            Self::Ready(_) => "ready",
        }
    }

    /// The measurements, once they are there.
    pub fn measurements(&self) -> Option<&Rc<T>> {
        match self {
            Self::Ready(measured) => Some(measured),
            Self::Requested | Self::Slow | Self::Failed(_) => None,
        }
    }

    /// What is wrong, and what to do about it; none when nothing is. A button to try again stands
    /// beside it.
    pub fn problem(&self) -> Option<String> {
        match self {
            Self::Requested | Self::Ready(_) => None,
            Self::Slow => Some(format!(
                "What was measured has not come within {} seconds. It is shown as soon as it comes; if it does \
                 not, check the connection and try again.",
                SLOW_AFTER_MS / 1000,
            )),
            Self::Failed(error) => Some(error.sentence(T::FILE)),
        }
    }
}

impl LoadError {
    fn sentence(&self, file: &str) -> String {
        match self {
            Self::Unreachable => {
                "What was measured could not be fetched. Check the connection and try again."
                    .to_owned()
            }
            Self::Refused(status) => format!(
                "What was measured could not be fetched: the server answered {status}. Try again later, or \
                 tell who runs this page that {file} is missing.",
            ),
            Self::Damaged(error) => {
                format!("{}. {}", capitalized(&error.to_string()), advice(error))
            }
        }
    }
}

/// What to do about a file that cannot be used.
pub const fn advice(error: &MeasurementsError) -> &'static str {
    match error {
        MeasurementsError::UnknownVersion { .. } => {
            "The page and its files are of different builds: reload the page."
        }
        MeasurementsError::Unreadable { .. }
        | MeasurementsError::Contradiction { .. }
        | MeasurementsError::Incomplete => {
            "The file was damaged on its way or on the server: try again, or tell who runs this page."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured() -> Rc<Transformer> {
        let text = include_str!("../../static/transformer.json");
        Rc::new(Transformer::from_json(text).expect("the page's own file"))
    }

    fn after(
        actions: impl IntoIterator<Item = LoadAction<Transformer>>,
    ) -> Rc<Loading<Transformer>> {
        let loading = Rc::new(Loading::default());
        actions.into_iter().fold(loading, Reduce::reduce)
    }

    const UNREACHABLE: LoadAction<Transformer> = LoadAction::Answer(Err(LoadError::Unreachable));

    #[test]
    fn a_late_file_is_said_to_be_late_and_shown_when_it_comes() {
        let loading = after([LoadAction::Request, LoadAction::Late]);
        assert_eq!(loading.name(), "slow");
        let said = loading.problem().expect("a word about it");
        assert!(said.contains("within 8 seconds"), "{said}");
        let loading = loading.reduce(LoadAction::Answer(Ok(measured())));
        assert_eq!((loading.name(), loading.problem()), ("ready", None));
    }

    #[test]
    fn a_failure_ends_with_the_next_attempt() {
        let loading = after([LoadAction::Request, UNREACHABLE]);
        assert_eq!(loading.name(), "failed");
        // The timer of the attempt that failed may still come.
        let loading = loading.reduce(LoadAction::Late);
        assert_eq!(loading.name(), "failed");
        let loading = loading.reduce(LoadAction::Request);
        assert_eq!((loading.name(), loading.problem()), ("loading", None));
    }

    #[test]
    fn of_two_attempts_the_one_that_succeeds_counts() {
        let answered = LoadAction::Answer(Ok(measured()));
        let loading = after([
            LoadAction::Request,
            LoadAction::Request,
            answered,
            UNREACHABLE,
        ]);
        assert_eq!(loading.measurements(), Some(&measured()));
    }

    #[test]
    fn each_failure_says_what_to_do() {
        let damaged = Transformer::from_json("{}").expect_err("no file at all");
        let other = MeasurementsError::UnknownVersion { found: 2, known: 1 };
        for (error, part) in [
            (LoadError::Unreachable, "try again"),
            (LoadError::Refused(404), "answered 404"),
            (LoadError::Damaged(damaged), "try again"),
            (LoadError::Damaged(other), "reload the page"),
        ] {
            let said = Loading::<Transformer>::Failed(error)
                .problem()
                .unwrap_or_default();
            assert!(said.contains(part), "{said}");
            assert!(said.starts_with(char::is_uppercase), "{said}");
        }
    }

    #[test]
    fn a_file_that_is_missing_is_called_by_its_name() {
        let missing = || LoadError::Refused(404);
        let said = Loading::<Pretrained>::Failed(missing()).problem();
        assert!(said.is_some_and(|said| said.contains("pretrained.json")));
        let said = Loading::<Transformer>::Failed(missing()).problem();
        assert!(said.is_some_and(|said| said.contains("transformer.json")));
    }
}
