//! What the bar under a run says: what can be done with it, and which step is shown.

pub const RUN: &str = "Run";
pub const PAUSE: &str = "Pause";
pub const RESUME: &str = "Resume";
pub const CANCEL: &str = "Cancel";
pub const CLEAR: &str = "Clear";
pub const PLAY: &str = "Play";
pub const STEP: &str = "step";
/// The name of the bar of progress.
pub const PROGRESS: &str = "Share of the training done";

/// The step shown, of so many.
pub fn step_of(step: usize, steps: usize) -> String {
    format!("{step} of {steps}")
}
