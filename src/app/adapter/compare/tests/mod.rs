//! Two adapters, from opening to the verdict.

mod offer;
mod sentences;
mod session;
