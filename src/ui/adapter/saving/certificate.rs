//! What was kept, layer by layer: a table that unfolds.

use std::rc::Rc;

use yew::{Html, MouseEvent, Properties, component, html, use_effect_with, use_state_eq};

use rankscope_app::adapter::column::exact;
use rankscope_app::adapter::saving::certificate::{COLUMNS, Cell, LINES, Line, lines};
use rankscope_app::adapter::saving::session::SavedFile;
use rankscope_app::adapter::saving::words;

/// Properties of [`Certificate`].
#[derive(Properties, PartialEq)]
pub(super) struct CertificateProps {
    pub(super) saved: Rc<SavedFile>,
}

/// The first lines, and a button for more.
#[component]
pub(super) fn Certificate(props: &CertificateProps) -> Html {
    let shown = use_state_eq(|| LINES);
    {
        let shown = shown.clone();
        use_effect_with(Rc::as_ptr(&props.saved), move |_| shown.set(LINES));
    }
    let left = props.saved.written.rounding.len().saturating_sub(*shown);
    let more = {
        let shown = shown.clone();
        move |_: MouseEvent| shown.set(*shown + LINES)
    };
    html! {
        <details id="save-certificate">
            <summary>{ words::CERTIFICATE }</summary>
            <div class="table" role="region" tabindex="0" aria-label={words::CERTIFICATE}>
                <table id="table-certificate">
                    <thead>
                        <tr>
                            <th scope="col">{ "layer" }</th>
                            { for COLUMNS.map(|(_, label)| html! { <th scope="col">{ label }</th> }) }
                        </tr>
                    </thead>
                    <tbody>{ for lines(&props.saved, *shown).into_iter().map(row) }</tbody>
                </table>
            </div>
            if left > 0 {
                <button id="certificate-more" type="button" onclick={more}>{ words::more(left) }</button>
            }
        </details>
    }
}

fn row(line: Line) -> Html {
    let cell = |((name, _), (value, text)): ((&'static str, &'static str), Cell)| {
        html! { <td data-column={name} data-value={exact(value)}>{ text }</td> }
    };
    html! {
        <tr data-layer={line.path.clone()}>
            <th scope="row">{ line.path.clone() }</th>
            { for COLUMNS.into_iter().zip(line.cells).map(cell) }
        </tr>
    }
}
