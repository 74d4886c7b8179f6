//! The number formats a header can name.
//!
//! [`Dtype::is_read`] says which are read; the others are known so that a tensor of theirs can be placed,
//! and a layer that holds one declined by its name. The names and sizes are those of the `safetensors`
//! crate, which tests hold them to; the crate itself is not linked for a list. [`Dtype::Q8_0`] is GGUF's
//! alone.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number format.
#[allow(
    non_camel_case_types,
    reason = "the names of the file format, as its own library writes them"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dtype {
    BOOL,
    F4,
    F6_E2M3,
    F6_E3M2,
    U8,
    I8,
    F8_E5M2,
    F8_E4M3,
    F8_E8M0,
    F8_E4M3FNUZ,
    F8_E5M2FNUZ,
    I16,
    U16,
    F16,
    BF16,
    I32,
    U32,
    F32,
    C64,
    F64,
    I64,
    U64,
    /// GGUF's blocks of 32 numbers: a half-precision scale and 32 signed bytes.
    Q8_0,
}

impl Dtype {
    /// Every format of safetensors, with its name and the bits of one number.
    pub const ALL: [(Self, &'static str, u64); 22] = [
        (Self::BOOL, "BOOL", 8),
        (Self::F4, "F4", 4),
        (Self::F6_E2M3, "F6_E2M3", 6),
        (Self::F6_E3M2, "F6_E3M2", 6),
        (Self::U8, "U8", 8),
        (Self::I8, "I8", 8),
        (Self::F8_E5M2, "F8_E5M2", 8),
        (Self::F8_E4M3, "F8_E4M3", 8),
        (Self::F8_E8M0, "F8_E8M0", 8),
        (Self::F8_E4M3FNUZ, "F8_E4M3FNUZ", 8),
        (Self::F8_E5M2FNUZ, "F8_E5M2FNUZ", 8),
        (Self::I16, "I16", 16),
        (Self::U16, "U16", 16),
        (Self::F16, "F16", 16),
        (Self::BF16, "BF16", 16),
        (Self::I32, "I32", 32),
        (Self::U32, "U32", 32),
        (Self::F32, "F32", 32),
        (Self::C64, "C64", 64),
        (Self::F64, "F64", 64),
        (Self::I64, "I64", 64),
        (Self::U64, "U64", 64),
    ];

    /// The format of this name, letter by letter.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|entry| entry.1 == name).map(|entry| entry.0)
    }

    /// The name in a header.
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// How many bits one number takes.
    pub fn bits(self) -> u64 {
        self.entry().2
    }

    /// Whether numbers of this format are read: floating point of 8 to 64 bits, integers (an α may be
    /// one; as a factor they need a scale beside them) and GGUF's blocks.
    pub const fn is_read(self) -> bool {
        !matches!(
            self,
            Self::BOOL
                | Self::F4
                | Self::F6_E2M3
                | Self::F6_E3M2
                | Self::F8_E8M0
                | Self::F8_E4M3FNUZ
                | Self::F8_E5M2FNUZ
                | Self::C64
        )
    }

    /// Whether its numbers are whole, so that a factor of them has a scale beside it.
    pub const fn is_whole(self) -> bool {
        matches!(
            self,
            Self::U8
                | Self::I8
                | Self::I16
                | Self::U16
                | Self::I32
                | Self::U32
                | Self::I64
                | Self::U64
        )
    }

    fn entry(self) -> (Self, &'static str, u64) {
        let mut all = Self::ALL.into_iter();
        // A test finds each other format in the list.
        all.find(|entry| entry.0 == self)
            .unwrap_or((self, "Q8_0", 8))
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_sizes_are_those_of_the_safetensors_crate() {
        for (dtype, name, bits) in Dtype::ALL {
            let theirs: safetensors::Dtype = serde_json::from_value(name.into()).unwrap();
            assert_eq!(
                (theirs.to_string(), theirs.bitsize() as u64),
                (name.to_owned(), bits)
            );
            assert_eq!(Dtype::from_name(name), Some(dtype));
            assert_eq!((dtype.name(), dtype.bits()), (name, bits));
        }
        assert_eq!(Dtype::from_name("f32"), None);
    }

    #[test]
    fn the_safetensors_crate_knows_no_other() {
        let unknown = serde_json::from_value::<safetensors::Dtype>("none".into());
        let named = unknown.unwrap_err().to_string();
        let names = named.matches('`').count() / 2 - 1;
        assert_eq!(names, Dtype::ALL.len(), "{named}");
    }
}
