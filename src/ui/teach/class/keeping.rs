//! Keeping a class in the browser, part by part.

use wasm_bindgen_futures::spawn_local;
use yew::{hook, use_effect_with, use_mut_ref, use_state_eq};

use crate::browser::files::next_task;
use crate::browser::storage::LocalStorage;
use crate::store::Handle;
use crate::teach::settled::use_settled;
use rankscope_app::classroom::storage::StorageError;
use rankscope_app::teach::class::{ClassState, keep};
use rankscope_app::teach::words::class as words;

/// How far keeping the class is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeping {
    UnderWay,
    Done,
    Failed(StorageError),
}

impl Keeping {
    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::UnderWay => words::KEEPING,
            Self::Done => words::KEPT,
            Self::Failed(error) => words::not_kept(error),
        }
    }
}

/// Keeps the class in the browser once it has settled, part by part.
#[hook]
pub(super) fn use_kept(class: &Handle<ClassState>) -> Keeping {
    // Of which table, by its revision; nothing has to be kept of the first, which is empty.
    let keeping = use_state_eq(|| (0, Keeping::Done));
    let latest = use_mut_ref(|| 0_u32);
    let revision = class.revision();
    *latest.borrow_mut() = revision;
    let settled = use_settled(revision);
    {
        let (keeping, class) = (keeping.clone(), class.clone());
        use_effect_with(settled, move |settled| {
            let settled = *settled;
            // Of an older table, and before anything was opened: another call comes, or nothing is to be kept.
            if settled != class.revision() || settled == 0 {
                return;
            }
            spawn_local(async move {
                let mut number = 0;
                // A table that has changed meanwhile is kept anew.
                while *latest.borrow() == settled {
                    match keep(&class, number, &LocalStorage) {
                        Ok(true) => number += 1,
                        Ok(false) => return keeping.set((settled, Keeping::Done)),
                        Err(error) => return keeping.set((settled, Keeping::Failed(error))),
                    }
                    next_task().await;
                }
            });
        });
    }
    match *keeping {
        (of, keeping) if of == revision => keeping,
        _ => Keeping::UnderWay,
    }
}
