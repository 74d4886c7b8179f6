//! Links within the page: which clicks the page follows itself, and which are left to the browser.

/// A click on a link, as the browser reports it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the fields of the browser's event"
)]
pub struct Click {
    /// The mouse button: 0 is the main one.
    pub button: i16,
    pub alt: bool,
    pub ctrl: bool,
    pub meta: bool,
    pub shift: bool,
    /// Another listener has handled it.
    pub default_prevented: bool,
}

impl Click {
    /// Whether the page follows the link itself. All other clicks ask the browser for something: a new
    /// tab, a new window, a download.
    pub const fn is_plain(self) -> bool {
        self.button == 0
            && !(self.alt || self.ctrl || self.meta || self.shift || self.default_prevented)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_click_is_followed_within_the_page() {
        let plain = Click::default();
        assert!(plain.is_plain());
        for other in [
            Click { button: 1, ..plain },
            Click { alt: true, ..plain },
            Click {
                ctrl: true,
                ..plain
            },
            Click {
                meta: true,
                ..plain
            },
            Click {
                shift: true,
                ..plain
            },
            Click {
                default_prevented: true,
                ..plain
            },
        ] {
            assert!(!other.is_plain(), "{other:?}");
        }
    }
}
