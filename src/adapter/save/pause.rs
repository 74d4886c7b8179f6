//! Work on many layers with pauses between them, in which a page answers its reader.
//!
//! Ten thousand layers planned at once would hold a page for half a second. So the work is a future that
//! waits for its caller every now and then; a caller that has nothing else to do never lets it wait.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Makes a pause: what it returns is over when the work may go on.
pub type Pause<'p> = dyn Fn() -> Pin<Box<dyn Future<Output = ()>>> + 'p;

/// Layers between two pauses: a few milliseconds for code that a browser has not compiled for speed yet.
const LAYERS_AT_ONCE: usize = 500;

/// What comes of each item, with pauses.
///
/// # Errors
/// Those of `what`, the first.
pub(crate) async fn each<I, T, E>(
    items: impl Iterator<Item = I>,
    pause: &Pause<'_>,
    mut what: impl FnMut(I) -> Result<T, E>,
) -> Result<Vec<T>, E> {
    let mut made = Vec::with_capacity(items.size_hint().0);
    for item in items {
        if made.len() % LAYERS_AT_ONCE == LAYERS_AT_ONCE - 1 {
            pause().await;
        }
        made.push(what(item)?);
    }
    Ok(made)
}

/// The result of work, without a pause.
pub fn at_once<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(result) = work.as_mut().poll(&mut context) {
            return result;
        }
    }
}

/// A pause that is over at once.
pub fn none() -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(std::future::ready(()))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn work_pauses_every_few_layers_and_ends_with_the_first_error() {
        let pauses = Cell::new(0);
        let pause = || {
            pauses.set(pauses.get() + 1);
            none()
        };
        let all = at_once(each(0..2 * LAYERS_AT_ONCE, &pause, Ok::<_, ()>));
        assert_eq!((all.unwrap().len(), pauses.get()), (2 * LAYERS_AT_ONCE, 2));
        let failed = at_once(each(0..9, &pause, |item| {
            if item < 3 { Ok(item) } else { Err(item) }
        }));
        assert_eq!((failed, pauses.get()), (Err(3), 2));
    }
}
