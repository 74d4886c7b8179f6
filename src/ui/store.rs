//! States of `rankscope-app` as Yew keeps them.

use std::ops::Deref;
use std::rc::Rc;

use rankscope_app::Reduce;
use yew::{Reducible, UseReducerDispatcher, UseReducerHandle, hook, use_reducer};

/// A state of the page's logic, as a reducer of Yew.
#[derive(PartialEq)]
pub struct Store<S>(Rc<S>);

/// Where actions on a state go.
pub(crate) type Dispatch<S> = UseReducerDispatcher<Store<S>>;
/// A state with its dispatcher.
pub(crate) type Handle<S> = UseReducerHandle<Store<S>>;

impl<S> Deref for Store<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}

impl<S: Reduce + 'static> Reducible for Store<S> {
    type Action = S::Action;

    fn reduce(self: Rc<Self>, action: S::Action) -> Rc<Self> {
        let next = Rc::clone(&self.0).reduce(action);
        if Rc::ptr_eq(&next, &self.0) {
            self
        } else {
            Rc::new(Self(next))
        }
    }
}

/// Keeps a state in a component, which renders again when it changes.
#[hook]
pub(crate) fn use_store<S: Reduce + 'static>(first: impl FnOnce() -> S) -> Handle<S> {
    use_reducer(|| Store(Rc::new(first())))
}
