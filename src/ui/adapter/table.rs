//! A row for each layer, to sort and to filter. Its `data-` attributes are a public contract: every
//! numeric cell carries its full-precision value, and the table the number of its layers in `data-rows`. The
//! experts of a module share a line that unfolds; `data-lines` counts lines.
//!
//! Of a long table only the rows around those in sight are in the document. `aria-rowcount` and
//! `aria-rowindex` say where they stand; keys lead from row to row through all of them.

use std::collections::BTreeSet;
use std::rc::Rc;

use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::{
    Callback, Event, FocusEvent, Html, InputEvent, KeyboardEvent, MouseEvent, NodeRef, Properties,
    TargetCast, classes, component, html, use_effect_with, use_force_update, use_memo, use_mut_ref,
    use_node_ref, use_state,
};

use crate::store::{Dispatch, use_store};
use rankscope_adapter::Column;
use rankscope_app::adapter::column::{aligned, decimals, exact, label};
use rankscope_app::adapter::rows::{Row, Rows};
use rankscope_app::adapter::table::{Experts, Line, Lines, Sort};
use rankscope_app::adapter::window::{
    Focus, FocusAction, Segment, Viewport, row_after_key, segments,
};
use rankscope_app::adapter::words::{self, count};
use rankscope_app::state::{Action, State};
use rankscope_params::{AdapterText, Input, MAX_PLAIN_LENGTH, SettingKey};

/// The heading is row 1 of the table.
const FIRST_ROW: usize = 2;

/// Properties of [`LayerTable`].
#[derive(Properties, PartialEq)]
pub(super) struct TableProps {
    pub(super) rows: Rows,
    /// Whether rows out of sight are in the document too.
    pub(super) around: bool,
    /// The path of the layer that is looked at.
    pub(super) chosen: Option<String>,
    pub(super) choose: Callback<String>,
    /// By which column they are sorted.
    pub(super) sort: Sort,
    /// What their names have in them.
    pub(super) filter: String,
    /// Sorts and filters, both of which a link holds.
    pub(super) dispatch: Dispatch<State>,
}

