//! What every figure has around its plot, in the same places and under the same names.

use yew::{Html, NodeRef, UseStateHandle, html};

use rankscope_chart::Named;

/// How deep in the page a figure's heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// It has a section of the page to itself.
    Section,
    /// It is in a section with others.
    Part,
}

/// The parts of a figure.
pub(crate) struct FigureParts<T> {
    pub(crate) figure: Named,
    pub(crate) level: Level,
    /// What belongs to this figure alone and is set beside its heading.
    pub(crate) control: Html,
    /// What belongs to it and is rarely wanted.
    pub(crate) menu: Html,
    /// Where the plot is drawn.
    pub(crate) canvas: NodeRef,
    /// What lies over it.
    pub(crate) over: Html,
    /// What it shows now, in a sentence.
    pub(crate) summary: String,
    /// What is read off it now, in place of that sentence.
    pub(crate) reading: Option<Html>,
    /// How to read it: shown when asked for.
    pub(crate) note: Html,
    pub(crate) note_open: UseStateHandle<bool>,
    /// The buttons that save it.
    pub(crate) save: Html,
    /// Makes the table of the same numbers, once there are any.
    pub(crate) table: Option<T>,
    pub(crate) table_open: UseStateHandle<bool>,
}

/// A figure of these parts.
pub(crate) fn frame<T: FnOnce() -> Html>(parts: FigureParts<T>) -> Html {
    let Named { name, title } = parts.figure;
    let (heading, summary) = (format!("heading-{name}"), format!("summary-{name}"));
    let open = *parts.table_open;
    let toggle_table = move |_| parts.table_open.set(!open);
    let has_note = parts.note != Html::default();
    let (note, noted) = (format!("note-{name}"), *parts.note_open);
    let toggle_note = move |_| parts.note_open.set(!noted);
    html! {
        <figure id={format!("figure-{name}")} aria-labelledby={heading.clone()}>
            <div class="figure-head">
                if let Level::Section = parts.level {
                    <h2 id={heading.clone()}>{ title }</h2>
                } else {
                    <h3 id={heading.clone()}>{ title }</h3>
                }
                <p id={summary.clone()} class="summary" hidden={parts.reading.is_some()}>
                    { parts.summary }
                </p>
                { parts.reading }
                { parts.control }
                if has_note {
                    <button
                        id={format!("about-{name}")}
                        type="button"
                        class="about"
                        aria-label="What am I looking at?"
                        title="What am I looking at?"
                        aria-expanded={noted.to_string()}
                        aria-controls={note.clone()}
                        onclick={toggle_note}
                    >
                        { "i" }
                    </button>
                }
                <details class="menu" id={format!("menu-{name}")}>
                    <summary aria-label={format!("More of “{title}”")} title="Table, PNG, SVG, CSV">
                        { "···" }
                    </summary>
                    <div>
                        { parts.menu }
                        <button
                            id={format!("open-table-{name}")}
                            type="button"
                            aria-expanded={open.to_string()}
                            onclick={toggle_table}
                        >
                            { if open { "Hide the table" } else { "Show as table" } }
                        </button>
                        { parts.save }
                    </div>
                </details>
            </div>
            <figcaption id={note} hidden={!noted}>{ parts.note }</figcaption>
            <div class="plot">
                <canvas
                    ref={parts.canvas}
                    id={format!("chart-{name}")}
                    role="img"
                    aria-labelledby={heading}
                    aria-describedby={summary}
                />
                { parts.over }
            </div>
            if let Some(table) = parts.table.filter(|_| open) {
                { table() }
            }
        </figure>
    }
}
