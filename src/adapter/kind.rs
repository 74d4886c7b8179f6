//! What a file is that is no adapter, from its first bytes.

use serde::{Deserialize, Serialize};

/// Bytes of a file that [`FileKind::of`] looks at: a tar archive names itself at byte 257.
pub const FIRST_BYTES: u64 = 512;

/// A format that is neither safetensors nor an adapter in GGUF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// PyTorch's archives.
    TorchZip,
    /// NumPy's archives, as mlx-lm wrote them once.
    Npz,
    /// Every other zip.
    Zip,
    /// A tar archive.
    Tar,
    /// Something compressed with gzip.
    Gzip,
    /// Something compressed otherwise: xz, zstd, bzip2, 7z, rar.
    Compressed,
    /// A bare Python pickle: PyTorch's older files.
    Pickle,
    /// HDF5, as Keras writes.
    Hdf5,
    /// A model in llama.cpp's format.
    Gguf,
    /// One NumPy array.
    Npy,
    /// What git leaves of a large file that it has not fetched.
    LfsPointer,
    /// JSON, such as a config or a server's answer.
    Json,
    /// XML, such as a storage service's answer.
    Xml,
    /// A web page, such as a failed download.
    WebPage,
    /// Other text, such as a server's answer.
    Text,
    /// Nothing but zeros: a download that reserved its place and stopped.
    Zeros,
}

impl FileKind {
    /// The format of a file that begins with these bytes, [`FIRST_BYTES`] or all it has; none where they
    /// may begin a safetensors file, or say nothing.
    pub fn of(first: &[u8]) -> Option<Self> {
        let begins = |with: &[u8]| first.starts_with(with);
        let magic = match first {
            [b'P', b'K', 3 | 5, ..] => Some(Self::zip(first)),
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            [0x80, 2..=5, ..] => Some(Self::Pickle),
            _ if begins(b"GGUF") => Some(Self::Gguf),
            _ if begins(b"\x89HDF") => Some(Self::Hdf5),
            _ if begins(b"\x93NUMPY") => Some(Self::Npy),
            _ if begins(b"version https://git-lfs") => Some(Self::LfsPointer),
            _ if begins(b"\xFD7zXZ") || begins(b"\x28\xB5\x2F\xFD") => Some(Self::Compressed),
            _ if begins(b"BZh") || begins(b"7z\xBC\xAF") || begins(b"Rar!") => {
                Some(Self::Compressed)
            }
            _ if first.get(257..262) == Some(b"ustar") => Some(Self::Tar),
            _ if first.len() >= 8 && first.iter().all(|byte| *byte == 0) => Some(Self::Zeros),
            _ => None,
        };
        magic.or_else(|| Self::text(first))
    }

    /// A zip archive, by the name of its first entry.
    fn zip(first: &[u8]) -> Self {
        let length = first.get(26..28).and_then(|bytes| bytes.first_chunk());
        let length = length.map_or(0, |bytes| usize::from(u16::from_le_bytes(*bytes)));
        let name = first.get(30..).unwrap_or_default();
        let name = name.get(..length.min(name.len())).unwrap_or_default();
        let torch = [
            &b"data.pkl"[..],
            b"byteorder",
            b"constants.pkl",
            b".format_version",
        ];
        if torch.iter().any(|ending| name.ends_with(ending)) {
            Self::TorchZip
        } else if name.ends_with(b".npy") {
            Self::Npz
        } else {
            Self::Zip
        }
    }

