//! What a live region announces to screen readers: what has changed, at most once in a while.

/// Milliseconds between two announcements, and from a change to its announcement: a drag is
/// announced where it has led, not where it began.
pub const ANNOUNCE_AFTER_MS: u32 = 1_000;

/// Sentences on a page, and those that have been announced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Announcements {
    current: Vec<String>,
    announced: Vec<String>,
}

impl Announcements {
    /// Takes in the present sentences; true when there is something to announce. The first are read
    /// with the page itself.
    pub fn update(&mut self, sentences: &[String]) -> bool {
        self.current = sentences.to_vec();
        if self.announced.is_empty() {
            self.announced.clone_from(&self.current);
        }
        self.current != self.announced
    }

    /// The sentences that have changed since the last announcement, as one text.
    pub fn announce(&mut self) -> String {
        let changed = self
            .current
            .iter()
            .filter(|sentence| !self.announced.contains(sentence));
        let text = changed.cloned().collect::<Vec<_>>().join(" ");
        self.announced.clone_from(&self.current);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_changed_is_announced_and_only_where_it_has_led() {
        let sentences = |texts: [&str; 2]| texts.map(str::to_owned);
        let mut announcements = Announcements::default();
        assert!(
            !announcements.update(&sentences(["a", "b"])),
            "read with the page"
        );
        assert!(announcements.update(&sentences(["a", "c"])));
        assert!(announcements.update(&sentences(["a", "d"])));
        assert_eq!(announcements.announce(), "d");
        assert!(announcements.update(&sentences(["e", "f"])));
        assert_eq!(announcements.announce(), "e f");
        assert!(!announcements.update(&sentences(["e", "f"])));
    }

    #[test]
    fn a_change_that_is_taken_back_is_not_announced() {
        let mut announcements = Announcements::default();
        announcements.update(&["a".to_owned()]);
        announcements.update(&["b".to_owned()]);
        announcements.update(&["a".to_owned()]);
        assert_eq!(announcements.announce(), "");
    }
}
