//! What the history is told, and what it asks of the browser.

/// How many steps of undo and redo there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Settled states before the present one.
    pub behind: u32,
    /// Settled states after it.
    pub ahead: u32,
}

/// What the page shows now, and how often the reader has changed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// The present state.
    pub query: String,
    /// Grows with every change of the reader's, each step of a drag being one.
    pub edits: u32,
    /// Grows when a change ends: a slider is let go, a field is entered, a choice is made.
    pub changes: u32,
}

/// What the browser keeps across a reload, beside the entries themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Number of this page's last entry; its first has number 0.
    pub last: u32,
    /// Whether the last entry holds the same state as the one before it.
    pub copy: bool,
}

/// What is to be done with the browser's history, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryCommand {
    /// The present entry holds this state, under this number.
    Replace {
        /// The state.
        query: String,
        /// The entry's number.
        entry: u32,
    },
    /// A new entry follows the present one, in place of all that followed it.
    Push {
        /// The state.
        query: String,
        /// The entry's number.
        entry: u32,
    },
    /// So many entries forward, or back.
    Go(i32),
    /// Remember this for a reload.
    Keep(Extent),
}
