//! A row for each layer, to sort and to filter. Its `data-` attributes are a public contract: every
//! numeric cell carries its full-precision value.

use std::cmp::Ordering;
use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, Properties, TargetCast, component, html, use_state_eq};

use super::column::{Row, exact, label, written};
use super::overview::count;
use rankscope_adapter::Column;

/// Rows shown before the reader asks for all of them: a browser lays out so many in a moment.
const SHOWN: usize = 400;

/// Properties of [`LayerTable`].
#[derive(Properties, PartialEq)]
pub(super) struct TableProps {
    pub(super) rows: Rc<Vec<Row>>,
    /// The path of the layer that is looked at.
    pub(super) chosen: Option<String>,
    pub(super) choose: Callback<String>,
}

/// By which column the rows are sorted; none for the order of the model.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sort {
    column: Option<Column>,
    descending: bool,
}

impl Sort {
    /// After a click on a column's heading: largest first, smallest first, the model's order.
    fn clicked(self, column: Option<Column>) -> Self {
        match (self.column == column, self.descending) {
            (false, _) => Self {
                column,
                descending: column.is_some(),
            },
            (true, true) => Self {
                column,
                descending: false,
            },
            (true, false) if column.is_none() => Self {
                column,
                descending: true,
            },
            (true, false) => Self::default(),
        }
    }

    const fn name(self) -> &'static str {
        if self.descending {
            "descending"
        } else {
            "ascending"
        }
    }

    fn sort(self, rows: &mut [&Row]) {
        if let Some(column) = self.column {
            // What is undefined stands last, whatever the direction.
            rows.sort_by(|a, b| match (a.value(column), b.value(column)) {
                (Some(a), Some(b)) if self.descending => b.total_cmp(&a),
                (Some(a), Some(b)) => a.total_cmp(&b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            });
        } else if self.descending {
            rows.reverse();
        }
    }
}

/// The table.
#[component]
pub(super) fn LayerTable(props: &TableProps) -> Html {
    let sort = use_state_eq(Sort::default);
    let filter = use_state_eq(String::new);
    let all = use_state_eq(|| false);
    let wanted = filter.trim().to_lowercase();
    let mut rows: Vec<&Row> = props
        .rows
        .iter()
        .filter(|row| row.path.to_lowercase().contains(&wanted))
        .collect();
    sort.sort(&mut rows);
    let found = rows.len();
    if !*all {
        rows.truncate(SHOWN);
    }
    let narrow = {
        let filter = filter.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            filter.set(field.value());
        }
    };
    let heading = |column: Option<Column>| {
        let sorted = sort.column == column;
        let click = {
            let sort = sort.clone();
            move |_| sort.set(sort.clicked(column))
        };
        let mark = match (sorted, sort.descending) {
            (true, true) => " ↓",
            (true, false) => " ↑",
            (false, _) => "",
        };
        let name = column.map_or("layer", Column::name);
        html! {
            <th scope="col" aria-sort={sorted.then(|| sort.name())}>
                <button id={format!("sort-{name}")} type="button" class="plain" onclick={click}>
                    { column.map_or("Layer", label) }{ mark }
                </button>
            </th>
        }
    };
    let show_all = {
        let all = all.clone();
        move |_| all.set(true)
    };
    html! {
        <>
            <p class="adapter-filter">
                <label for="adapter-filter">{ "Only layers whose name has" }</label>
                <input id="adapter-filter" type="text" autocomplete="off" spellcheck="false"
                    value={(*filter).clone()} oninput={narrow} />
                <span id="adapter-found" role="status">
                    { format!("{found} of {}", count(props.rows.len(), "layer")) }
                </span>
            </p>
            <div class="table adapter-layers" role="region" tabindex="0" aria-label="Every layer">
                <table id="table-adapter">
                    <caption>{ "Every layer. Click a heading to sort, a name to see the layer." }</caption>
                    <thead>
                        <tr>
                            { heading(None) }
                            { for Column::ALL.iter().map(|column| heading(Some(*column))) }
                        </tr>
                    </thead>
                    <tbody>{ for rows.iter().map(|row| view_row(row, props)) }</tbody>
                </table>
            </div>
            if found > SHOWN && !*all {
                <button id="adapter-all" type="button" onclick={show_all}>
                    { format!("Show all {found}") }
                </button>
            }
        </>
    }
}

fn view_row(row: &Row, props: &TableProps) -> Html {
    let chosen = props.chosen.as_deref() == Some(row.path.as_str());
    let choose = {
        let (choose, path) = (props.choose.clone(), row.path.clone());
        move |_| choose.emit(path.clone())
    };
    let cell = |(column, value): (&Column, &Option<f64>)| {
        html! {
            <td data-column={column.name()} data-value={exact(*value)}>{ written(*value) }</td>
        }
    };
    html! {
        <tr key={row.path.clone()} data-layer={row.path.clone()} class={chosen.then_some("inspected")}>
            <th scope="row">
                <button type="button" class="plain" onclick={choose}>{ row.module.clone() }</button>
            </th>
            { for Column::ALL.iter().zip(&row.values).map(cell) }
        </tr>
    }
}
