//! The draft in the browser: stored at every change, undone step by step, told when it cannot be kept. The last steps
//! are stored too, so that what was taken away comes back after a reload.

use std::rc::Rc;

use rankscope_lesson::{Assignment, ExerciseId, LessonError};

use super::draft::{Draft, DraftEntry, DraftError};
use super::words;
use crate::Reduce;
use crate::classroom::contents::complaint;
use crate::classroom::storage::{KeyValueStorage, StorageError, set_aside};

/// The key of the draft.
pub const DRAFT_KEY: &str = "rankscope:teach";
/// The key of the draft as it was before its last steps.
pub const STEPS_KEY: &str = "rankscope:teach-steps";
/// Steps that can be undone.
const MOST_STEPS: usize = 50;
/// Of those, the ones that can be undone after a reload, and the letters that they may take.
const STEPS_KEPT: usize = 10;
const LETTERS_KEPT: usize = 400_000;

/// A stored draft that this page does not read: it stays as it is, under a key of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Its key now; none where there was no room to copy it, and then nothing is stored over it.
    pub key: Option<String>,
    pub text: String,
    pub error: DraftError,
}

/// A draft and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftState<S> {
    storage: S,
    draft: Draft,
    /// As it was before each step, the newest last.
    before: Vec<Draft>,
    error: Option<StorageError>,
    set_aside: Option<SetAside>,
    /// A file or link that was not opened, and why.
    refused: Option<(String, LessonError)>,
    /// From which the ids of new assignments are drawn.
    entropy: u64,
    /// How often the teacher has opened an exercise in the editor since the page was loaded.
    opened: u32,
}

/// What a teacher does.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftAction {
    Retitle(String),
    /// Adds an exercise of the course at the end, once.
    Add(ExerciseId),
    /// Adds a copy of a course exercise and opens it.
    Copy(ExerciseId),
    /// Adds a copy of an entry after it and opens it.
    Duplicate(usize),
    /// Adds a new exercise of this kind of answer and opens it.
    Begin(&'static str),
    /// The text of an own exercise changes.
    Edit(usize, String),
    /// An own exercise gets a whole new text at once, which can be undone.
    Rewrite(usize, String),
    /// Opens an own exercise in the editor, or closes it.
    Open(Option<usize>),
    /// Moves an entry to another place.
    Move(usize, usize),
    Remove(usize),
    /// These exercises of the course, with this title.
    Route(String, Vec<ExerciseId>),
    /// An assignment that was given is opened again: what it is from, and what it is or why it was not read.
    Opened(String, Result<Box<Assignment>, LessonError>),
    /// Students have been given it as it stands.
    Given,
    /// An empty draft.
    StartAnew,
    Undo,
    /// Another tab has written under this key.
    Stored(String),
}

impl<S: KeyValueStorage> DraftState<S> {
    /// What the browser kept, or an empty draft. `entropy` is 64 random bits.
    pub fn open(storage: S, entropy: u64) -> Self {
        let mut state = Self {
            storage,
            draft: Draft::default(),
            before: Vec::new(),
            error: None,
            set_aside: None,
            refused: None,
            entropy,
            opened: 0,
        };
        state.load();
        state.before = kept_steps(&state.storage);
        state
    }

    pub const fn draft(&self) -> &Draft {
        &self.draft
    }

    pub const fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    /// Grows each time the teacher opens an exercise in the editor: then it is led to. Nobody is led anywhere by a reload.
    pub const fn opened(&self) -> u32 {
        self.opened
    }

    /// A stored draft that is not read here.
    pub const fn set_aside(&self) -> Option<&SetAside> {
        self.set_aside.as_ref()
    }

    /// A file or link that was not opened: which, and what to do.
    pub fn refused(&self) -> Option<String> {
        let (name, error) = self.refused.as_ref()?;
        Some(complaint(&format!("{name} was not opened"), error))
    }

