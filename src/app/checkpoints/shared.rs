//! What is compared by where it is, not by what is in it.

use std::ops::Deref;
use std::rc::Rc;

/// A value that its owners share. Two are equal when they are the same: of thousands of matrices that is known at
/// once, and what is new has a new place.
#[derive(Debug, Default)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// A value on its own.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T: Clone> Shared<T> {
    /// The value, to be changed; others keep what they have.
    pub fn make_mut(&mut self) -> &mut T {
        Rc::make_mut(&mut self.0)
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<Rc<T>> for Shared<T> {
    fn from(value: Rc<T>) -> Self {
        Self(value)
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_changed_is_another_and_the_same_while_nobody_shares_it() {
        let mut one = Shared::new(vec![1]);
        let other = one.clone();
        assert!(one == other && one != Shared::new(vec![1]));
        one.make_mut().push(2);
        assert!(one != other);
        assert_eq!((&*one, &*other), (&vec![1, 2], &vec![1]));
    }
}
