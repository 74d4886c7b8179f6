//! One exercise: its text, a guess, controls and figures, the answer and what is said to it.

use std::rc::Rc;

use yew::{
    Callback, Html, MouseEvent, Properties, component, hook, html, use_effect_with, use_mut_ref,
};

use super::answer::{AnswerForm, asked};
use super::controls::{back_to_start, controls};
use super::evidence::Evidence;
use super::guess::{Guess, hindsight};
use super::hooks::use_focus_kept;
use super::prose::{ProseLinks, line, prose};
use super::readings::ReadingsView;
use super::verdict::VerdictView;
use super::{OpenExercise, button};
use crate::explore::history_bar::history_bar;
use crate::store::{Dispatch, Handle, use_store};
use crate::widgets::notes::glossary;
use crate::widgets::printed::printed;
use crate::widgets::problem::problem;
use crate::work::{WorkHandle, use_work};
use rankscope_app::classroom::exercise::{ExerciseAction, ExerciseState};
use rankscope_app::classroom::figures::{Collection, CollectionAction, answered};
use rankscope_app::classroom::words;
use rankscope_app::state::{Action, State};
use rankscope_lesson::{
    AnswerVerdict, Exercise, ExerciseId, ExerciseRecord, Measurement, OwnValues, ProgressAction,
    Student,
};
use rankscope_params::number::Format;

/// Properties of [`ExerciseView`].
#[derive(Properties, PartialEq)]
pub(super) struct ExerciseProps {
    pub(super) exercise: Exercise,
    /// Its place in the lesson, from 0.
    pub(super) place: usize,
    /// Exercises of the lesson.
    pub(super) count: usize,
    pub(super) next: Option<ExerciseId>,
    pub(super) student: Student,
    /// Of the round under way.
    pub(super) record: ExerciseRecord,
    /// Where the exercise's own controls were left.
    #[prop_or_default]
    pub(super) own: Option<OwnValues>,
    /// Which option of the guess has turned out right, once that is known.
    #[prop_or_default]
    pub(super) right_guess: Option<usize>,
    /// The seed of the numbers that it was solved with, where that is known.
    #[prop_or_default]
    pub(super) solved_with: Option<u32>,
    /// Whether it stands alone in somebody else's page: then there is no lesson around it.
    #[prop_or_default]
    pub(super) alone: bool,
    /// Begins it again, with other numbers, at the time of the event in ms.
    #[prop_or_default]
    pub(super) again: Callback<f64>,
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    /// Called with what the student does.
    pub(super) progress: Callback<(ExerciseId, ProgressAction)>,
    pub(super) open_exercise: OpenExercise,
    pub(super) links: ProseLinks,
}

impl ExerciseProps {
    /// Passes on what the student does in this exercise.
    fn act(&self) -> Callback<ProgressAction> {
        let (progress, id) = (self.progress.clone(), self.exercise.id.clone());
        Callback::from(move |action| progress.emit((id.clone(), action)))
    }
}

/// Has measured what is wanted, one measurement after the other.
#[hook]
pub(crate) fn use_collection(wanted: Vec<Measurement>) -> (Handle<Collection>, WorkHandle) {
    let collection = use_store(Collection::default);
    let work = use_work(collection.job());
    {
        let collection = collection.dispatcher();
        use_effect_with(wanted, move |wanted| {
            collection.dispatch(CollectionAction::Want(wanted.clone()));
        });
    }
    {
        let collection = collection.dispatcher();
        use_effect_with(work.done.clone(), move |done| {
            if let Some(found) = done.as_deref().and_then(answered) {
                collection.dispatch(found);
            }
        });
    }
    (collection, work)
}

/// The document is called after the exercise while that is open; none leaves its title.
#[hook]
fn use_document_title(exercise: Option<&str>) {
    use_effect_with(exercise.map(words::document_title), |title| {
        let document = web_sys::window().and_then(|window| window.document());
        let named = document.zip(title.clone());
        let before = named.map(|(document, title)| {
            let before = document.title();
            document.set_title(&title);
            (document, before)
        });
        move || {
            if let Some((document, title)) = before {
                document.set_title(&title);
            }
        }
    });
}