/// The table.
#[component]
pub(super) fn LayerTable(props: &TableProps) -> Html {
    let sort = props.sort;
    let toggled = use_state(BTreeSet::<Rc<str>>::new);
    let toggle = {
        let toggled = toggled.clone();
        Callback::from(move |name: Rc<str>| {
            let mut now = (*toggled).clone();
            if !now.remove(&name) {
                now.insert(name);
            }
            toggled.set(now);
        })
    };
    let lines = use_memo(
        (
            props.rows.clone(),
            props.filter.clone(),
            sort,
            (*toggled).clone(),
        ),
        |(rows, filter, sort, toggled)| Lines::of(rows, filter, *sort, toggled),
    );
    // Over all rows, so that a filter changes no digit.
    let decimals = use_memo(props.rows.clone(), |rows| {
        Column::ALL.map(|column| decimals(rows.iter().map(|row| row.value(column))))
    });
    let change = {
        let dispatch = props.dispatch.clone();
        move |text: AdapterText, input: Input, at_ms: f64| {
            let key = SettingKey::Adapter(text);
            dispatch.dispatch(Action::Change { key, input, at_ms });
        }
    };
    let total = lines.lines.len();
    let region = use_node_ref();
    let viewport = use_mut_ref(Viewport::default);
    let focus = use_store(Focus::default);
    use_effect_with(
        (focus.row.filter(|_| focus.pending), region.clone()),
        |(row, region)| {
            if let Some(row) = row {
                focus_row(region, *row);
            }
        },
    );
    let scroll = {
        let (viewport, region, update) = (viewport.clone(), region.clone(), use_force_update());
        move |_| {
            let before = viewport.borrow().rows(total);
            let now = measured(&region, *viewport.borrow());
            viewport.replace(now);
            if now.rows(total) != before {
                update.force_update();
            }
        }
    };
    let narrow = {
        let change = change.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            change(
                AdapterText::Filter,
                Input::Typed(field.value()),
                event.time_stamp(),
            );
        }
    };
    let narrowed = {
        let dispatch = props.dispatch.clone();
        move |_: Event| dispatch.dispatch(Action::Commit)
    };
    let heading = |column: Option<Column>| {
        let click = {
            let change = change.clone();
            move |event: MouseEvent| {
                let next = sort.clicked(column).in_link();
                change(AdapterText::Sort, Input::Text(next), event.time_stamp());
            }
        };
        let name = column.map_or("layer", Column::name);
        html! {
            <th scope="col" aria-sort={sort.aria(column)}>
                <button id={format!("sort-{name}")} type="button" class="plain" onclick={click}>
                    { column.map_or("Layer", label) }{ sort.mark(column) }
                </button>
            </th>
        }
    };
    let seen = *viewport.borrow();
    let line = |position: usize| {
        let line = lines.lines.get(position)?;
        let focus = focus.dispatcher();
        let row = TableRow {
            position,
            total,
            page: seen.page(),
            decimals: &decimals,
            focus: &focus,
        };
        Some(match line {
            Line::Layer(layer) => row.layer(layer, props),
            Line::Experts(experts) => row.experts(experts, &toggle),
        })
    };
    let part = |(number, segment): (usize, Segment)| -> Vec<Html> {
        match segment {
            Segment::Rows(rows) => rows.filter_map(line).collect(),
            Segment::Gap(rows) => vec![gap(number, rows as f64 * seen.row)],
        }
    };
    // One list in which each row has a key, so that the row with the focus stays the same element.
    let there = if props.around {
        seen.rows(total)
    } else {
        seen.first_rows(total)
    };
    let parts = segments(total, there, focus.row).into_iter();
    let shown = parts.enumerate().flat_map(part);
    html! {
        <>
            <p class="adapter-filter">
                <label for="adapter-filter">{ words::FILTER }</label>
                <input id="adapter-filter" type="text" autocomplete="off" spellcheck="false"
                    maxlength={MAX_PLAIN_LENGTH.to_string()}
                    value={props.filter.clone()} oninput={narrow} onchange={narrowed} />
                <span id="adapter-found" role="status">
                    { format!("{} of {}", lines.layers, count(props.rows.len(), "layer")) }
                </span>
            </p>
            <div ref={region} class="table adapter-layers" role="region" tabindex="0"
                aria-label="Every layer" onscroll={scroll}
            >
                <table id="table-adapter" data-rows={lines.layers.to_string()} data-lines={total.to_string()}
                    aria-rowcount={(total + 1).to_string()}
                >
                    <caption>{ words::TABLE_CAPTION }</caption>
                    <thead>
                        <tr aria-rowindex="1">
                            { heading(None) }
                            { for Column::ALL.iter().map(|column| heading(Some(*column))) }
                        </tr>
                    </thead>
                    <tbody>{ for shown }</tbody>
                </table>
            </div>
        </>
    }
}

/// What a line of the table is drawn with.
struct TableRow<'t> {
    /// Its place among the lines.
    position: usize,
    total: usize,
    /// How many lines a page key goes.
    page: usize,
    decimals: &'t [usize; Column::ALL.len()],
    focus: &'t Dispatch<Focus>,
}