    /// Why the draft is not kept. What was written is still in it.
    pub fn problem(&self) -> Option<&'static str> {
        self.error.map(words::not_kept)
    }

    fn load(&mut self) {
        let text = match self.storage.get(DRAFT_KEY) {
            Ok(None) => return,
            Ok(Some(text)) => text,
            Err(error) => {
                self.error = Some(error);
                return;
            }
        };
        match Draft::read(&text) {
            Ok(draft) => self.draft = draft,
            Err(error) => {
                // Where it cannot be copied, `store` leaves it alone.
                let key = set_aside(&self.storage, DRAFT_KEY, &text).ok();
                self.set_aside = Some(SetAside { key, text, error });
            }
        }
    }

    fn store(&mut self) {
        let untouchable = |aside: &SetAside| aside.key.is_none();
        if self.set_aside.as_ref().is_some_and(untouchable) {
            self.error = Some(StorageError::Full);
            return;
        }
        self.error = self.storage.set(DRAFT_KEY, &self.draft.written()).err();
    }

    /// Keeps the last steps, as far as there is room: the draft itself comes first.
    fn store_steps(&self) {
        let mut room = LETTERS_KEPT;
        let newest = self
            .before
            .iter()
            .rev()
            .take(STEPS_KEPT)
            .map(Draft::written);
        let fits = |text: &String| {
            room = room.saturating_sub(text.len());
            room > 0
        };
        let mut kept: Vec<String> = newest.take_while(fits).collect();
        kept.reverse();
        // A list of texts is written without fail.
        let text = serde_json::to_string(&kept).unwrap_or_default();
        if let Err(error) = self.storage.set(STEPS_KEY, &text) {
            log::warn!("the last steps of the draft are not kept: {error:?}");
        }
    }

    fn push(&mut self, entry: Option<DraftEntry>, at: usize) {
        let Some(entry) = entry else { return };
        let own = matches!(entry, DraftEntry::Own(_));
        let at = at.min(self.draft.entries.len());
        self.draft.entries.insert(at, entry);
        if own {
            self.draft.open = Some(at);
            self.opened += 1;
        } else if let Some(open) = &mut self.draft.open
            && *open >= at
        {
            *open += 1;
        }
    }

    fn apply(&mut self, action: DraftAction) {
        self.refused = None;
        self.apply_to_draft(action);
        if self.draft.id.is_none() && !self.draft.entries.is_empty() {
            self.draft.id = Assignment::draw_id(self.entropy);
            // Knuth's generator, of MMIX: another assignment gets another id.
            self.entropy = self
                .entropy
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
        }
    }

    fn apply_to_draft(&mut self, action: DraftAction) {
        let draft = &mut self.draft;
        let end = draft.entries.len();
        match action {
            DraftAction::Retitle(title) => draft.title = title,
            DraftAction::Add(id) => {
                if !draft.has(&id) {
                    self.push(Some(DraftEntry::Course(id)), end);
                }
            }
            DraftAction::Copy(id) => {
                let copy = draft.copy(&DraftEntry::Course(id));
                self.push(copy, end);
            }
            DraftAction::Duplicate(at) => {
                let copy = draft.entries.get(at).and_then(|entry| draft.copy(entry));
                self.push(copy, at + 1);
            }
            DraftAction::Begin(kind) => {
                let new = draft.begin(kind);
                self.push(Some(new), end);
            }
            DraftAction::Edit(at, text) | DraftAction::Rewrite(at, text) => {
                if let Some(DraftEntry::Own(known)) = draft.entries.get_mut(at) {
                    *known = text;
                }
            }
            DraftAction::Open(at) => {
                let own = |at: &usize| matches!(draft.entries.get(*at), Some(DraftEntry::Own(_)));
                draft.open = at.filter(own);
                self.opened += u32::from(draft.open.is_some());
            }
            DraftAction::Move(from, to) => {
                if from < end && to < end && from != to {
                    let open = draft.open.map(|at| moved(at, from, to));
                    let entry = draft.entries.remove(from);
                    draft.entries.insert(to, entry);
                    draft.open = open;
                }
            }
            DraftAction::Remove(at) => {
                if at < end {
                    draft.entries.remove(at);
                    draft.open = match draft.open {
                        Some(open) if open == at => None,
                        Some(open) if open > at => Some(open - 1),
                        open => open,
                    };
                }
            }
            DraftAction::Route(title, ids) => {
                *draft = Draft::default();
                draft.title = title;
                draft.entries = ids.into_iter().map(DraftEntry::Course).collect();
            }
            DraftAction::Opened(_, Ok(assignment)) => *draft = Draft::of(&assignment),
            DraftAction::Opened(name, Err(error)) => self.refused = Some((name, error)),
            DraftAction::Given => draft.give(),
            DraftAction::StartAnew => *draft = Draft::default(),
            DraftAction::Undo => {
                if let Some(before) = self.before.pop() {
                    self.draft = before;
                }
            }
            DraftAction::Stored(_) => {}
        }
    }
}

/// The steps that were kept before a reload; none where they cannot be read.
fn kept_steps(storage: &impl KeyValueStorage) -> Vec<Draft> {
    // That there is no storage is said of the draft.
    let text = storage.get(STEPS_KEY).ok().flatten();
    let texts: Option<Vec<String>> = text.and_then(|text| serde_json::from_str(&text).ok());
    let read = |text: &String| Draft::read(text).ok();
    let steps: Option<Vec<Draft>> = texts.map(|texts| texts.iter().filter_map(read).collect());
    steps.unwrap_or_default()
}

/// Where the entry of a place is after another has moved.
const fn moved(at: usize, from: usize, to: usize) -> usize {
    if at == from {
        to
    } else if from < at && at <= to {
        at - 1
    } else if to <= at && at < from {
        at + 1
    } else {
        at
    }
}

impl DraftAction {
    /// Whether it can be undone. What is typed is undone by the field's own undo.
    const fn is_step(&self) -> bool {
        !matches!(
            self,
            Self::Retitle(_)
                | Self::Edit(..)
                | Self::Open(_)
                | Self::Opened(_, Err(_))
                | Self::Given
                | Self::Undo
                | Self::Stored(_)
        )
    }
}

impl<S: KeyValueStorage + Clone + PartialEq> Reduce for DraftState<S> {
    type Action = DraftAction;

    fn reduce(self: Rc<Self>, action: DraftAction) -> Rc<Self> {
        let mut next = (*self).clone();
        if let DraftAction::Stored(key) = &action {
            if key == DRAFT_KEY {
                next.load();
            }
        } else {
            let step = action.is_step();
            next.apply(action);
            if next.draft == self.draft && next.before == self.before {
                return if next == *self { self } else { Rc::new(next) };
            }
            if step {
                next.before.push(self.draft.clone());
                let excess = next.before.len().saturating_sub(MOST_STEPS);
                next.before.drain(..excess);
            }
            next.store();
            if next.before != self.before {
                next.store_steps();
            }
        }
        if next == *self { self } else { Rc::new(next) }
    }
}
