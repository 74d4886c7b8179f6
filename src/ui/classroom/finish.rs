//! The end of a lesson.

use yew::{Html, html};

use rankscope_app::classroom::finish::{self, Finish, GuessRow};

/// What the student can do now, the guesses and what came out, one next step.
pub(super) fn finish(finish: &Finish) -> Html {
    let row = |row: &GuessRow| {
        let mark = match row.right {
            Some(true) => "✓ ",
            Some(false) | None => "",
        };
        html! {
            <tr>
                <th scope="row">{ row.exercise.clone() }</th>
                <td data-column="guessed">{ row.guessed.clone() }</td>
                <td data-column="came-out">{ mark }{ row.came_out.clone() }</td>
            </tr>
        }
    };
    html! {
        <section id="finish" class="card" aria-labelledby="heading-finish">
            <h2 id="heading-finish">{ finish::HEADING }</h2>
            if !finish.abilities.is_empty() {
                <h3>{ finish::CAN_NOW }</h3>
                <ul>{ for finish.abilities.iter().map(|goal| html! { <li>{ goal.clone() }</li> }) }</ul>
            }
            if !finish.guesses.is_empty() {
                <h3>{ finish::GUESSES }</h3>
                <p>{ finish.came_true_in_words() }</p>
                <div class="table" role="region" tabindex="0" aria-label="Your guesses and what came out">
                    <table id="table-guesses">
                        <thead>
                            <tr>
                                <th scope="col">{ "exercise" }</th>
                                <th scope="col">{ "you guessed" }</th>
                                <th scope="col">{ "it is" }</th>
                            </tr>
                        </thead>
                        <tbody>{ for finish.guesses.iter().map(row) }</tbody>
                    </table>
                </div>
            }
            <p>
                <a id="next-step" class="main" href="?view=adapter">{ finish::NEXT_STEP }</a>
                { " " }{ finish::NEXT_STEP_WHY }
            </p>
        </section>
    }
}
