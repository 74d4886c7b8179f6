//! A folder that is written: whole, or not at all.

use std::path::{Path, PathBuf};

use rankscope_adapter::save::{Made, Plan, Writer, Written};

use crate::error::CommandError;

/// What PEFT calls the two files.
const CONFIG: &str = "adapter_config.json";
const WEIGHTS: &str = "adapter_model.safetensors";
/// What files of other names are called.
const PLAIN: &str = "adapter.safetensors";

/// Whether something may be written there: to a folder that is new or empty.
pub(crate) fn check(folder: &Path) -> Result<(), CommandError> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(CommandError::OutIsThere(folder.to_owned())),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(CommandError::Write {
            path: folder.to_owned(),
            error,
        }),
    }
}

/// A folder being written: weights go to a file of another name, which has its own once it is whole.
pub(crate) struct Folder<'p> {
    path: PathBuf,
    weights: &'static str,
    plan: &'p Plan,
    writer: Writer<&'p Plan>,
    file: std::fs::File,
}

impl<'p> Folder<'p> {
    /// Begins it.
    pub(crate) fn begin(path: &Path, plan: &'p Plan) -> Result<Self, CommandError> {
        check(path)?;
        let failed = |error| CommandError::Write {
            path: path.to_owned(),
            error,
        };
        std::fs::create_dir_all(path).map_err(failed)?;
        let weights = if plan.config().is_some() {
            WEIGHTS
        } else {
            PLAIN
        };
        let file = std::fs::File::create(part(path, weights)).map_err(failed)?;
        let (writer, _) = Writer::begin(plan);
        let mut folder = Self {
            path: path.to_owned(),
            weights,
            plan,
            writer,
            file,
        };
        folder.append(plan.head())?;
        Ok(folder)
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), CommandError> {
        use std::io::Write;
        let Self { path, file, .. } = self;
        file.write_all(bytes).map_err(|error| CommandError::Write {
            path: path.clone(),
            error,
        })
    }

    /// The bytes of the next layer.
    pub(crate) fn layer(&mut self, made: Made) -> Result<(), CommandError> {
        let bytes = self.writer.layer(made)?;
        self.append(&bytes)
    }

    /// Ends it.
    pub(crate) fn finish(self) -> Result<Written, CommandError> {
        let Self {
            path,
            weights,
            plan,
            writer,
            file,
        } = self;
        let (_, written) = writer.finish()?;
        let failed = |error| CommandError::Write {
            path: path.clone(),
            error,
        };
        file.sync_all().map_err(failed)?;
        drop(file);
        if let Some(config) = plan.config() {
            std::fs::write(path.join(CONFIG), config).map_err(failed)?;
        }
        std::fs::rename(part(&path, weights), path.join(weights)).map_err(failed)?;
        Ok(written)
    }
}

fn part(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.part"))
}
