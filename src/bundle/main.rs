//! Finishes the page that Trunk has built: its build hook, see `Trunk.toml`.
//!
//! Trunk names what a first visit loads by its content, but leaves the other modules, and the styles it
//! only copies, under fixed names. `names` names those by their content too, so that everything
//! may be cached for ever, and tells the page where they are and what they must hash to.
//! `single_file` writes `rankscope.html`, the whole in one file that needs no server. Both take the parts
//! of the style from `styles`.

mod first_screen;
mod imports;
mod names;
mod single_file;
mod styles;

fn main() -> std::io::Result<()> {
    let folder = |name: &str| {
        let folder = std::env::var_os(name).map(std::path::PathBuf::from);
        folder.ok_or_else(|| std::io::Error::other(format!("{name} is not set: Trunk calls this")))
    };
    let staging = folder("TRUNK_STAGING_DIR")?;
    let source = folder("TRUNK_SOURCE_DIR")?;
    let styles = styles::Styles::declared(&source)?;
    // First, while the full module still has its plain names.
    single_file::write(&source, &staging, &styles)?;
    names::give(&source, &staging, &styles)
}
