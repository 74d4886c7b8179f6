//! What a finished map says of the best learning rate: sentences, errors by rank at one rate and at a rate
//! for each, and two tables.

use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::figure::{Content, figure};
use crate::browser::display::Display;
use crate::store::use_store;
use crate::widgets::value_cell::value_cell;
use rankscope_app::cursor::Cursor;
use rankscope_app::train::rate_law::{FamilyRates, PowersAfter, RankRates, RateStudy};
use rankscope_app::train::rate_words as words;
use rankscope_chart::training::{TrainingFigure, family_column, family_name, law_column, law_name};
use rankscope_params::number::Format;
use rankscope_sim::training::{Exponent, RateLaw};

/// Decimals of an error; `data-value` has all digits.
const ERROR: Format = Format::Decimals(3);

/// Properties of [`RateStudyView`].
#[derive(Properties, PartialEq)]
pub(super) struct RateStudyProps {
    pub(super) study: Rc<RateStudy>,
    pub(super) display: Display,
}

/// The study of one finished map.
#[component]
pub(super) fn RateStudyView(props: &RateStudyProps) -> Html {
    let RateStudyProps { study, display } = props;
    let cursor = use_store(Cursor::default);
    let by_rank = study.figures.iter().map(|(named, plot)| {
        let note = match named {
            TrainingFigure::OneRate => words::NOTE_ONE_RATE,
            _ => words::NOTE_TUNED,
        };
        let called = (named.name(), named.title(study.families[1]));
        figure(
            called,
            Content::Plot(Rc::clone(plot)),
            note,
            &cursor,
            *display,
        )
    });
    html! {
        <section id="rate-law" aria-labelledby="heading-rate-law">
            <h3 id="heading-rate-law">{ words::HEADING }</h3>
            <p class="how-to-read">{ words::ABOUT }</p>
            { for study.sentences.iter().map(|said| html! { <p class="found">{ said.join(" ") }</p> }) }
            <div class="figures">{ for by_rank }</div>
            { powers(study) }
            <p class="how-to-read">
                { words::LAWS }
                <a href={words::MUA_ADDRESS} target="_blank" rel="noopener noreferrer">{ words::MUA }</a>{ "." }
            </p>
            { rates(study) }
        </section>
    }
}

/// The powers by number of steps, and those of theory.
fn powers(study: &RateStudy) -> Html {
    let head = study.families.map(|family| {
        let name = family_name(family);
        html! {
            <>
                <th scope="col">{ format!("{name}, {}", words::BEST) }</th>
                <th scope="col">{ format!("{name}, {}", words::LARGEST) }</th>
            </>
        }
    });
    let columns = study.families.map(family_column);
    let measured = |after: &PowersAfter| {
        let cells = after.of.iter().zip(columns).map(|(powers, column)| {
            html! {
                <>
                    { power_cell(column.to_owned(), powers.best) }
                    { power_cell(format!("{column}_largest"), powers.largest) }
                </>
            }
        });
        html! {
            <tr data-steps={after.steps.to_string()}>
                <th scope="row">{ format!("{} {}", after.steps, words::STEPS) }</th>
                { for cells }
            </tr>
        }
    };
    let law = |(law, of): &(RateLaw, [f64; 2])| {
        // The other laws say nothing of the largest rate.
        let largest = *law == RateLaw::EdgeOfStability;
        let cells = of.iter().zip(columns).map(|(&power, column)| {
            let text = words::two(power);
            html! {
                <>
                    { value_cell(column, Some(power), text.clone()) }
                    { value_cell(format!("{column}_largest"), largest.then_some(power), if largest { text } else { words::TOO_FEW.to_owned() }) }
                </>
            }
        });
        html! {
            <tr data-law={law_column(*law)}>
                <th scope="row">{ law_name(*law) }</th>
                { for cells }
            </tr>
        }
    };
    html! {
        <div class="table" role="region" tabindex="0" aria-label={words::POWERS}>
            <table id="table-rate-law">
                <caption>{ words::POWERS }</caption>
                <thead><tr><th scope="col">{ "after" }</th>{ for head }</tr></thead>
                <tbody>
                    { for study.after.iter().map(measured) }
                    { for study.laws.iter().map(law) }
                </tbody>
            </table>
        </div>
    }
}

/// A power with its interval in `data-low` and `data-high`.
fn power_cell(column: String, found: Option<Exponent>) -> Html {
    let exact = |value: f64| Format::Exact.write(value);
    let of = |part: fn(&Exponent) -> f64| found.as_ref().map(part).map(exact).unwrap_or_default();
    html! {
        <td
            data-column={column}
            data-value={of(|found| found.value)}
            data-low={of(|found| found.interval.0)}
            data-high={of(|found| found.interval.1)}
        >
            { words::power(found) }
        </td>
    }
}

/// The best rate of each rank, and the errors with it and with the one rate.
fn rates(study: &RateStudy) -> Html {
    let caption = words::rates(study.config.steps);
    let head = study.families.map(|family| {
        let name = family_name(family);
        html! {
            <>
                <th scope="col">{ format!("{name}, {}", words::BEST) }</th>
                <th scope="col">{ format!("{name}, {}", words::TUNED) }</th>
                <th scope="col">{ format!("{name}, {}", words::ONE_RATE) }</th>
            </>
        }
    });
    let columns = study.families.map(family_column);
    let row = |rates: &RankRates| {
        html! {
            <tr data-rank={rates.rank.to_string()}>
                <th scope="row">{ rates.rank }</th>
                { for rates.of.iter().zip(columns).map(|(of, column)| rate_cells(column, of)) }
            </tr>
        }
    };
    html! {
        <div class="table" role="region" tabindex="0" aria-label={caption.clone()}>
            <table id="table-rates">
                <caption>{ caption.clone() }</caption>
                <thead><tr><th scope="col">{ "rank r" }</th>{ for head }</tr></thead>
                <tbody>{ for study.ranks.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn rate_cells(column: &'static str, rates: &FamilyRates) -> Html {
    let exact = |value: Option<f64>| {
        value
            .map(|value| Format::Exact.write(value))
            .unwrap_or_default()
    };
    let best = rates.best.as_ref();
    let text = best.map_or_else(|| words::DIVERGED.to_owned(), words::rate);
    let error = |column: String, error: Option<f64>| {
        let text = error.map_or_else(|| words::DIVERGED.to_owned(), |error| ERROR.write(error));
        value_cell(column, error, text)
    };
    html! {
        <>
            <td
                data-column={format!("{column}_rate")}
                data-value={exact(best.map(|best| best.best))}
                data-low={exact(best.map(|best| best.range.0))}
                data-high={exact(best.map(|best| best.range.1))}
            >
                { text }
            </td>
            { error(format!("{column}_tuned"), best.map(|best| best.error)) }
            { error(format!("{column}_one"), rates.at_one_rate) }
        </>
    }
}