/// One exercise.
#[component]
pub(super) fn ExerciseView(props: &ExerciseProps) -> Html {
    let (exercise, record, links) = (&props.exercise, &props.record, &props.links);
    let params = props.state.link.params;
    let work = use_store(|| {
        let fresh = ExerciseState::new(exercise.clone(), &props.student)
            .with_solved(props.solved_with, &props.student);
        match props.own {
            Some(own) => fresh.with_own(own),
            None => fresh,
        }
    });
    let present = work.present(&params);
    use_document_title((!props.alone).then_some(&*exercise.title));
    {
        let (work, dispatch) = (work.clone(), props.dispatch.clone());
        let opening = use_mut_ref(|| true);
        use_effect_with(params, move |params| {
            if let Some(allowed) = work.correction(params, opening.replace(false)) {
                let id = work.exercise().id.to_string();
                dispatch.dispatch(Action::Exercise(id, allowed, 0.0));
            }
        });
    }
    {
        // Where a control is the answer, its value is filled in when it is moved.
        let dispatch = work.dispatcher();
        let last = use_mut_ref(|| None::<f64>);
        use_effect_with(work.answer_of_control(&params), move |value| {
            let before = last.replace(*value);
            if let Some(value) = value.filter(|_| before.is_some()) {
                let text = Format::Exact.write(value);
                dispatch.dispatch(ExerciseAction::Type(text));
            }
        });
    }
    let (collection, engine) = use_collection(work.wanted(record, &params));
    let marked = collection.measured(&work.marking(&params));
    let live = work.for_readings(&params);
    let live = live.and_then(|wanted| collection.measured(&wanted));
    {
        // A submitted answer waits for the engine; once both are there it is marked.
        let (work, act) = (work.clone(), props.act());
        use_effect_with((work.submitted(), marked.clone()), move |(_, marked)| {
            let verdict = marked.as_deref().and_then(|marked| work.grade(marked));
            if let (Some(verdict), Some(marked)) = (verdict, marked) {
                let solved = matches!(verdict, AnswerVerdict::Right(_));
                let answer = work.submitted_in_words().unwrap_or_default();
                act.emit(ProgressAction::Try { solved, answer });
                work.dispatch(ExerciseAction::Mark(Rc::clone(marked)));
            }
        });
    }
    {
        // What the guess turns out to be is worked out where the exercise starts.
        let start = work.start();
        let known = marked.as_deref().filter(|_| work.marking_starts(&params));
        let right = known
            .and_then(|known| exercise.right_guess(&exercise.context(&start).with_measured(known)));
        let news = right.filter(|_| props.right_guess.is_none() && record.guess.is_some());
        let act = props.act();
        use_effect_with(news, move |news| {
            if let Some(right) = *news {
                act.emit(ProgressAction::GuessAnswered(right));
            }
        });
    }
    {
        let act = props.act();
        let moved = (*work.own() != work.start().own || props.own.is_some()).then_some(*work.own());
        let moved = moved.filter(|moved| props.own != Some(*moved));
        use_effect_with(moved, move |moved| {
            if let Some(moved) = *moved {
                act.emit(ProgressAction::Own(moved));
            }
        });
    }
    let unlocked = work.unlocked(record);
    // The button of the guess goes once it is made, that of the hints once all are open.
    use_focus_kept(unlocked, "#asked");
    use_focus_kept(record.hints, "#hints li");
    let before = work.solved_before(record, &params, marked.as_deref());
    let outcome = work.outcome(record, &params, marked.as_deref());
    let open_hints = work.open_hints(record, &params, marked.as_deref());
    let go = |id: Option<ExerciseId>| {
        let open_exercise = props.open_exercise.clone();
        Callback::from(move |event: MouseEvent| {
            open_exercise.emit((id.clone(), event.time_stamp()));
        })
    };
    let retry = {
        let again = props.again.clone();
        Callback::from(move |event: MouseEvent| again.emit(event.time_stamp()))
    };
    // What came out with other numbers is not held against a guess.
    let hindsight = if before.is_some() {
        html! {}
    } else {
        hindsight(exercise, &props.student, record, props.right_guess, links)
    };
    let hints = hints(props, &work, &open_hints);
    html! {
        <article class="exercise" aria-labelledby="exercise-title" data-solved={record.solved.to_string()}>
            if !props.alone {
                <div class="way">
                    { button("back-to-list".to_owned(), words::EXERCISES, pressed(go(None))) }
                    <span>{ words::place(props.place, props.count) }</span>
                    <progress aria-label="Place in the lesson" max={props.count.to_string()}
                        value={(props.place + 1).to_string()} />
                    { history_bar(props.state.position) }
                </div>
            }
            <header class="view-head">
                <div>
                    <h1 id="exercise-title" tabindex="-1">{ exercise.title.clone() }</h1>
                    { printed(&words::settings(&props.student, &present.params)) }
                </div>
            </header>
            <div class="bench">
                <div class="task">
                    <div id="prompt">{ prose(&work.fill(&exercise.prompt), links) }</div>
                    <Guess exercise={exercise.clone()} student={props.student.clone()} record={*record}
                        act={props.act()} links={links.clone()} />
                    if unlocked {
                        { asked(&work, links) }
                        // On a phone they are one strip at the thumb.
                        <div class="strip">
                            <ReadingsView exercise={exercise.clone()} {present} measured={live} />
                            { controls(&work, &present, collection.found(), &props.dispatch) }
                            <AnswerForm work={work.clone()} {params} back={back_to_start(&work, &props.dispatch)} />
                        </div>
                        { problem("exercise", engine.trouble.as_ref(), &engine.retry) }
                    }
                    if unlocked {
                        <VerdictView {outcome} {before} is_news={work.is_marked()} {hints} solved={record.solved} last={props.next.is_none()}
                            alone={props.alone} hindsight={hindsight}
                            go_on={go(props.next.clone())} {retry} links={links.clone()} />
                    }
                </div>
                <Evidence work={work.clone()} state={props.state.clone()} dispatch={props.dispatch.clone()}
                    {present} {collection} share={engine.share} {unlocked} />
            </div>
            { glossary() }
        </article>
    }
}

/// A callback as a plain function.
fn pressed(callback: Callback<MouseEvent>) -> impl Fn(MouseEvent) + 'static {
    move |event| callback.emit(event)
}

/// Hints, one more at each press. The last one is a worked answer.
fn hints(props: &ExerciseProps, work: &ExerciseState, open: &[String]) -> Html {
    let more = work.next_hint(&props.record).map(|(action, label)| {
        let act = props.act();
        button("show-hint".to_owned(), &label, move |_| {
            act.emit(action.clone());
        })
    });
    let hint = |hint: &String| html! { <li tabindex="-1">{ line(hint, &props.links) }</li> };
    html! {
        <div id="hints">
            <div role="status">
                if !open.is_empty() {
                    <ol>{ for open.iter().map(hint) }</ol>
                }
            </div>
            { for more }
        </div>
    }
}
