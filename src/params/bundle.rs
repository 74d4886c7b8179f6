//! Whether a link needs the page's full module.
//!
//! A first visit loads one of two small modules, of Start's picture or of Explore's charts. All else is in the
//! full module. The page decides before any module runs, from the address alone, so what is decided
//! here is also written out as data: [`full_module_when`].

use super::{ChoiceKey, Choices, Declaration, Embed, Kind, SETTINGS, SettingKey, View};

/// Whether a small module shows these choices.
pub fn small_module_shows(choices: &Choices) -> bool {
    let Choices {
        view,
        step,
        matrices,
        script,
        sheet,
        embed,
        ..
    } = *choices;
    matches!(view, View::Start | View::Explore)
        && (step, matrices, script, sheet) == Default::default()
        && !matches!(
            embed,
            Embed::Train | Embed::Recall | Embed::Claim | Embed::Exercise
        )
}

/// The values of a key that need the full module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needing {
    /// Each of these.
    Values(Vec<&'static str>),
    /// Whatever the value is.
    Every,
}

/// The keys of a link that can need the full module.
pub fn needing_full_module() -> Vec<(&'static str, Needing)> {
    let of_row = |row: &Declaration| match (row.key, &row.kind) {
        (SettingKey::Choice(key), Kind::Choice(options)) => {
            let needs_full = |(_, option): &(&str, &str)| {
                let mut choices = Choices::default();
                choices.choose(key, option) && !small_module_shows(&choices)
            };
            let present = options.iter().map(|option| (option.name, option.name));
            let past = View::PAST_NAMES.map(|(past, view)| (past, view.name()));
            let past = past.into_iter().filter(|_| key == ChoiceKey::View);
            let needing = present.chain(past).filter(needs_full);
            let values: Vec<_> = needing.map(|(given, _)| given).collect();
            (!values.is_empty()).then_some((row.name, Needing::Values(values)))
        }
        // The singular values of a pinned state have to be computed, for which the first module has
        // no second worker.
        (SettingKey::Pin(_), _) => Some((row.name, Needing::Every)),
        _ => None,
    };
    SETTINGS.iter().filter_map(of_row).collect()
}

/// [`needing_full_module`] as a JSON object: each key with its list of values, or with `true`.
pub fn full_module_when() -> String {
    let entries = needing_full_module().into_iter().map(|(key, needing)| {
        let values = match needing {
            Needing::Values(values) => format!("{values:?}"),
            Needing::Every => "true".to_owned(),
        };
        format!("{key:?}:{values}")
    });
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query;

    /// The rule of `static/preload.js`.
    fn needs_full(link: &str) -> bool {
        let pairs: Vec<_> = form_urlencoded::parse(link.as_bytes()).collect();
        needing_full_module().iter().any(|(key, needing)| {
            // The last of several counts.
            let given = pairs.iter().rev().find(|(name, _)| name == key);
            given.is_some_and(|(_, value)| match needing {
                Needing::Values(values) => values.contains(&&**value),
                Needing::Every => true,
            })
        })
    }

    #[test]
    fn what_the_address_says_is_what_the_module_says() {
        for row in &SETTINGS {
            let Kind::Choice(options) = row.kind else {
                continue;
            };
            for option in options {
                let link = format!("{}={}&alpha=8", row.name, option.name);
                let (read, _) = query::read(&link);
                let shows = small_module_shows(&read.choices);
                assert_eq!(needs_full(&link), !shows, "{link}");
            }
        }
        assert!(needs_full("view=claims"), "the name in older links");
        assert!(!needs_full("view=explore&alpha=8"), "a default written out");
        assert!(!needs_full("view=train&view=explore"), "the last counts");
        assert!(needs_full("pin_b=noise%3D0.2"));
    }

    #[test]
    fn the_table_is_json() {
        let table = full_module_when();
        assert!(table.starts_with("{\"view\":[\""), "{table}");
        assert!(table.ends_with("\"pin_c\":true}"), "{table}");
        assert!(!table.contains('\\'), "no name needs an escape: {table}");
    }
}
