//! What is said when the engine has no answer, and whether trying again can help.

use crate::state::Trouble;

impl Trouble {
    /// Whether a retry can help: the engine gave up on work that may yet succeed.
    pub const fn can_retry(&self) -> bool {
        matches!(self, Self::GaveUp(_))
    }
}

/// What went wrong and what can be done, in a sentence or two.
///
/// `retry` says whether a button to try again stands beside the sentence: only then does it speak of
/// one.
pub fn sentence(trouble: &Trouble, retry: bool) -> String {
    match trouble {
        // The engine starts another worker at once if there is work, and with the next work if not.
        Trouble::Restarted(fault) => format!(
            "{}. It is started again as soon as there is something to compute.",
            capitalized(&fault.to_string()),
        ),
        Trouble::GaveUp(fault) => format!(
            "{}, several times in a row. What is shown belongs to earlier settings. {}: your settings are \
             in the address.",
            capitalized(&fault.to_string()),
            if retry {
                "Try again, or reload the page"
            } else {
                "Reload the page"
            },
        ),
        Trouble::NoResult(error) => {
            format!("No result for these settings: {error}. Change one of them.")
        }
    }
}

/// A message with a capital at its beginning.
pub fn capitalized(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use rankscope_engine::protocol::Failure;
    use rankscope_engine::supervisor::Fault;

    use super::*;

    #[test]
    fn trying_again_is_offered_where_there_is_a_button_alone() {
        let gave_up = Trouble::GaveUp(Fault::Silent);
        assert!(gave_up.can_retry());
        assert!(sentence(&gave_up, true).contains("Try again"));
        let without = sentence(&gave_up, false);
        assert!(!without.to_lowercase().contains("try again"), "{without}");
        assert!(without.contains("Reload the page"), "{without}");
    }

    #[test]
    fn what_has_not_happened_is_not_said() {
        let restarted = Trouble::Restarted(Fault::Silent);
        assert!(!restarted.can_retry());
        // A worker that fails while idle is replaced only when there is work again.
        let said = sentence(&restarted, false);
        assert!(!said.contains("was started again"), "{said}");
        assert!(said.contains("is started again as soon as"), "{said}");
    }

    #[test]
    fn settings_without_a_result_say_why_and_what_to_do() {
        let failure = Failure::Training("a matrix of rank up to 512 is too large".to_owned());
        let said = sentence(&Trouble::NoResult(failure), false);
        assert_eq!(
            said,
            "No result for these settings: a matrix of rank up to 512 is too large. Change one of them."
        );
    }

    #[test]
    fn a_message_begins_with_a_capital() {
        assert_eq!(capitalized("ärger"), "Ärger");
        assert_eq!(capitalized(""), "");
    }
}
