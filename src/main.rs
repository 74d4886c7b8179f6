//! Rankscope's one binary, in both its roles: the page, or the worker when it starts inside one.

fn main() {}
