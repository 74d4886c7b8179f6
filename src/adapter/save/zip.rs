//! A zip archive of stored entries, written piece by piece.
//!
//! ```text
//! each entry      local header, name, its bytes as they are, data descriptor (CRC-32 and sizes)
//! at the end      central directory: each entry's header once more; where that is, and how large
//! ```
//!
//! The sizes are known beforehand, the CRC-32 only when the bytes have gone by; so it stands behind them, as
//! the format has it for what is streamed. An entry, or an archive, past four gigabytes has its numbers in
//! zip64's records. No crate served: the widely kept ones seek back in what they have written, or hold it.
//!
//! Source: PKWARE's APPNOTE.TXT, version 6.3.10, sections 4.3 to 4.5. Dates are 1980-01-01, so that the same
//! adapter gives the same bytes.

use crc32fast::Hasher;

/// Numbers from here on stand in zip64's records: those of 32 bits have no room for them.
const ZIP64_FROM: u64 = u32::MAX as u64;
const DESCRIPTOR_FOLLOWS: u16 = 1 << 3;
/// The versions of the format that a reader must know: 2.0, and 4.5 for zip64.
const VERSION: u16 = 20;
const VERSION_ZIP64: u16 = 45;
/// 1980-01-01.
const FIRST_DATE: u16 = 1 << 5 | 1;

/// An entry that is complete.
#[derive(Debug)]
struct Entry {
    name: &'static str,
    crc: u32,
    size: u64,
    offset: u64,
}

/// An archive so far.
#[derive(Debug)]
pub struct Archive {
    entries: Vec<Entry>,
    /// The entry whose bytes come, with its CRC-32 so far.
    open: Option<(Entry, Hasher)>,
    /// Bytes given so far.
    written: u64,
    zip64_from: u64,
}

impl Default for Archive {
    fn default() -> Self {
        Self::new()
    }
}

impl Archive {
    /// An archive of nothing yet.
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
            open: None,
            written: 0,
            zip64_from: ZIP64_FROM,
        }
    }

    /// The bytes that begin an entry of `size` bytes.
    pub fn begin(&mut self, name: &'static str, size: u64) -> Vec<u8> {
        let large = size >= self.zip64_from;
        let mut bytes = Bytes::default();
        bytes.u32(0x0403_4B50);
        bytes.u16(version(large));
        bytes.u16(DESCRIPTOR_FOLLOWS);
        bytes.stored();
        // The CRC-32 comes later, and so do the sizes.
        bytes.u32(0);
        for _ in 0..2 {
            bytes.u32(if large { u32::MAX } else { 0 });
        }
        bytes.u16(name.len() as u16);
        bytes.u16(if large { 20 } else { 0 });
        bytes.0.extend(name.as_bytes());
        if large {
            bytes.zip64(&[0, 0]);
        }
        let (crc, offset) = (0, self.written);
        let entry = Entry {
            name,
            crc,
            size,
            offset,
        };
        self.open = Some((entry, Hasher::new()));
        self.count(bytes.0)
    }

    /// Takes note of bytes of the entry, which follow in the archive as they are.
    pub fn data(&mut self, bytes: &[u8]) {
        if let Some((_, hasher)) = &mut self.open {
            hasher.update(bytes);
        }
        self.written += bytes.len() as u64;
    }

    /// Takes note of so many bytes of the entry with this CRC-32, which follow as they are.
    pub fn passed(&mut self, bytes: u64, crc: u32) {
        if let Some((_, hasher)) = &mut self.open {
            hasher.combine(&Hasher::new_with_initial_len(crc, bytes));
        }
        self.written += bytes;
    }

    /// The bytes that end the entry.
    pub fn end(&mut self) -> Vec<u8> {
        let Some((mut entry, hasher)) = self.open.take() else {
            return Vec::new();
        };
        entry.crc = hasher.finalize();
        let mut bytes = Bytes::default();
        bytes.u32(0x0807_4B50);
        bytes.u32(entry.crc);
        for _ in 0..2 {
            if entry.size >= self.zip64_from {
                bytes.u64(entry.size);
            } else {
                bytes.u32(entry.size as u32);
            }
        }
        self.entries.push(entry);
        self.count(bytes.0)
    }

    /// The bytes that end the archive.
    pub fn finish(mut self) -> Vec<u8> {
        let directory = self.written;
        let mut bytes = Bytes::default();
        for entry in &self.entries {
            bytes.directory(entry, self.zip64_from);
        }
        let size = bytes.0.len() as u64;
        let count = self.entries.len() as u64;
        let large = directory + size >= self.zip64_from;
        if large {
            bytes.u32(0x0606_4B50);
            bytes.u64(44);
            bytes.u16(VERSION_ZIP64);
            bytes.u16(VERSION_ZIP64);
            bytes.u32(0);
            bytes.u32(0);
            for number in [count, count, size, directory] {
                bytes.u64(number);
            }
            bytes.u32(0x0706_4B50);
            bytes.u32(0);
            bytes.u64(directory + size);
            bytes.u32(1);
        }
        bytes.u32(0x0605_4B50);
        bytes.u32(0);
        for _ in 0..2 {
            bytes.u16(count as u16);
        }
        for number in [size, directory] {
            bytes.u32(if large { u32::MAX } else { number as u32 });
        }
        bytes.u16(0);
        self.count(bytes.0)
    }

    fn count(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        self.written += bytes.len() as u64;
        bytes
    }
}