    /// What a text is; none where the bytes are no text.
    fn text(first: &[u8]) -> Option<Self> {
        let first = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
        // The last character may be cut in two.
        let valid = match std::str::from_utf8(first) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(first.get(..error.valid_up_to())?).ok()?
            }
            Err(_) => return None,
        };
        let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
        if valid.is_empty() || valid.chars().any(odd) {
            return None;
        }
        let text = valid.trim_start();
        let lower = text
            .get(..15.min(text.len()))
            .unwrap_or(text)
            .to_lowercase();
        Some(if lower.starts_with("<?xml") {
            Self::Xml
        } else if lower.starts_with('<') {
            Self::WebPage
        } else if lower.starts_with(['{', '[']) {
            Self::Json
        } else {
            Self::Text
        })
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::TorchZip => "a PyTorch archive (.bin, .pt, .ckpt)",
            Self::Npz => "an archive of NumPy arrays (.npz), as older versions of mlx-lm wrote",
            Self::Zip => "a zip archive",
            Self::Tar => "a tar archive",
            Self::Gzip => "an archive or file compressed with gzip",
            Self::Compressed => "a compressed archive",
            Self::Pickle => "a Python pickle (.bin, .pt)",
            Self::Hdf5 => "an HDF5 file (.h5), as Keras writes",
            Self::Gguf => "a GGUF model, not an adapter",
            Self::Npy => "one NumPy array (.npy)",
            Self::LfsPointer => "a Git LFS pointer, not the file it stands for",
            Self::Json => "JSON, as a config or a server’s answer is, not weights",
            Self::Xml => "XML, as a storage server’s error is, not weights",
            Self::WebPage => "a web page, not weights",
            Self::Text => "text, not weights: perhaps a server’s error, such as “Entry not found”",
            Self::Zeros => "nothing but zeros",
        }
    }

    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::TorchZip | Self::Pickle => {
                "Load it with PyTorch and save it with safetensors.torch.save_file."
            }
            Self::Npz | Self::Npy => "Load it with NumPy or mlx and save it with safetensors.",
            Self::Zip | Self::Tar | Self::Gzip | Self::Compressed => {
                "Unpack it and open the files inside."
            }
            Self::Hdf5 => "Export the adapter as safetensors.",
            Self::Gguf => {
                "Open a LoRA adapter: a GGUF file that convert_lora_to_gguf.py wrote, or the one it was made from."
            }
            Self::LfsPointer => "Fetch the file with `git lfs pull`.",
            Self::Json | Self::Xml | Self::WebPage | Self::Text => {
                "The download failed: sign in if it asks for that, and fetch the file again from its own address."
            }
            Self::Zeros => "The download did not finish: fetch the file again.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip_of(name: &str) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.resize(26, 0);
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend([0, 0]);
        bytes.extend(name.as_bytes());
        bytes
    }

    #[test]
    fn an_archive_is_told_by_its_first_entry() {
        let of = |name| FileKind::of(&zip_of(name));
        assert_eq!(of("archive/data.pkl"), Some(FileKind::TorchZip));
        assert_eq!(of("model.layers.0.lora_a.npy"), Some(FileKind::Npz));
        assert_eq!(of("my-adapter/adapter_config.json"), Some(FileKind::Zip));
        assert_eq!(FileKind::of(b"PK\x03\x04"), Some(FileKind::Zip));
        let mut tar = vec![b'a'; 512];
        tar[257..262].copy_from_slice(b"ustar");
        assert_eq!(FileKind::of(&tar), Some(FileKind::Tar));
    }

    #[test]
    fn a_failed_download_is_told_by_its_text() {
        let cases: [(&[u8], FileKind); 8] = [
            (b"\n\n<!DOCTYPE html><html>", FileKind::WebPage),
            (b"<html>", FileKind::WebPage),
            (b"<?xml version=\"1.0\"?><Error>", FileKind::Xml),
            (b" {\"error\": \"not found\"}", FileKind::Json),
            (b"\xEF\xBB\xBF[1]", FileKind::Json),
            (b"Entry not found", FileKind::Text),
            (b"Invalid username or password.", FileKind::Text),
            (
                b"version https://git-lfs.github.com/spec/v1",
                FileKind::LfsPointer,
            ),
        ];
        for (bytes, kind) in cases {
            assert_eq!(FileKind::of(bytes), Some(kind), "{bytes:?}");
        }
        assert_eq!(FileKind::of(&[0; 64]), Some(FileKind::Zeros));
        // A safetensors file: the length of its header, then JSON.
        assert_eq!(
            FileKind::of(b"\x40\x00\x00\x00\x00\x00\x00\x00{\"a\""),
            None
        );
    }
}
