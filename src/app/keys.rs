//! Keys that the whole page listens to.

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Ctrl+Z, ⌘Z.
    Undo,
    /// Ctrl+Shift+Z, Ctrl+Y.
    Redo,
    /// Escape.
    Close,
}

/// What a key asks for, with Ctrl or ⌘ held (`modified`) or Shift; in a field that is written in, undo is the
/// field's own.
pub fn shortcut(key: &str, modified: bool, shift: bool, in_field: bool) -> Option<Shortcut> {
    match (key, modified) {
        ("Escape", false) => Some(Shortcut::Close),
        ("z" | "Z", true) if !in_field => Some(if shift {
            Shortcut::Redo
        } else {
            Shortcut::Undo
        }),
        ("y" | "Y", true) if !in_field && !shift => Some(Shortcut::Redo),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_and_redo_are_where_they_always_are() {
        assert_eq!(shortcut("z", true, false, false), Some(Shortcut::Undo));
        assert_eq!(shortcut("Z", true, true, false), Some(Shortcut::Redo));
        assert_eq!(shortcut("y", true, false, false), Some(Shortcut::Redo));
        assert_eq!(shortcut("z", true, false, true), None);
        assert_eq!(shortcut("z", false, false, false), None);
        assert_eq!(
            shortcut("Escape", false, false, true),
            Some(Shortcut::Close)
        );
    }
}