impl TableRow<'_> {
    fn layer(&self, row: &Rc<Row>, props: &TableProps) -> Html {
        let chosen = props.chosen.as_deref() == Some(row.path());
        let choose = {
            let (choose, path) = (props.choose.clone(), row.path().to_owned());
            Callback::from(move |_: MouseEvent| choose.emit(path.clone()))
        };
        let inside = row.experts.is_some().then_some("expert");
        html! {
            <tr key={row.path().to_owned()} data-layer={row.path().to_owned()}
                aria-rowindex={self.index()} class={classes!(chosen.then_some("inspected"), inside)}
            >
                { self.head(choose, None, html! { { row.module() } }) }
                { self.cells(&row.values) }
            </tr>
        }
    }

    fn experts(&self, experts: &Experts, toggle: &Callback<Rc<str>>) -> Html {
        let press = {
            let (toggle, name) = (toggle.clone(), Rc::clone(&experts.name));
            Callback::from(move |_: MouseEvent| toggle.emit(Rc::clone(&name)))
        };
        let mark = if experts.unfolded { "▾ " } else { "▸ " };
        html! {
            <tr key={format!(" {}", experts.name)} data-experts={experts.name.to_string()}
                aria-rowindex={self.index()} class="experts"
            >
                { self.head(press, Some(experts.unfolded), html! {
                    <>
                        <span aria-hidden="true">{ mark }</span>
                        { words::experts(experts) }
                    </>
                }) }
                { self.cells(&experts.largest) }
            </tr>
        }
    }

    fn index(&self) -> String {
        (self.position + FIRST_ROW).to_string()
    }

    /// The line's name, from which keys lead to other lines.
    fn head(&self, press: Callback<MouseEvent>, expanded: Option<bool>, name: Html) -> Html {
        let (position, total, page) = (self.position, self.total, self.page);
        let key = {
            let focus = self.focus.clone();
            move |event: KeyboardEvent| {
                if let Some(target) = row_after_key(&event.key(), position, total, page) {
                    event.prevent_default();
                    focus.dispatch(FocusAction::Move(target));
                }
            }
        };
        let focused = |action: fn(usize) -> FocusAction| {
            let focus = self.focus.clone();
            move |_: FocusEvent| focus.dispatch(action(position))
        };
        html! {
            <th scope="row">
                <button type="button" class="plain" onclick={press} onkeydown={key}
                    aria-expanded={expanded.map(|expanded| expanded.to_string())}
                    onfocus={focused(FocusAction::Arrived)} onblur={focused(FocusAction::Left)}
                >
                    { name }
                </button>
            </th>
        }
    }

    fn cells(&self, values: &[Option<f64>; Column::ALL.len()]) -> Html {
        let cell = |((column, value), decimals): ((&Column, &Option<f64>), &usize)| {
            html! {
                <td data-column={column.name()} data-value={exact(*value)}>{ aligned(*value, *decimals) }</td>
            }
        };
        html! { <>{ for Column::ALL.iter().zip(values).zip(self.decimals).map(cell) }</> }
    }
}

/// The room of rows that are not in the document. The policy of the page forbids a style here.
fn gap(number: usize, height: f64) -> Html {
    html! {
        <tr key={format!(" gap {number}")} class="gap" aria-hidden="true">
            <td colspan={(Column::ALL.len() + 1).to_string()} height={height.round().to_string()} />
        </tr>
    }
}

/// The region's place and size, and the height of a row where there is one.
fn measured(region: &NodeRef, before: Viewport) -> Viewport {
    let Some(element) = region.cast::<Element>() else {
        return before;
    };
    let row = row_element(&element, "tbody tr[aria-rowindex]");
    let height = row.map_or(before.row, |row| row.get_bounding_client_rect().height());
    Viewport {
        top: f64::from(element.scroll_top()),
        height: f64::from(element.client_height()),
        row: if height > 0.0 { height } else { before.row },
    }
}

/// Gives the focus to a row's name. The browser scrolls to it.
fn focus_row(region: &NodeRef, row: usize) {
    let selector = format!("tr[aria-rowindex=\"{}\"] button", row + FIRST_ROW);
    let element = region.cast::<Element>();
    let button = element.and_then(|element| row_element(&element, &selector));
    if let Some(button) = button
        && let Err(error) = button.focus()
    {
        log::warn!("row {row} did not take the focus: {error:?}");
    }
}

fn row_element(region: &Element, selector: &str) -> Option<HtmlElement> {
    use wasm_bindgen::JsCast;
    // The selectors are of this file, so only an absent row gives none.
    let found = region.query_selector(selector).ok().flatten()?;
    found.dyn_into().ok()
}
