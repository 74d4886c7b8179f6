//! Two adapters, from opening to the verdict.

mod session;
mod sentences;
