//! A row for each layer that both adapters have. Its `data-` attributes are a public contract.
//!
//! Ten thousand rows laid out at once would hold the page; so they come a hundred at a time.

use std::rc::Rc;

use yew::{Html, MouseEvent, Properties, component, html, use_state_eq};

use rankscope_app::adapter::column::exact;
use rankscope_app::adapter::compare::rows::{Cell, CompareColumn, CompareRow};
use rankscope_app::adapter::compare::words;

/// Rows that are shown at first, and with each request for more.
const ROWS: usize = 100;

/// Properties of [`CompareTable`].
#[derive(Properties, PartialEq)]
pub(super) struct CompareTableProps {
    pub(super) rows: Rc<Vec<Rc<CompareRow>>>,
}

/// The table.
#[component]
pub(super) fn CompareTable(props: &CompareTableProps) -> Html {
    let most = use_state_eq(|| ROWS);
    let all = props.rows.len();
    let more = {
        let most = most.clone();
        move |_: MouseEvent| most.set(*most + ROWS)
    };
    let heading = |column: &CompareColumn| html! { <th scope="col">{ words::label(*column) }</th> };
    html! {
        <>
            <div class="table adapter-layers" role="region" tabindex="0" aria-label={words::TABLE}>
                <table id="table-compare" data-rows={all.to_string()}>
                    <caption>{ words::TABLE_CAPTION }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "Layer" }</th>
                            { for CompareColumn::ALL.iter().map(heading) }
                        </tr>
                    </thead>
                    <tbody>{ for props.rows.iter().take(*most).map(|row| line(row)) }</tbody>
                </table>
            </div>
            if *most < all {
                <button id="compare-more" type="button" onclick={more}>{ words::more(*most, all) }</button>
            }
        </>
    }
}

fn line(row: &CompareRow) -> Html {
    let measured = row.measured.as_ref().map(Result::as_ref);
    let value = |column: CompareColumn| match measured {
        Some(Ok(measured)) => measured.cell(column),
        Some(Err(_)) | None => Cell::default(),
    };
    let cell = |column: &CompareColumn| {
        let shown = value(*column);
        let (least, most) = shown.range.unzip();
        html! {
            <td data-column={column.name()} data-value={exact(shown.value)}
                data-least={least.map(|least| exact(Some(least)))} data-most={most.map(|most| exact(Some(most)))}
            >
                { words::cell(*column, shown) }
                if let Some(range) = words::range(*column, shown) {
                    { " " }<small>{ range }</small>
                }
            </td>
        }
    };
    html! {
        <tr key={row.path.clone()} data-layer={row.path.clone()}>
            <th scope="row">
                { row.module.clone() }
                if let Some(Err(why)) = measured {
                    <small>{ why.clone() }</small>
                }
            </th>
            { for CompareColumn::ALL.iter().map(cell) }
        </tr>
    }
}
