mod bidiagonal;
mod exact;
mod values;
mod vectors;
