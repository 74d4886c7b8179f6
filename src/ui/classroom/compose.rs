//! Making an assignment: exercises of the course and own ones, in an order, as a link or a file.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, MouseEvent, TargetCast, component, html, use_state_eq};

use super::button;
use super::own::OwnExercise;
use crate::browser::clipboard::copy;
use crate::browser::save;
use rankscope_lesson::{Assignment, Entry, Exercise, LONGEST_LINK, LessonError, course};

/// The editor of assignments.
#[component]
pub(super) fn Compose() -> Html {
    let title = use_state_eq(|| "My assignment".to_owned());
    let entries = use_state_eq(Vec::<Entry>::new);
    let outcome = use_state_eq(|| "");
    let retitle = {
        let title = title.clone();
        move |event: InputEvent| {
            title.set(event.target_unchecked_into::<HtmlInputElement>().value());
        }
    };
    let set = {
        let entries = entries.clone();
        Callback::from(move |changed: Vec<Entry>| entries.set(changed))
    };
    let offered = |exercise: &Exercise| {
        let id = exercise.id.clone();
        let taken = entries.iter().any(|entry| *entry.id() == id);
        let add = {
            let (entries, set, id) = (entries.clone(), set.clone(), id.clone());
            move |_: MouseEvent| {
                let mut changed = (*entries).clone();
                changed.push(Entry::Course(id.clone()));
                set.emit(changed);
            }
        };
        html! {
            <li>
                <button id={format!("add-{id}")} type="button" disabled={taken} onclick={add}
                    aria-label={format!("Add “{}”", exercise.title)}
                >{ if taken { "Added" } else { "Add" } }</button>
                <span>{ exercise.title.clone() }</span>
            </li>
        }
    };
    let take = {
        let (entries, set) = (entries.clone(), set.clone());
        Callback::from(move |exercise: Exercise| {
            let mut changed = (*entries).clone();
            // An own exercise is written again rather than twice.
            let same = |entry: &&mut Entry| *entry.id() == exercise.id;
            let entry = Entry::Own(Box::new(exercise.clone()));
            match changed.iter_mut().find(same) {
                Some(known) => *known = entry,
                None => changed.push(entry),
            }
            set.emit(changed);
        })
    };
    let assignment = Assignment::new(&title, (*entries).clone());
    html! {
        <section id="compose" aria-labelledby="heading-compose">
            <h3 id="heading-compose">{ "Write an assignment" }</h3>
            <p>
                <label for="assignment-title">{ "Title" }</label>
                <input id="assignment-title" type="text" value={(*title).clone()} oninput={retitle} />
            </p>
            <div class="lesson">
                <div>
                    <h4>{ "From the course" }</h4>
                    <ul class="offered">{ for course::exercises().iter().map(offered) }</ul>
                </div>
                <div>
                    <h4>{ "In the assignment" }</h4>
                    { chosen(&entries, &set) }
                    { result(&assignment, &outcome) }
                </div>
            </div>
            <OwnExercise {take} />
        </section>
    }
}

/// What is in the assignment, and how to move it.
fn chosen(entries: &[Entry], set: &Callback<Vec<Entry>>) -> Html {
    if entries.is_empty() {
        return html! { <p class="aside">{ "Nothing yet. Add exercises in the order your students meet them." }</p> };
    }
    let row = |(place, entry): (usize, &Entry)| {
        let id = entry.id();
        let title = match entry {
            Entry::Course(id) => course::exercise(id).map(|exercise| exercise.title),
            Entry::Own(exercise) => Some(exercise.title.clone()),
        };
        let title = title.unwrap_or_else(|| id.to_string());
        let changed = |change: fn(&mut Vec<Entry>, usize)| {
            let (mut changed, set) = (entries.to_vec(), set.clone());
            change(&mut changed, place);
            move |_: MouseEvent| set.emit(changed.clone())
        };
        let up = changed(|entries, place| entries.swap(place, place.saturating_sub(1)));
        let down = changed(|entries, place| {
            if place + 1 < entries.len() {
                entries.swap(place, place + 1);
            }
        });
        let remove = changed(|entries, place| {
            entries.remove(place);
        });
        html! {
            <li key={id.to_string()} data-id={id.to_string()}>
                <span>{ title.clone() }</span>
                <button id={format!("up-{id}")} type="button" disabled={place == 0} onclick={up}
                    aria-label={format!("Move “{title}” up")}>{ "↑" }</button>
                <button id={format!("down-{id}")} type="button" disabled={place + 1 == entries.len()} onclick={down}
                    aria-label={format!("Move “{title}” down")}>{ "↓" }</button>
                <button id={format!("remove-{id}")} type="button" onclick={remove}
                    aria-label={format!("Remove “{title}”")}>{ "✕" }</button>
            </li>
        }
    };
    html! { <ol id="chosen">{ for entries.iter().enumerate().map(row) }</ol> }
}

/// The assignment as a link, or why it is none, and as a file.
fn result(assignment: &Assignment, outcome: &yew::UseStateHandle<&'static str>) -> Html {
    if let Err(error) = assignment.lesson() {
        // An empty list explains itself.
        let said = !matches!(error, LessonError::Count { count: 0, .. });
        return html! {
            if said {
                <p class="complaint" role="alert">{ format!("{error}. {}", error.next_step()) }</p>
            }
        };
    }
    let json = assignment.to_json();
    let as_file =
        move |_: MouseEvent| save::text("rankscope-assignment.json", "application/json", &json);
    let link = assignment.to_fragment().map(|fragment| address(&fragment));
    html! {
        <div id="assignment">
            if let Some(link) = link {
                <p>
                    <label for="assignment-link">{ "Link for your students; it holds the whole assignment" }</label>
                    <input id="assignment-link" type="text" readonly=true value={link.clone()} />
                </p>
                <p class="save">
                    <button id="copy-assignment" type="button" onclick={copy(&link, outcome)}>{ "Copy the link" }</button>
                    <a id="try-assignment" href={link} target="_blank" rel="noopener">{ "Try it in a new tab" }</a>
                    <span role="status">{ **outcome }</span>
                </p>
            } else {
                <p id="too-long" class="complaint">
                    { format!("This assignment is too long for a link of {LONGEST_LINK} characters. Give it to your \
                               students as a file, which they open on this page.") }
                </p>
            }
            { button("save-assignment".to_owned(), "Save as a file", as_file) }
        </div>
    }
}

/// This page with a fragment, and nothing of the present state.
fn address(fragment: &str) -> String {
    let location = web_sys::window().map(|window| window.location());
    let place = location.and_then(|location| {
        let (origin, path) = (location.origin().ok()?, location.pathname().ok()?);
        // A page opened from a disk has the origin "null" and a protocol of its own.
        let origin = if origin == "null" {
            format!("{}//", location.protocol().ok()?)
        } else {
            origin
        };
        Some(origin + &path)
    });
    format!("{}?view=exercises{fragment}", place.unwrap_or_default())
}
