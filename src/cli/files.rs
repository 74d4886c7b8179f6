//! Files read by ranges, several as if they followed each other in one.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rankscope_adapter::{FIRST_BYTES, FileError, header_bytes};

use crate::error::CommandError;

/// Files and where each begins.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    files: Vec<(u64, PathBuf)>,
    bytes: u64,
}

impl Files {
    /// Adds a file of this many bytes.
    pub(crate) fn push(&mut self, path: PathBuf, bytes: u64) {
        self.files.push((self.bytes, path));
        self.bytes += bytes;
    }

    /// These, then those of another.
    pub(crate) fn then(mut self, other: &Self) -> Self {
        let begins = self.bytes;
        let others = other
            .files
            .iter()
            .map(|(start, path)| (start + begins, path.clone()));
        self.files.extend(others);
        self.bytes += other.bytes;
        self
    }

    /// A range of bytes; fewer where the file has become shorter, which who asked for them says.
    pub(crate) fn read(&self, range: &Range<u64>) -> Result<Vec<u8>, CommandError> {
        let after = self
            .files
            .partition_point(|(start, _)| *start <= range.start);
        let Some((start, path)) = after.checked_sub(1).and_then(|at| self.files.get(at)) else {
            return Ok(Vec::new());
        };
        read(path, range.start - start..range.end - start)
    }

    /// As [`read`](Self::read), and empty where that fails: the matrix it is for then says that it is short.
    /// The reason is written to standard error.
    pub(crate) fn read_or_tell(&self, range: &Range<u64>) -> Vec<u8> {
        self.read(range).unwrap_or_else(|error| {
            eprintln!("{error}");
            Vec::new()
        })
    }
}

/// A range of a file's bytes; fewer where it ends before.
pub(crate) fn read(path: &Path, range: Range<u64>) -> Result<Vec<u8>, CommandError> {
    let failed = |error| CommandError::Read {
        path: path.to_owned(),
        error,
    };
    let mut file = File::open(path).map_err(failed)?;
    file.seek(SeekFrom::Start(range.start)).map_err(failed)?;
    let mut bytes = Vec::with_capacity((range.end - range.start) as usize);
    file.take(range.end - range.start)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}

/// A file's header, and how many bytes the file has.
pub(crate) fn header(path: &Path) -> Result<(Vec<u8>, u64), HeaderError> {
    let metadata = std::fs::metadata(path).map_err(|error| CommandError::Read {
        path: path.to_owned(),
        error,
    })?;
    let length = metadata.len();
    let first = read(path, 0..FIRST_BYTES.min(length))?;
    let range = header_bytes(&first, length).map_err(HeaderError::File)?;
    Ok((read(path, range)?, length))
}

/// Why a header was not found.
pub(crate) enum HeaderError {
    /// Nothing could be read.
    Command(CommandError),
    /// The file is none.
    File(FileError),
}

impl From<CommandError> for HeaderError {
    fn from(error: CommandError) -> Self {
        Self::Command(error)
    }
}

impl HeaderError {
    /// Said of this file.
    pub(crate) fn of(self, path: &Path) -> CommandError {
        match self {
            Self::Command(error) => error,
            Self::File(error) => CommandError::File {
                path: path.to_owned(),
                error,
            },
        }
    }
}

/// What a folder holds, by name.
pub(crate) fn listed(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let failed = |error| CommandError::Read {
        path: folder.to_owned(),
        error,
    };
    let entries = std::fs::read_dir(folder).map_err(failed)?;
    let paths: Result<Vec<PathBuf>, _> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect();
    let mut paths = paths.map_err(failed)?;
    paths.sort();
    Ok(paths)
}

/// A path's last component.
pub(crate) fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Whether a path ends so.
pub(crate) fn ends(path: &Path, with: &str) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case(with))
}
