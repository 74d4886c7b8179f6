//! Two adapters, from opening to the verdict.

mod sentences;
mod session;