const fn version(large: bool) -> u16 {
    if large { VERSION_ZIP64 } else { VERSION }
}

/// Numbers of a record, little-endian.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn u16(&mut self, number: u16) {
        self.0.extend(number.to_le_bytes());
    }

    fn u32(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    fn u64(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    /// Stored as it is, at the first time and date.
    fn stored(&mut self) {
        self.u16(0);
        self.u16(0);
        self.u16(FIRST_DATE);
    }

    /// The extra field of zip64 with these numbers.
    fn zip64(&mut self, numbers: &[u64]) {
        self.u16(1);
        self.u16(8 * numbers.len() as u16);
        for number in numbers {
            self.u64(*number);
        }
    }

    fn directory(&mut self, entry: &Entry, zip64_from: u64) {
        let large_size = entry.size >= zip64_from;
        let large_offset = entry.offset >= zip64_from;
        let mut extra: Vec<u64> = Vec::new();
        if large_size {
            extra.extend([entry.size, entry.size]);
        }
        if large_offset {
            extra.push(entry.offset);
        }
        let version = version(!extra.is_empty());
        self.u32(0x0201_4B50);
        self.u16(version);
        self.u16(version);
        self.u16(DESCRIPTOR_FOLLOWS);
        self.stored();
        self.u32(entry.crc);
        for _ in 0..2 {
            self.u32(if large_size {
                u32::MAX
            } else {
                entry.size as u32
            });
        }
        self.u16(entry.name.len() as u16);
        self.u16(if extra.is_empty() {
            0
        } else {
            4 + 8 * extra.len() as u16
        });
        // No comment, the first disk, no attributes.
        self.u16(0);
        self.u16(0);
        self.u16(0);
        self.u32(0);
        self.u32(if large_offset {
            u32::MAX
        } else {
            entry.offset as u32
        });
        self.0.extend(entry.name.as_bytes());
        if !extra.is_empty() {
            self.zip64(&extra);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(zip64_from: u64) -> Vec<u8> {
        let mut archive = Archive {
            zip64_from,
            ..Archive::new()
        };
        let mut bytes = Vec::new();
        for (name, pieces) in [("a.json", &[&b"{}"[..]][..]), ("b.bin", &[b"one", b"two"])] {
            let size: usize = pieces.iter().map(|piece| piece.len()).sum();
            bytes.extend(archive.begin(name, size as u64));
            for piece in pieces {
                archive.data(piece);
                bytes.extend(*piece);
            }
            bytes.extend(archive.end());
        }
        bytes.extend(archive.finish());
        bytes
    }

    fn u64_at(bytes: &[u8], at: usize) -> u64 {
        u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())
    }

    #[test]
    fn bytes_that_pass_elsewhere_count_as_those_that_are_seen() {
        let archived = |passes: bool| {
            let mut archive = Archive::new();
            let mut bytes = archive.begin("b.bin", 6);
            for piece in [b"one", b"two"] {
                if passes {
                    archive.passed(3, crc32fast::hash(piece));
                } else {
                    archive.data(piece);
                }
            }
            bytes.extend(archive.end());
            bytes.extend(archive.finish());
            bytes
        };
        assert_eq!(archived(true), archived(false));
    }

    /// The checksum that the format's description gives as its check: of "123456789".
    #[test]
    fn the_checksum_is_the_formats() {
        assert_eq!(crc32fast::hash(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn an_entry_stands_in_the_archive_as_it_is() {
        let bytes = archive(ZIP64_FROM);
        let at = bytes
            .windows(6)
            .position(|window| window == b"onetwo")
            .unwrap();
        assert_eq!(bytes[at + 6..at + 10], 0x0807_4B50_u32.to_le_bytes());
        assert_eq!(
            bytes[at + 10..at + 14],
            crc32fast::hash(b"onetwo").to_le_bytes()
        );
    }

    /// Python's zipfile reads what this writes with a low limit: see `tests/fixtures/save_check.py`.
    #[test]
    fn beyond_the_limit_numbers_have_sixty_four_bits() {
        let bytes = archive(1);
        if let Some(folder) = std::env::var_os("RANKSCOPE_SAVED") {
            std::fs::write(std::path::Path::new(&folder).join("zip64.zip"), &bytes).unwrap();
        }
        let locator = bytes.len() - 22 - 20;
        assert_eq!(bytes[locator..locator + 4], 0x0706_4B50_u32.to_le_bytes());
        let record = u64_at(&bytes, locator + 8) as usize;
        assert_eq!(bytes[record..record + 4], 0x0606_4B50_u32.to_le_bytes());
        assert_eq!(u64_at(&bytes, record + 32), 2);
        let directory = u64_at(&bytes, record + 48) as usize;
        assert_eq!(
            bytes[directory..directory + 4],
            0x0201_4B50_u32.to_le_bytes()
        );
        let at = bytes
            .windows(6)
            .position(|window| window == b"onetwo")
            .unwrap();
        assert_eq!(u64_at(&bytes, at + 14), 6);
    }
}
