//! A reader who picks files: the session's commands carried out on the disk instead of in a browser.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

use rankscope_adapter::{Column, Config, FIRST_BYTES, Thresholds};
use rankscope_app::adapter::derived::{Derivation, Derived};
use rankscope_app::adapter::health;
use rankscope_app::adapter::opening::Opening;
use rankscope_app::adapter::plan::{Look, LookedAt, PickedFile};
use rankscope_app::adapter::session::{
    AdapterSession, HeaderContext, SessionCommand, SessionEvent,
};
use rankscope_app::adapter::words;

/// A table: of each layer, its columns by name.
pub(crate) type Rows = BTreeMap<String, BTreeMap<&'static str, Option<f64>>>;

pub(crate) struct Reader {
    session: AdapterSession,
    /// The files picked last.
    picked: Vec<Vec<u8>>,
    /// The open file: shards one after the other, and the size of each.
    open: (Vec<u8>, Vec<u64>),
    now: f64,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            session: AdapterSession::new(2),
            picked: Vec::new(),
            open: Default::default(),
            now: 0.0,
        }
    }
}

impl Reader {
    /// Picks these files of a folder together.
    pub(crate) fn picks(&mut self, folder: &Path, files: &[String]) {
        let read = |file: &String| std::fs::read(folder.join(file)).unwrap();
        self.picked = files.iter().map(read).collect();
        let named = |(path, bytes): (&String, &Vec<u8>)| PickedFile {
            // What a file field gives of a file that lies in a folder: its name.
            path: path.rsplit('/').next().unwrap().to_owned(),
            bytes: bytes.len() as u64,
        };
        let picked = files.iter().zip(&self.picked).map(named).collect();
        self.tell(SessionEvent::Picked(picked));
    }

    /// Tells the session, and does what it asks for until there is nothing left.
    fn tell(&mut self, event: SessionEvent) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            self.now += 1.0;
            for command in self.session.handle(event, self.now) {
                events.extend(self.carry_out(command));
            }
            if events.is_empty()
                && let Some(deadline) = self.session.deadline()
            {
                self.now = self.now.max(deadline);
                events.push_back(SessionEvent::Deadline);
            }
        }
    }

    fn carry_out(&mut self, command: SessionCommand) -> Option<SessionEvent> {
        match command {
            SessionCommand::LookAt { pick, files } => {
                let look = |(file, look): (usize, Look)| {
                    let bytes = &self.picked[file];
                    let most = if look == Look::Whole {
                        bytes.len()
                    } else {
                        FIRST_BYTES as usize
                    };
                    let bytes = Some(bytes[..most.min(bytes.len())].to_vec());
                    LookedAt { file, bytes }
                };
                let looked_at = files.into_iter().map(look).collect();
                Some(SessionEvent::LookedAt(pick, looked_at))
            }
            SessionCommand::ReadWeights {
                serial,
                files,
                with,
            } => {
                let shards: Vec<&Vec<u8>> = files.iter().map(|file| &self.picked[*file]).collect();
                let sizes = shards.iter().map(|shard| shard.len() as u64).collect();
                self.open = (shards.into_iter().flatten().copied().collect(), sizes);
                Some(self.read(serial, &with))
            }
            SessionCommand::ReadAgain { serial, with } => Some(self.read(serial, &with)),
            SessionCommand::Analyse {
                worker,
                ticket,
                batch,
                ..
            } => {
                let pieces: Vec<Vec<u8>> = batch
                    .ranges()
                    .iter()
                    .map(|range| self.slice(range).to_vec())
                    .collect();
                Some(SessionEvent::Answered {
                    worker,
                    ticket,
                    outcome: Ok(batch.products(&pieces, &mut |_| ())),
                })
            }
            SessionCommand::Fetch { .. }
            | SessionCommand::Cancel { .. }
            | SessionCommand::ReleaseWorkers => None,
        }
    }

    fn slice(&self, range: &std::ops::Range<u64>) -> &[u8] {
        &self.open.0[range.start as usize..range.end as usize]
    }

    fn read(&self, serial: u32, with: &HeaderContext) -> SessionEvent {
        let opening = Opening::new(&with.name, &self.open.1, with.adapter.as_deref());
        let slices = |ranges: Vec<std::ops::Range<u64>>| -> Vec<Vec<u8>> {
            ranges
                .iter()
                .map(|range| self.slice(range).to_vec())
                .collect()
        };
        let config = with
            .config
            .as_deref()
            .map(|bytes| Config::parse(bytes).unwrap());
        let headers = opening.headers(&slices(opening.firsts()));
        let weights = headers.and_then(|ranges| opening.weights(&slices(ranges), config.as_ref()));
        SessionEvent::Weights(serial, weights)
    }

    fn derived(&self) -> std::rc::Rc<Derived> {
        Derivation::default().of(&self.session.state(), Thresholds::default())
    }

    /// The table.
    pub(crate) fn rows(&self) -> Rows {
        let columns = |row: &rankscope_app::adapter::rows::Row| {
            let value = |column: Column| (column.name(), row.value(column));
            Column::ALL.into_iter().map(value).collect()
        };
        let derived = self.derived();
        derived
            .rows
            .iter()
            .map(|row| (row.path().to_owned(), columns(row)))
            .collect()
    }

    /// Everything the view says.
    pub(crate) fn text(&self) -> String {
        let state = self.session.state();
        let derived = self.derived();
        let mut said = vec![
            words::headline(&state, &derived, None, None),
            state.taken.clone(),
        ];
        for problem in &state.problems {
            said.push(format!("{} {}", problem.what, problem.advice));
        }
        for (path, failure) in &derived.failures {
            let (what, advice) = words::failure(failure);
            said.push(format!("{path}: {what}. {advice}"));
        }
        for symptom in health::symptoms(&state, &derived) {
            said.push(format!("{} {}", symptom.what, symptom.advice));
        }
        said.extend(words::remarks(&state, &derived));
        said.extend(state.waiting.as_ref().map(words::waiting));
        if words::asks_for_config(&state, &derived) {
            said.push(format!("Add adapter_config.json{}", words::ASK));
        }
        said.join(" ")
    }
}
